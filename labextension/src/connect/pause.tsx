/** The switch that has a function, a notebook or everything refuse agents for now. */

import { useEffect, useState } from 'preact/hooks';

import { asCallError } from '../failure';
import { own } from '../names';
import type { ApiFunction, ApiInfo } from '../protocol';
import type { Server } from '../server';
import { __ } from '../words';

interface Props {
  server: Server;
  /** Its path; without one it is everything at the server's address. */
  notebook?: string;
  /** Its name within the notebook. */
  endpoint?: string;
  paused: boolean;
  /** What larger thing is paused, too; the switch of that is elsewhere. */
  within?: Within | null;
}

type Within = 'everything' | 'notebook';

/** What `gradio_api/pause` answers. */
interface Paused {
  paused: boolean;
  notebooks: { [path: string]: { paused: boolean; endpoints: string[] } };
}

export function PauseSwitch({ server, notebook, endpoint, paused, within = null }: Props): preact.JSX.Element {
  const [shown, setShown] = useState(paused);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    setShown(paused);
    setProblem('');
  }, [paused]);
  const press = async (): Promise<void> => {
    if (busy || within) {
      return;
    }
    setBusy(true);
    setProblem('');
    try {
      const body = { paused: !shown, ...(notebook ? { notebook } : {}), ...(endpoint ? { endpoint } : {}) };
      const answer: Paused = await server.send('POST', 'pause', body);
      const [now, why] = stateIn(answer, notebook, endpoint);
      setShown(now);
      // Something larger may be paused, too, which this switch is not for.
      setProblem(now && shown ? why : '');
    } catch (thrown) {
      setProblem(asCallError(thrown).message);
    }
    setBusy(false);
  };
  const what = endpoint ?? notebook ?? __('everything');
  const larger = within === 'everything' ? __('Everything is paused') : within && __('The notebook is paused');
  const said = endpoint ? '' : notebook ? __('notebook') : __('everything');
  return (
    <span class="jgmc-pause">
      <button
        type="button"
        class="jgm-button"
        aria-label={[nameOf(shown, said === what ? what : `${said} ${what}`.trim()), larger].filter(Boolean).join(': ')}
        aria-disabled={busy || within !== null}
        title={larger ?? undefined}
        onClick={() => void press()}
      >
        {nameOf(shown, said)}
      </button>
      {larger && <span class="jgm-info">{larger}</span>}
      <span role="status" class={problem ? 'jgm-error' : 'jgm-hidden'}>
        {problem || (shown ? __('{what} is paused', { what }) : '')}
      </span>
    </span>
  );
}

/** What of a notebook is paused at which level, of which `panel/api` tells only the sum; its owner may know. */
export function usePaused(server: Server, api: ApiInfo): (fn?: ApiFunction) => Pick<Props, 'paused' | 'within'> {
  const [known, setKnown] = useState<Paused | null>(null);
  // Without anything paused there is nothing to tell apart.
  const any = api.owner && (api.paused || api.functions.some(({ paused }) => paused));
  useEffect(() => {
    let left = false;
    if (any) {
      server.get('pause').then(
        answer => !left && setKnown(answer),
        // Then pressing a switch tells.
        () => undefined
      );
    }
    return () => {
      left = true;
    };
  }, [server, api, any]);
  const of = known ? own(known.notebooks, api.notebook) : undefined;
  return fn => {
    if (!known || !any) {
      return { paused: fn ? fn.paused : api.paused, within: null };
    }
    const within = known.paused ? 'everything' : fn && of?.paused ? 'notebook' : null;
    return { paused: fn ? !!of?.endpoints.includes(fn.name) : !!of?.paused, within };
  };
}

function nameOf(paused: boolean, what: string): string {
  return (paused ? __('Resume {what}', { what }) : __('Pause {what}', { what })).trim();
}

/** Whether it refuses agents, and what keeps it from answering where that is something larger. */
function stateIn(answer: Paused, notebook?: string, endpoint?: string): [paused: boolean, why: string] {
  const of = notebook === undefined ? undefined : own(answer.notebooks, notebook);
  if (answer.paused) {
    return [true, __('Still paused: everything is.')];
  }
  if (of?.paused) {
    return [true, __('Still paused: the whole notebook is.')];
  }
  return [endpoint !== undefined && !!of?.endpoints.includes(endpoint), ''];
}
