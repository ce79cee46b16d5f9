/** The access keys: what each opens, when it was used, how it ends; and a new one. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { asCallError } from '../failure';
import type { AccessKey } from '../protocol';
import type { Server } from '../server';
import { __ } from '../words';
import { calmly } from './calm';
import type { MadeKey } from './key-fields';
import { Moment } from './moment';
import { NewKey, ShownKey, type Opened } from './new-key';

/** While calls come, the keys are asked for no more often than this: only when they were last used has changed. */
const LEAST_MS = 5000;

interface Props {
  server: Server;
  /** The notebook that this is on the page of. */
  here?: Opened;
}

export function KeysView({ server, here }: Props): preact.JSX.Element {
  const [keys, setKeys] = useState<AccessKey[] | null>(null);
  const [problem, setProblem] = useState('');
  const [said, setSaid] = useState('');
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  const load = async (): Promise<void> => {
    try {
      const answer: { keys: AccessKey[] } = await server.get('keys');
      setKeys([...answer.keys].sort((one, other) => other.created - one.created));
      setProblem('');
    } catch (thrown) {
      setProblem(asCallError(thrown).message);
    }
  };
  useEffect(() => {
    const again = calmly(load, LEAST_MS);
    const rests = [server.onEnded(again), server.onAgent(again)];
    again();
    return () => {
      again.stop();
      rests.forEach(rest => rest());
    };
  }, [server]);
  return (
    <div class="jgmc-keys">
      <p class="jgm-hidden" role="status">
        {said}
      </p>
      {problem && (
        <p class="jgm-error" role="alert">
          {problem}
        </p>
      )}
      {keys?.length === 0 && !making && (
        <p class="jgm-empty">
          {__('There are no access keys. A key lets an agent or a program call functions, and does nothing else.')}
        </p>
      )}
      {made && (
        <ShownKey made={made} />
      )}
      {keys !== null && keys.length > 0 && (
        <ul class="jgmc-keylist">
          {keys.map(key => (
            <Listed
              key={key.id}
              server={server}
              of={key}
              gone={() => {
                setSaid(__('{name} is revoked.', { name: key.name }));
                setMade(known => (known?.id === key.id ? null : known));
                void load();
              }}
            />
          ))}
        </ul>
      )}
      {making ? (
        <NewKey
          server={server}
          here={here}
          cancel={() => setMaking(false)}
          done={key => {
            setMaking(false);
            setMade(key);
            void load();
          }}
        />
      ) : (
        <div class="jgm-actions">
          <button type="button" onClick={() => setMaking(true)}>
            {__('New access key')}
          </button>
        </div>
      )}
    </div>
  );
}

function Listed({ server, of, gone }: { server: Server; of: AccessKey; gone(): void }): preact.JSX.Element {
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState('');
  const first = useRef(true);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed is another one now.
    if (!first.current) {
      button.current?.focus();
    }
    first.current = false;
  }, [sure]);
  const expired = of.expires !== null && of.expires * 1000 <= Date.now();
  const revoke = async (): Promise<void> => {
    try {
      await server.send('DELETE', `keys/${encodeURIComponent(of.id)}`);
      gone();
    } catch (thrown) {
      setProblem(asCallError(thrown).message);
      setSure(false);
    }
  };
  return (
    <li class={expired ? 'jgmc-expired' : ''}>
      <div class="jgmc-keyhead">
        <b>{of.name}</b>
        {expired && <span class="jgmc-kind">{__('expired')}</span>}
        {sure ? (
          <span class="jgm-buttons">
            <button ref={button} type="button" class="jgm-button jgmc-danger" onClick={() => void revoke()}>
              {__('Revoke {name} now', { name: of.name })}
            </button>
            <button type="button" class="jgm-button" onClick={() => setSure(false)}>
              {__('Keep it')}
            </button>
          </span>
        ) : (
          <button
            ref={button}
            type="button"
            class="jgm-button"
            aria-label={__('Revoke {name}', { name: of.name })}
            onClick={() => setSure(true)}
          >
            {__('Revoke')}
          </button>
        )}
      </div>
      <p class="jgm-info">{__('Opens {what}', { what: opens(of) })}</p>
      <p class="jgm-info jgmc-facts">
        <span>
          {__('made')} <Moment at={of.created} />
        </span>
        <span>{of.last_used === null ? __('never used') : [__('used'), ' ', <Moment at={of.last_used} />]}</span>
        <span>
          {of.expires === null ? ending(of) : [expired ? __('ended') : __('ends'), ' ', <Moment at={of.expires} />]}
        </span>
      </p>
      {problem && (
        <p class="jgm-error" role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}

function opens({ notebooks, endpoints, kernel }: AccessKey): string {
  const where =
    notebooks !== null ? notebooks.join(', ') : kernel !== null ? __('one running notebook') : __('all notebooks');
  return endpoints === null ? where : __('{functions} of {where}', { functions: endpoints.join(', '), where });
}

function ending({ kernel }: AccessKey): string {
  return kernel === null ? __('never ends') : __('ends with its kernel');
}
