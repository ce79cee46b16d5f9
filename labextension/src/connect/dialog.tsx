/** *Connect an agent*: what it may call, its client, a key for it, the ready configuration, and its first call. */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { seconds } from '../duration';
import { asCallError } from '../failure';
import type { ClientConfiguration, ListedFunction, ListedNotebook } from '../protocol';
import type { Server } from '../server';
import { randomId } from '../session';
import { VARIABLE } from '../snippets/contract';
import { Dialog } from '../views/dialog';
import { __ } from '../words';
import { appAddress, keyName, limit, offered, type Goal, type Transport } from './address';
import { useArrival, type Arrival, type Awaited } from './arrival';
import { FunctionChoices } from './choices';
import { calledIn, clientsFor, namesake, useClients, wantsKey } from './clients';
import { ClientChoice, Configuration } from './configuration';
import { KeyFields, makeKey, mistakeIn, NEW_KEY, problemOf, type KeyProblem, type MadeKey } from './key-fields';

/** A notebook as far as the dialog has to know it: a listed one, or what the API page is told of it. */
type Notebook = Pick<ListedNotebook, 'notebook' | 'title' | 'address'> & {
  functions: Function[];
};

type Function = Pick<ListedFunction, 'name' | 'title' | 'kind' | 'visibility' | 'mcp'>;

interface Props {
  server: Server;
  notebooks: Notebook[];
  /** The path of the one that is chosen at first; all without it. */
  notebook?: string;
  /** The functions that are chosen at first, by name; null or nothing is all. */
  functions?: string[] | null;
  transport?: Transport;
  /** The client that is chosen at first. */
  client?: string;
  onClose(): void;
}

/** What there is to be copied: the configuration, and the key if one was made. */
interface Ready {
  client: ClientConfiguration;
  key: MadeKey | null;
  /** The path of the notebook; "" is all. */
  notebook: string;
}

export function ConnectDialog(props: Props): preact.JSX.Element {
  const { server, notebooks, onClose } = props;
  const [ready, setReady] = useState<Ready | null>(null);
  const arrival = useArrival(server, ready && awaited(ready));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [ready === null]);
  return (
    <Dialog label={__('Connect an agent')} onClose={onClose} firm>
      <div class="jgmc-connecting">
        <h2 ref={heading} tabIndex={-1}>
          {ready ? __('Connect {client}', { client: calledIn(ready.client) }) : __('Connect an agent')}
        </h2>
        {ready && <p>{ready.notebook ? __('For the notebook {notebook}', { notebook: ready.notebook }) : __('For all notebooks')}</p>}
        {ready ? (
          <Waiting server={server} ready={ready} arrival={arrival} />
        ) : notebooks.length > 0 ? (
          <Choosing {...props} done={setReady} />
        ) : (
          <p class="jgm-empty">{__('No notebook offers functions now.')}</p>
        )}
      </div>
    </Dialog>
  );
}

function awaited({ client, key }: Ready): Awaited {
  return key ? { key: key.id } : client.needs_key ? 'anybody' : 'bridge';
}

