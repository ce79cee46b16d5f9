/** The MCP clients and their configurations for a goal, as the server tells them. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { asCallError } from '../failure';
import type { CallError, ClientConfiguration } from '../protocol';
import type { Server } from '../server';
import { VARIABLE } from '../snippets/contract';
import { __ } from '../words';
import { mcpAddress, wholeAddress, type Goal } from './address';

/** How long one may go on clicking before the server is asked. */
const CALM_MS = 150;

export interface Clients {
  clients: ClientConfiguration[];
  problem: CallError | null;
  /** Whether what is shown is for the goal that is wanted now. */
  fresh: boolean;
}

/** What is in a configuration whose client has to be given a key, and in no other. */
const OF_A_KEY = new RegExp(`${VARIABLE}|YOUR_ACCESS_KEY|Bearer `);

/**
 * Whether somebody has to give the client a key: none where the server asks for none, nor for a bridge on the
 * server's own machine. `client` is one without a key in it.
 */
export function wantsKey({ snippet, command }: ClientConfiguration): boolean {
  return OF_A_KEY.test(snippet) || OF_A_KEY.test(command);
}

/** What a client is called in a sentence; some entries of the list are no names. */
export function calledIn({ id, title }: ClientConfiguration): string {
  return NAMELESS.includes(id) ? __('your client') : title;
}

/** What its key is named after. */
export function namesake({ id, title }: ClientConfiguration): string {
  return id === 'json' ? 'agent' : NAMELESS.includes(id) ? id : title;
}

const NAMELESS = ['json', 'mcp-remote'];

/** The body of `POST gradio_api/connect`. The key is in it and nowhere else: no address, no storage. */
export function wanted(goal: Goal, key?: string): object {
  const { transport, tools } = goal;
  return { url: mcpAddress(goal), transport, ...(tools ? { tools } : {}), ...(key ? { key } : {}) };
}

/** Ask for the configurations of all clients. */
export async function clientsFor(server: Server, goal: Goal, key?: string): Promise<ClientConfiguration[]> {
  return (await server.send('POST', 'connect', wanted(goal, key))).clients;
}

/** The configurations with the variable in place of a key; null for a goal asks nothing. */
export function useClients(server: Server, goal: Goal | null): Clients {
  const [known, setKnown] = useState<Omit<Clients, 'fresh'> & { of: string }>({ clients: [], problem: null, of: '' });
  const of = goal ? wholeAddress(goal) : '';
  const first = useRef(true);
  useEffect(() => {
    if (!goal) {
      return;
    }
    let left = false;
    const ask = (): void => {
      clientsFor(server, goal).then(
        clients => !left && setKnown({ clients, problem: null, of }),
        // What was shown before is not what is wanted now.
        thrown => !left && setKnown({ clients: [], problem: asCallError(thrown), of })
      );
    };
    const timer = setTimeout(ask, first.current ? 0 : CALM_MS);
    first.current = false;
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [server, of]);
  return { clients: known.clients, problem: known.problem, fresh: known.of === of };
}
