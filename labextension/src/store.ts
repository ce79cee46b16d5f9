/**
 * What a panel holds beyond its own life: what was typed, the results, the calls that run. JupyterLab takes a panel
 * away when its cell scrolls out of sight, and a page may be loaded anew.
 */

import { IDLE, type CallState } from './call';
import { named } from './names';
import type { Json } from './protocol';

/** What of one action is kept. */
export interface Kept {
  /** Values that were changed, by field; without `value` the field was emptied. */
  touched: { [field: string]: { value?: Json } };
  /** The last result, by action. */
  results: { [action: string]: { value: Json; took: number | null } };
  /** The call that runs, by action. */
  running: { [action: string]: { id: string; began: number } };
  /** The tabs that are in front, by their place. */
  tabs: { [place: string]: number };
  /** What updates made of how components look, by field. */
  props: { [field: string]: { [prop: string]: Json } };
  /** Which edition of the panel that was said of. */
  edition?: string;
  /** Whether what an app does when it is first shown was done. */
  loaded?: boolean;
}

/** Characters of one panel. Browsers keep 5 million for a whole server. */
export const LIMIT = 400_000;

const PREFIX = 'jupyter-gradio-mcp:panel:';

/** The storage of one panel of one kernel. */
export class Store {
  private key: string;
  kept: Kept;

  constructor(
    kernel: string,
    panel: string,
    private storage: Storage | null = defaultStorage()
  ) {
    this.key = `${PREFIX}${kernel}:${panel}`;
    this.kept = this.read();
  }

  /** Write down what is held; of what is too much, the largest results go first, then the largest values. */
  save(): void {
    const { kept } = this;
    const parts = (['results', 'touched'] as const).flatMap(part =>
      Object.keys(kept[part])
        .map(name => [part, name, size(kept[part][name])] as const)
        .sort(bySize)
    );
    let excess = parts.reduce((sum, [, , length]) => sum + length, 0) - LIMIT;
    const small: Kept = { ...kept, results: named(kept.results), touched: named(kept.touched) };
    for (const [part, name, length] of parts) {
      if (excess <= 0) {
        break;
      }
      delete small[part][name];
      excess -= length;
    }
    this.write(small);
  }

  /** How an action's call looks at first: its last result, or the call that the page was reloaded over. */
  begin(action: string): CallState {
    const running = this.kept.running[action];
    const result = this.kept.results[action];
    const before: CallState = result
      ? { ...IDLE, phase: 'done', value: result.value, began: 0, ended: result.took }
      : IDLE;
    if (!running) {
      return before;
    }
    return { ...before, stale: !!result, phase: 'running', id: running.id, began: running.began, ended: null };
  }

  private read(): Kept {
    let found: Partial<Kept> = {};
    try {
      found = JSON.parse(this.storage?.getItem(this.key) ?? '{}') ?? {};
    } catch {
      // Not ours, or the storage is off: then the panel begins afresh.
    }
    const { touched, results, running, tabs, props, ...rest } = found;
    return {
      ...rest,
      touched: named(touched),
      results: named(results),
      running: named(running),
      tabs: named(tabs),
      props: named(props)
    };
  }

  private write(kept: Kept): void {
    const text = JSON.stringify(kept);
    for (const attempt of [text, JSON.stringify({ ...kept, results: {} })]) {
      try {
        this.storage?.setItem(this.key, attempt);
        return;
      } catch {
        // It is full; smaller may fit.
      }
    }
  }
}

function bySize(left: readonly [string, string, number], right: readonly [string, string, number]): number {
  return right[2] - left[2];
}

function size(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}

function defaultStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