/** The first step: nothing is made before its button is pressed. */
function Choosing({ server, notebooks, done, ...first }: Props & { done(ready: Ready): void }): preact.JSX.Element {
  const [prefix] = useState(() => `connect-${randomId()}`);
  // On the page of one notebook there is no address of all.
  const alone = notebooks.length === 1 && first.notebook !== undefined;
  const [path, setPath] = useState(first.notebook ?? '');
  const chosen = notebooks.find(({ notebook }) => notebook === path);
  const all = useMemo(() => offered<Function>(chosen?.functions ?? []), [chosen]);
  const [wanted, setWanted] = useState(() => first.functions ?? all.map(({ name }) => name));
  const names = all.map(({ name }) => name);
  const goal: Goal = {
    base: chosen ? appAddress(server, chosen) : server.base,
    transport: first.transport ?? 'http',
    tools: chosen ? limit(wanted, names) : null
  };
  const empty = goal.tools?.length === 0;
  const { clients, problem } = useClients(server, empty ? null : goal);
  const [id, setId] = useState(first.client ?? '');
  const client = clients.find(one => one.id === id) ?? clients[0];
  const [make, setMake] = useState(true);
  const [wish, setWish] = useState(NEW_KEY);
  const [named, setNamed] = useState(false);
  const [taken, setTaken] = useState<string[]>([]);
  const [wrong, setWrong] = useState<KeyProblem | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    server.get('keys').then(
      ({ keys }: { keys: { name: string }[] }) => setTaken(keys.map(({ name }) => name)),
      // Who may not see them is told so when a key is to be made.
      () => undefined
    );
  }, [server]);
  const full = { ...wish, name: named || !client ? wish.name : keyName(namesake(client), taken) };
  const keyed = client !== undefined && wantsKey(client);
  const making = make && keyed;

  const go = async (): Promise<void> => {
    const mistake = making ? mistakeIn(full) : null;
    setWrong(mistake);
    if (!client || empty || busy || mistake) {
      return;
    }
    setBusy(true);
    try {
      if (!making) {
        // Asked for again: what is known may be for the boxes as they were a moment ago.
        done({ client: of(await clientsFor(server, goal), client), key: null, notebook: path });
        return;
      }
      const limits = {
        ...(chosen ? { notebooks: [chosen.notebook] } : {}),
        ...(goal.tools ? { endpoints: goal.tools } : {})
      };
      const key = await makeKey(server, full, limits);
      done({ client: await withKey(server, goal, client, key), key, notebook: path });
    } catch (thrown) {
      setWrong(problemOf(thrown));
      setBusy(false);
    }
  };
  return (
    <form
      class="jgm-column"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void go();
      }}
    >
      {alone ? (
        <p>{__('For the notebook {notebook}', { notebook: path })}</p>
      ) : (
        <div class="jgm-field">
          <label for={`${prefix}-notebook`}>{__('Notebook')}</label>
          <select
            id={`${prefix}-notebook`}
            class="jgm-input jgm-select"
            value={path}
            onChange={event => {
              const next = notebooks.find(one => one.notebook === event.currentTarget.value);
              setPath(next?.notebook ?? '');
              setWanted(offered<Function>(next?.functions ?? []).map(one => one.name));
            }}
          >
            <option value="">{__('All notebooks')}</option>
            {notebooks.map(({ notebook, title }) => (
              <option key={notebook} value={notebook}>
                {title || notebook}
              </option>
            ))}
          </select>
        </div>
      )}
      {chosen && (
        <details class="jgm-more" open={all.length <= 8}>
          <summary>
            {goal.tools
              ? __('{n} of {all} functions', { n: goal.tools.length, all: all.length })
              : __('All {all} functions, also those that come later', { all: all.length })}
          </summary>
          <FunctionChoices functions={all} wanted={wanted} choose={setWanted} prefix={prefix} />
        </details>
      )}
      {problem && (
        <p class="jgm-error" role="alert">
          {problem.message}
        </p>
      )}
      {client && (
        <ClientChoice id={`${prefix}-client`} clients={clients} chosen={client.id} choose={setId} />
      )}
      {client && !keyed && (
        <p class="jgm-info">
          {client.needs_key
            ? __('This server asks for no access key.')
            : __(
                '{client} starts a program on this machine, which finds the notebook server by itself: no key is needed.',
                { client: calledIn(client) }
              )}
        </p>
      )}
      {client && keyed && (
        <fieldset class="jgmc-choices">
          <legend class="jgm-label">{__('What opens it')}</legend>
          <label class="jgm-check">
            <input type="radio" name={`${prefix}-make`} checked={make} onChange={() => setMake(true)} />
            <span>{__('A new access key, for this and nothing else')}</span>
          </label>
          <label class="jgm-check">
            <input type="radio" name={`${prefix}-make`} checked={!make} onChange={() => setMake(false)} />
            <span>
              {client.variables.includes(VARIABLE)
                ? __('A key that there is, from the environment variable {name}', { name: VARIABLE })
                : __('A key that there is, which I put in by hand')}
            </span>
          </label>
          {making && (
            <KeyFields
              prefix={`${prefix}-key`}
              wish={full}
              problem={wrong}
              change={next => {
                setNamed(named || next.name !== full.name);
                setWish(next);
              }}
            />
          )}
        </fieldset>
      )}
      {wrong?.field === '' && (
        <p class="jgm-error" role="alert">
          {wrong.message}
        </p>
      )}
      <div class="jgm-actions">
        <button type="submit" class="jgm-run" aria-disabled={!client || empty || busy}>
          {making ? __('Make the key') : __('Continue')}
        </button>
        <button type="button" onClick={close}>
          {__('Cancel')}
        </button>
      </div>
    </form>
  );
}

