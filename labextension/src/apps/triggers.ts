/** What begins an action of an app: an event of a component, or the end of another action. */

import type { ActionInfo, Ending, EventInfo, Json } from '../protocol';

/** How the end of a call looks to those that come after it. */
export type Ended = Exclude<Ending, 'then'> | 'stopped';

/** What can be done to actions. */
export interface Doer {
  readonly actions: ActionInfo[];
  isRunning(action: string): boolean;
  /** `automatic` is what no person began. */
  run(action: ActionInfo, automatic: boolean, event?: EventInfo): void;
  stop(action: string): void;
}

/** Results change values, which begins further actions: after so many in a row they go round in a circle. */
export const DEEPEST = 24;

/** Of these the last one counts: what comes while the action runs begins it once more when that has ended. */
const LASTING = ['change', 'input', 'select', 'release', 'edit', 'like', 'key_up'];

/** So many calls of one action wait at the most; nobody means more of them. */
const MOST_WAITING = 100;

const AUTOMATIC = ['load', 'tick'];

/** A component, one of its events, and what that tells; "" is the panel itself. */
export type Trigger = readonly [component: string, event: string, data?: Json];

/** The actions that an event of a component begins. */
export function begunBy(actions: ActionInfo[], component: string, event: string): ActionInfo[] {
  return actions.filter(({ triggers }) => triggers.some(([id, name]) => id === component && name === event));
}

/** A call that is to begin, or runs: after how many changes by results, and by what event. */
interface Begun {
  depth: number;
  event?: EventInfo;
}

export class Triggers {
  /** Of the calls that run, by action. */
  private begun = new Map<string, Begun>();
  /** What waits for the end of its own action. */
  private waiting = new Map<string, Begun[]>();
  /** Actions that would have gone round in a circle for ever. */
  readonly halted = new Set<string>();

  constructor(private doer: Doer) {}

  /** Whether anything begins by that. */
  listens(component: string, event: string): boolean {
    return begunBy(this.doer.actions, component, event).length > 0;
  }

  /** Something happened, by a person or at a time. */
  fire(...triggers: Trigger[]): void {
    this.begin(triggers, 0);
  }

  /** A result of an action has changed the values of these. */
  changed(action: string, components: string[]): void {
    this.begin(components.map(id => [id, 'change'] as const), (this.begun.get(action)?.depth ?? 0) + 1);
  }

  /** A call has ended, after its result was put where it goes. */
  ended(action: string, how: Ended): void {
    const begun = this.begun.get(action) ?? { depth: 0 };
    this.begun.delete(action);
    if (how !== 'stopped') {
      for (const next of this.doer.actions) {
        if (next.after?.[0] === action && (next.after[1] === 'then' || next.after[1] === how)) {
          this.start(next, begun, true, true);
        }
      }
    }
    const again = this.doer.actions.find(({ id }) => id === action);
    if (again && !this.doer.isRunning(action)) {
      const next = this.waiting.get(action)?.shift();
      if (next !== undefined) {
        this.start(again, next, true, true);
      }
    }
  }

  /** A person stopped it: then nothing waits for it either. */
  forget(action: string): void {
    this.waiting.delete(action);
  }

  private begin(triggers: readonly Trigger[], depth: number): void {
    if (depth === 0) {
      this.halted.clear();
    }
    for (const action of this.doer.actions) {
      // One that listens to several of them begins once, by the one that tells most.
      const heard = triggers
        .map(([id, name, data = null]) => ({ name, data, trigger: action.triggers.findIndex(([by, event]) => by === id && event === name) }))
        .filter(({ trigger }) => trigger >= 0);
      if (heard.length > 0) {
        const { trigger, data } = heard.find(one => one.data !== null) ?? heard[0];
        const automatic = depth > 0 || heard.every(({ name }) => AUTOMATIC.includes(name));
        this.start(action, { depth, event: { trigger, data } }, heard.some(({ name }) => LASTING.includes(name)), automatic);
      }
    }
  }

  private start(action: ActionInfo, begun: Begun, lasting: boolean, automatic: boolean): void {
    if (begun.depth > DEEPEST) {
      this.halted.add(action.id);
      return;
    }
    action.cancels.forEach(id => this.doer.stop(id));
    if (!action.endpoint) {
      return;
    }
    if (this.doer.isRunning(action.id)) {
      if (action.mode === 'multiple') {
        this.waiting.set(action.id, [...(this.waiting.get(action.id) ?? []), begun].slice(-MOST_WAITING));
      } else if (action.mode ? action.mode === 'always_last' : lasting || action.cancels.includes(action.id)) {
        this.waiting.set(action.id, [begun]);
      }
      return;
    }
    this.begun.set(action.id, begun);
    this.doer.run(action, automatic, begun.event);
  }
}
