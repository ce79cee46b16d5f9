/** The notebooks of a server with their functions, as they are now. */

import { useEffect, useState } from 'preact/hooks';

import { asCallError } from '../failure';
import type { CallError, NotebookList } from '../protocol';
import type { Server } from '../server';

export interface Listed {
  /** The last answer; null before there was one. */
  list: NotebookList | null;
  /** Why nothing is heard now; null while something is. */
  problem: CallError | null;
}

/** What the server tells, and tells anew whenever something changes. */
export function useList(server: Server): Listed {
  const [listed, setListed] = useState<Listed>({ list: null, problem: null });
  useEffect(() => {
    let gone = false;
    let latest = 0;
    const ask = (): void => {
      const asked = ++latest;
      server.panels('').then(
        answer => {
          if (!gone && asked === latest) {
            const list = answer as unknown as NotebookList | null;
            setListed({ list: { notebooks: [], owner: false, paused: false, ...list }, problem: null });
          }
        },
        thrown => !gone && asked === latest && setListed(before => ({ ...before, problem: asCallError(thrown) }))
      );
    };
    const rest = server.watch('', ask);
    ask();
    return () => {
      gone = true;
      rest();
    };
  }, [server]);
  return listed;
}