/** The configuration of the same client. */
function of(clients: ClientConfiguration[], client: ClientConfiguration): ClientConfiguration {
  return clients.find(({ id }) => id === client.id) ?? client;
}

/** The client's configuration with the key in it. */
async function withKey(
  server: Server,
  goal: Goal,
  client: ClientConfiguration,
  key: MadeKey
): Promise<ClientConfiguration> {
  try {
    return of(await clientsFor(server, goal, key.key), client);
  } catch (thrown) {
    // The key is there, so it is shown: beside the configuration without it.
    return { ...client, notes: [...client.notes, asCallError(thrown).message] };
  }
}

/** The last step. */
function Waiting({ server, ready, arrival }: { server: Server; ready: Ready; arrival: Arrival }): preact.JSX.Element {
  const { client, key } = ready;
  const { agent, call } = arrival;
  const [problem, setProblem] = useState('');
  const there = agent !== null || call !== null;
  const revoke = async (button: HTMLElement): Promise<void> => {
    try {
      await server.send('DELETE', `keys/${encodeURIComponent(key!.id)}`);
      button.closest('dialog')?.close();
    } catch (thrown) {
      setProblem(asCallError(thrown).message);
    }
  };
  return (
    <div class="jgm-column">
      <div class={`jgmc-arrival ${there ? 'jgmc-arrived' : ''}`}>
        <span class="jgm-dot" aria-hidden="true" />
        <div role="status" aria-live="polite">
          <p>
            {there
              ? __('Connected: {client}', { client: agent?.client || call?.client || calledIn(client) })
              : __('Waiting for the first call from {client}…', { client: calledIn(client) })}
          </p>
          {call && <p class="jgm-info">{firstCall(call.endpoint, call.outcome, call.seconds)}</p>}
        </div>
      </div>
      <Configuration client={client} secret={key?.key} />
      {key && !there && (
        <p class="jgm-info">
          {__('When you close this the key “{name}” stays. It is listed under Access keys, and can be revoked there.', {
            name: key.name
          })}
        </p>
      )}
      {problem && (
        <p class="jgm-error" role="alert">
          {problem}
        </p>
      )}
      <div class="jgm-actions">
        <button type="button" class="jgm-run" onClick={close}>
          {there || !key ? __('Done') : __('Close, keep the key')}
        </button>
        {key && !there && (
          <button type="button" onClick={event => void revoke(event.currentTarget)}>
            {__('Revoke the key')}
          </button>
        )}
      </div>
    </div>
  );
}

function firstCall(name: string, outcome: string, ran: number): string {
  return outcome === 'ok'
    ? __('First call: {name}, answered in {time}.', { name, time: seconds(ran * 1000) })
    : __('First call: {name}, which failed ({outcome}).', { name, outcome });
}

/** By way of the dialog itself, so that the focus goes back to where it was. */
function close(event: { currentTarget: HTMLElement }): void {
  event.currentTarget.closest('dialog')?.close();
}
