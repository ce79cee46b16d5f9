/** What the server tells of a notebook's functions, as it is now: asked anew when they change, and when calls end. */

import { useEffect, useState } from 'preact/hooks';

import { asCallError, CallFailure } from '../failure';
import type { HttpTransport } from '../http';
import type { ApiInfo, CallError } from '../protocol';

export interface FollowedApi {
  /** The last answer; null before there is one. */
  info: ApiInfo | null;
  /** Whether the notebook was known when it was last asked for; `undefined` before. */
  known: boolean | undefined;
  problem: CallError | null;
}

export function useApi(transport: HttpTransport): FollowedApi {
  const [found, setFound] = useState<FollowedApi>({ info: null, known: undefined, problem: null });
  useEffect(() => {
    const { server, kernel } = transport;
    let gone = false;
    let asking = false;
    let again = false;
    let own = kernel;
    const ask = async (): Promise<void> => {
      if (asking) {
        again = true;
        return;
      }
      asking = true;
      try {
        const info: ApiInfo = await server.get(`panel/api${kernel && `?kernel=${encodeURIComponent(kernel)}`}`);
        own = info.kernel;
        tell(before => ({ info: withLast(info, before.info), known: true, problem: null }));
      } catch (thrown) {
        const unknown = thrown instanceof CallFailure && thrown.status === 404;
        tell(before => ({ ...before, ...(unknown ? { known: false, problem: null } : { problem: asCallError(thrown) }) }));
      }
      asking = false;
      if (again && !gone) {
        again = false;
        void ask();
      }
    };
    const tell = (next: (before: FollowedApi) => FollowedApi): void => {
      if (!gone) {
        setFound(next);
      }
    };
    const rest = [transport.watch(() => void ask()), server.onEnded(ended => ended === own && void ask())];
    void ask();
    return () => {
      gone = true;
      rest.forEach(stop => stop());
    };
  }, [transport]);
  return found;
}

/** What a notebook offered last is there to read while its kernel is gone. */
function withLast(info: ApiInfo, last: ApiInfo | null): ApiInfo {
  return info.state === 'gone' && info.functions.length === 0 && last ? { ...info, functions: last.functions } : info;
}
