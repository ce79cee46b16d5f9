/** The calls that a person makes on this page, written down while that is wanted. It outlives a reload. */

import { only } from '../once';
import { withoutAddresses, withoutKey } from '../plain-address';
import type { Frame } from '../protocol';
import { apart } from '../secrets';
import type { Begun, Step } from './contract';
import { lengthOf, shortened } from './trim';

/** Calls of one recording. */
export const MAX_STEPS = 200;

/** Characters of one recording. Browsers keep 5 million for a whole server, and panels need some. */
export const MAX_LENGTH = 1_000_000;

/** Characters of a result, beyond which only its beginning is kept. */
export const MAX_RESULT = 20_000;

/** How much of such a result is kept. */
const BEGINNING = 10_000;

const KEY = 'jupyter-gradio-mcp:recording';

interface Kept {
  on: boolean;
  /** Those that are over, by when they began. */
  steps: Step[];
  running: Step[];
  /** How many did not fit in. */
  overfull: number;
  /** How many went to functions that have no address. */
  homeless: number;
}

const EMPTY: Kept = { on: false, steps: [], running: [], overfull: 0, homeless: 0 };

export class Recorder {
  private kept: Kept;
  private listeners = new Set<() => void>();
  /** Whether a reload would lose some of it. */
  unsaved = false;

  constructor(private storage: Storage | null = defaultStorage()) {
    this.kept = this.read();
  }

  get on(): boolean {
    return this.kept.on;
  }

  /** The calls that are over, by when they began. */
  get steps(): readonly Step[] {
    return this.kept.steps;
  }

  /** How many calls run, and are not in `steps` yet. */
  get running(): number {
    return this.kept.running.length;
  }

  /** How many calls did not fit in. */
  get overfull(): number {
    return this.kept.overfull;
  }

  /** How many calls went to functions without an address: no notebook server is in reach, or the kernel is no notebook's. */
  get homeless(): number {
    return this.kept.homeless;
  }

  /** Whether there is no room for another call. */
  get full(): boolean {
    return this.kept.steps.length >= MAX_STEPS;
  }

  /** Have `changed` called when something is otherwise; returns how to listen no more. */
  listen(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  /** Write down the calls that begin from now on, after those that are there. */
  start(): void {
    this.change({ on: true });
  }

  /** Write down no more calls than those that run. */
  stop(): void {
    this.change({ on: false });
  }

  /** Forget all calls. */
  clear(): void {
    this.change({ steps: [], running: [], overfull: 0, homeless: 0 });
  }

  /** Forget one call. */
  remove(id: string): void {
    this.change({ steps: this.kept.steps.filter(step => step.id !== id) });
  }

  /** A call begins. */
  begin({ base, args, secrets = [], ...call }: Begun): void {
    if (!this.on) {
      return;
    }
    if (base === null) {
      this.change({ homeless: this.kept.homeless + 1 });
      return;
    }
    const [shown, hidden] = apart(args, secrets);
    const kept = { ...call, base: withoutKey(base), args: withoutAddresses(shown) as Step['args'] };
    const step = hidden.length > 0 ? { ...kept, secrets: hidden } : kept;
    this.change({ running: [...this.kept.running, step] });
  }

  /** A person answered what a call asks. */
  answered(id: string): void {
    const running = this.kept.running.map(step => (step.id === id ? { ...step, answered: true } : step));
    if (running.some(step => step.id === id)) {
      this.change({ running });
    }
  }

  /** A call is over; `frame` is its last one. It may be told more than once. */
  end(id: string, frame: Frame): void {
    const begun = this.kept.running.find(step => step.id === id);
    if (!begun) {
      return;
    }
    const running = this.kept.running.filter(step => step !== begun);
    const step = over(begun, frame);
    const length = this.kept.steps.reduce((sum, one) => sum + lengthOf(one), 0);
    const fitting = [step, withFilesOnly(step)].find(one => length + lengthOf(one) <= MAX_LENGTH);
    if (this.full || !fitting) {
      this.change({ running, overfull: this.kept.overfull + 1 });
      return;
    }
    // A call that began later may be over sooner; what was sent with a call was there when it began.
    this.change({ running, steps: [...this.kept.steps, fitting].sort((one, other) => one.at - other.at) });
  }

  private change(kept: Partial<Kept>): void {
    this.kept = { ...this.kept, ...kept };
    this.write();
    [...this.listeners].forEach(changed => changed());
  }

  private read(): Kept {
    try {
      return { ...EMPTY, ...JSON.parse(this.storage?.getItem(KEY) ?? '{}') };
    } catch {
      // Not ours, or the storage is off: then it begins afresh.
      return EMPTY;
    }
  }

  private write(): void {
    const { on, steps, running } = this.kept;
    try {
      if (!on && steps.length + running.length === 0) {
        this.storage?.removeItem(KEY);
      } else {
        this.storage?.setItem(KEY, JSON.stringify(this.kept));
      }
      this.unsaved = this.storage === null;
    } catch {
      // It is full, perhaps with what panels keep; the recording goes on, and says so.
      this.unsaved = true;
    }
  }
}

/** The recorder of this page. */
export function recorder(): Recorder {
  return only('recorder', () => new Recorder());
}

function over(step: Step, frame: Frame): Step {
  if (frame.op === 'error') {
    return { ...step, failed: frame.error.message || frame.error.code };
  }
  if (frame.op !== 'result') {
    return step;
  }
  const result = withoutAddresses(frame.value);
  return lengthOf(result) <= MAX_RESULT ? { ...step, result } : { ...step, result: shortened(result, BEGINNING), cut: true };
}

function withFilesOnly(step: Step): Step {
  return step.result === undefined ? step : { ...step, result: shortened(step.result, 0), cut: true };
}

function defaultStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
