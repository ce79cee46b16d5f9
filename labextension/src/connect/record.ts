/** The record of calls, as far as a page shows it: asked for again when calls are over. */

import { useEffect, useState } from 'preact/hooks';

import { asCallError } from '../failure';
import type { CallError, Figures, RecordedCall } from '../protocol';
import type { Server } from '../server';
import { calmly } from './calm';

/** How many of the latest calls are shown. */
export const MOST = 200;

const LEAST_MS = 1000;

export type FunctionFigures = Figures & { name: string; notebook: string };

export interface Record {
  calls: RecordedCall[];
  functions: FunctionFigures[];
}

/** What a record has of one notebook and some of its functions; all of it without them. Pure. */
export function part({ calls, functions }: Record, notebook?: string, only?: string[]): Record {
  const inside = (of: string, name: string): boolean =>
    (!notebook || of === notebook) && (!only || only.includes(name));
  return {
    calls: calls.filter(call => inside(call.notebook, call.endpoint)),
    functions: functions.filter(one => inside(one.notebook, one.name))
  };
}

/** The record, live; `kernel` "" is of all notebooks. */
export function useRecord(server: Server, kernel: string): { record: Record | null; problem: CallError | null } {
  const [record, setRecord] = useState<Record | null>(null);
  const [problem, setProblem] = useState<CallError | null>(null);
  useEffect(() => {
    const ask = calmly(async () => {
      try {
        const found: Record = await server.get(`calls?limit=${MOST}`);
        setRecord(found);
        setProblem(null);
      } catch (thrown) {
        setProblem(asCallError(thrown));
      }
    }, LEAST_MS);
    const rest = server.onEnded(of => {
      if (!kernel || of === kernel) {
        ask();
      }
    });
    ask();
    return () => {
      ask.stop();
      rest();
    };
  }, [server, kernel]);
  return { record, problem };
}
