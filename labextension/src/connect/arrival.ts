/** Waiting for an agent that was just told where we are: its coming, and its first call. */

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Agent, RecordedCall } from '../protocol';
import type { Server } from '../server';
import { calmly } from './calm';

/** Who is waited for: who has that key; a bridge, which comes with the server's own token; or anybody. */
export type Awaited = { key: string } | 'bridge' | 'anybody';

export interface Arrival {
  agent: Agent | null;
  call: RecordedCall | null;
}

/** Requests are no more frequent than this. */
const LEAST_MS = 1000;

/** What was there before the one that is waited for. */
interface Before {
  /** Requests of each agent. */
  requests: Map<string, number>;
  /** When the latest call began, by the server's clock. */
  call: number;
}

/** From now on; who comes while nobody is waited for yet is remembered. */
export function useArrival(server: Server, awaited: Awaited | null): Arrival {
  const [arrival, setArrival] = useState<Arrival>({ agent: null, call: null });
  const came = useRef<Agent[]>([]);
  const before = useRef<Promise<Before>>();
  before.current ??= look(server);

  useEffect(() => server.onAgent(agent => void came.current.push(agent)), [server]);

  const who = awaited === null || typeof awaited === 'string' ? awaited : awaited.key;
  useEffect(() => {
    if (awaited === null) {
      return;
    }
    let left = false;
    setArrival({ agent: null, call: null });
    const found = (more: Partial<Arrival>): void => {
      if (!left) {
        setArrival(known => ({ agent: known.agent ?? more.agent ?? null, call: known.call ?? more.call ?? null }));
      }
    };
    const hear = (agent: Agent): void => {
      if (isAwaited(agent, awaited)) {
        found({ agent });
      }
    };
    // The stream may have been cut in the moment in which it came, so the list is asked as well.
    const ask = calmly(async () => {
      const was = await before.current!;
      const [agents, calls] = await both(server, 20);
      const agent = agents.find(
        // Of a new key there was nothing before.
        one => isAwaited(one, awaited) && one.requests > (was.requests.get(nameOf(one)) ?? 0)
      );
      const call = calls.filter(one => one.via === 'mcp' && one.at > was.call && isAwaited(one, awaited)).at(-1);
      found({ agent, call });
    }, LEAST_MS);
    came.current.forEach(hear);
    const restAgents = server.onAgent(agent => {
      hear(agent);
      ask();
    });
    const restCalls = server.onEnded(ask);
    ask();
    return () => {
      left = true;
      ask.stop();
      restAgents();
      restCalls();
    };
  }, [server, who]);
  return arrival;
}

function isAwaited({ key }: { key: string | null }, awaited: Awaited): boolean {
  return awaited === 'anybody' || key === (awaited === 'bridge' ? null : awaited.key);
}

function nameOf({ key, caller, client, notebook }: Agent): string {
  return JSON.stringify([key, caller, client, notebook]);
}

async function look(server: Server): Promise<Before> {
  const [agents, calls] = await both(server, 1);
  return { requests: new Map(agents.map(agent => [nameOf(agent), agent.requests])), call: calls[0]?.at ?? 0 };
}

/** The agents and the latest calls; nothing of what cannot be had now, for the stream tells of it, too. */
async function both(server: Server, limit: number): Promise<[Agent[], RecordedCall[]]> {
  const [agents, calls] = await Promise.allSettled([server.get('agents'), server.get(`calls?limit=${limit}`)]);
  return [
    agents.status === 'fulfilled' ? (agents.value.agents ?? []) : [],
    calls.status === 'fulfilled' ? (calls.value.calls ?? []) : []
  ];
}
