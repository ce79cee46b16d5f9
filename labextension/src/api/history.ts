/** The calls that people made on this page, so that they can be made again; kept for the browser session. */

import type { Transport } from '../environment';
import { isLast, type Json } from '../protocol';
import { apart } from '../secrets';

export interface PastCall {
  id: string;
  endpoint: string;
  args: { [parameter: string]: Json };
  /** Parameters that were given, too, and whose values are secret. */
  hidden?: string[];
  /** Milliseconds since the epoch. */
  at: number;
  /** `ok`, the code of the error, or null while it runs. */
  outcome: string | null;
  /** How long it took in milliseconds; null while it runs. */
  took: number | null;
  /** Bytes of the result as JSON; null where there is none. */
  size: number | null;
}

/** How many calls of one notebook are kept, and how many characters of arguments one may have. */
export const LENGTH = 30;
export const LONGEST = 20_000;

const PREFIX = 'jupyter-gradio-mcp:history:';

/** The calls of one notebook's kernel, newest first. */
export class History {
  calls: PastCall[];
  private listeners = new Set<() => void>();

  private static known = new Map<string, History>();

  /** The one of that kernel, for all that is on the page. */
  static of(kernel: string): History {
    let history = History.known.get(kernel);
    if (!history) {
      History.known.set(kernel, (history = new History(kernel)));
    }
    return history;
  }

  constructor(
    private kernel: string,
    private storage: Storage | null = defaultStorage()
  ) {
    this.calls = this.read();
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** `secrets` are the parameters whose values are not kept. */
  begin(id: string, endpoint: string, given: { [parameter: string]: Json }, at = Date.now(), secrets: string[] = []): void {
    const [args, hidden] = apart(given, secrets);
    if (JSON.stringify(args).length <= LONGEST) {
      this.calls = [{ id, endpoint, args, ...(hidden.length > 0 ? { hidden } : {}), at, outcome: null, took: null, size: null }, ...this.calls].slice(0, LENGTH);
      this.changed();
    }
  }

  end(id: string, outcome: string, value?: Json, at = Date.now()): void {
    const found = this.calls.find(call => call.id === id);
    if (found && found.outcome === null) {
      Object.assign(found, { outcome, took: at - found.at, size: sizeInJson(value) });
      this.changed();
    }
  }

  clear(): void {
    this.calls = [];
    this.changed();
  }

  private changed(): void {
    try {
      this.storage?.setItem(PREFIX + this.kernel, JSON.stringify(this.calls));
    } catch {
      // It is full; then they are forgotten with the page.
    }
    [...this.listeners].forEach(listener => listener());
  }

  private read(): PastCall[] {
    try {
      const found = JSON.parse(this.storage?.getItem(PREFIX + this.kernel) ?? '[]');
      // How one went that was running when the page was left, is only known to its panel.
      return Array.isArray(found) ? found.filter(call => typeof call?.endpoint === 'string' && call.outcome !== null) : [];
    } catch {
      return [];
    }
  }
}

/** The same transport, whose calls are noted in the history; `secrets` tells which values of a function are not. */
export function noted<T extends Transport>(transport: T, history: History, secrets: (endpoint: string) => string[]): T {
  const call: Transport['call'] = (id, endpoint, args, listener, ...more) => {
    history.begin(id, endpoint, args, Date.now(), secrets(endpoint));
    transport.call(id, endpoint, args, frame => {
      if (isLast(frame)) {
        history.end(id, frame.op === 'error' ? frame.error.code : 'ok', frame.op === 'result' ? frame.value : undefined);
      }
      listener(frame);
    }, ...more);
  };
  return Object.create(transport, { call: { value: call } });
}

/** Bytes of a value as JSON; null where there is no value. */
export function sizeInJson(value: Json | undefined): number | null {
  return value === undefined ? null : new TextEncoder().encode(JSON.stringify(value)).length;
}

function defaultStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
