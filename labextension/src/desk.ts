/** What lies on one panel: the values of its fields, and its calls. It outlives what is drawn. */

import { eventsOf } from './apps/changes';
import { Places } from './apps/places';
import { Triggers, type Ended, type Trigger } from './apps/triggers';
import { Values } from './apps/values';
import { argumentsOf } from './arguments';
import { IDLE, isForPeople, isRunning, reduce, type CallState, type Happening } from './call';
import type { Transport } from './environment';
import { finding, isByField, type Details } from './findings';
import { own } from './names';
import { isLast, type ActionInfo, type ComponentInfo, type EventInfo, type Frame, type Json, type PanelInfo } from './protocol';
import { recorder } from './recorder/recorder';
import { secretsOf } from './secrets';
import { randomId } from './session';
import type { Store } from './store';

/** Faster than this nobody sees what changes; a function may print thousands of lines a second. */
const FRAME_MS = 30;

/** Nobody types on for so long without a pause that it would be lost. */
const SAVE_MS = 300;

export class Desk {
  panel: PanelInfo;
  /** The address of the notebook's app, which a recording of its calls names; null where no server answers. */
  address: string | null = null;
  /** Whether functions can be called now. */
  live = true;
  /** The action that a person began last. */
  latest: string | null = null;
  private states = new Map<string, CallState>();
  private values: Values;
  private triggers: Triggers | null;
  private places = new Places({ type: 'column' });
  private missing = new Map<string, Set<string>>();
  private changedSince = new Map<string, Set<string>>();
  private listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private saving: ReturnType<typeof setTimeout> | null = null;
  private told = 0;
  private leaving = (): void => this.save();

  constructor(
    panel: PanelInfo,
    private transport: Transport,
    readonly store: Store,
    /** Where events begin actions, as on a panel: the way to call what no person began. Else there are only forms. */
    private events: Transport | null = null
  ) {
    this.panel = panel;
    this.values = new Values(store);
    this.triggers = events ? this.wired() : null;
    this.update(panel);
    addEventListener('pagehide', this.leaving);
    for (const action of panel.actions) {
      const state = store.begin(action.id);
      this.states.set(action.id, state);
      if (isRunning(state) && state.id) {
        transport.resume(state.id, this.listener(action.id, state.id));
      }
    }
  }

  /** Show another edition of the panel. Values stay where the field of that name is still of that type. */
  update(panel: PanelInfo): void {
    this.panel = panel;
    this.places = new Places(panel.layout);
    this.values.take(panel);
  }

  /** Do what an app does when it is first shown, unless that was done. */
  begin(): void {
    const { kept } = this.store;
    if (!this.live) {
      // It is another kernel that brings it back.
      kept.loaded = false;
    } else if (this.triggers && !kept.loaded) {
      kept.loaded = true;
      this.saveSoon();
      this.fire(['', 'load']);
    }
  }

  /** Something happened to a component. */
  fire(...triggers: Trigger[]): void {
    if (this.live) {
      this.triggers?.fire(...triggers);
    }
  }

  /** Whether anything begins by that event. */
  listens(component: string, event: string): boolean {
    return this.triggers?.listens(component, event) ?? false;
  }

  /** Whether an action would begin itself again and again, by its own results. */
  isCircle(action: string): boolean {
    return this.triggers?.halted.has(action) ?? false;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  component(id: string): ComponentInfo | undefined {
    return this.values.component(id);
  }

  /** How often updates have changed how a component looks. */
  updates(id: string): number {
    return this.values.updates(id);
  }

  /** Whether a component is drawn, and nothing that it is in is hidden. */
  isShown(id: string): boolean {
    const within = this.places.within(id);
    return within !== undefined && [id, ...within].every(part => this.component(part)?.props.visible !== false);
  }

  /** Whether the results of an action are drawn by themselves, as those of a form. */
  hasResults(action: string): boolean {
    return this.places.hasResults(action);
  }

  action(id: string): ActionInfo | undefined {
    return this.panel.actions.find(action => action.id === id);
  }

  /** How an action's call looks. */
  state(action: string): CallState {
    return this.states.get(action) ?? IDLE;
  }

  get busy(): boolean {
    return this.panel.actions.some(({ id, progress }) => progress !== 'hidden' && isRunning(this.state(id)));
  }

  /** The value of a field: what was put in, else what it begins with; `undefined` while it is empty. */
  value(component: ComponentInfo): Json | undefined {
    return this.values.get(component);
  }

  /** A person has put that in. */
  set(component: string, value: Json | undefined): void {
    const info = this.component(component);
    const before = info && this.value(info);
    this.put(component, value);
    if (info) {
      this.fire(...eventsOf(info, before, value).map(([event, data]) => [component, event, data] as const));
    }
  }

  /** What is wrong with a field: of what was sent, until it is changed. */
  wrong(action: ActionInfo, component: string): string | null {
    if (this.missing.get(action.id)?.has(component)) {
      return 'This is needed.';
    }
    return this.changedSince.get(action.id)?.has(component) ? null : finding(action, component, this.details(action));
  }

  /** Whether an error is told beside its fields entirely. */
  isByField(action: ActionInfo): boolean {
    return isByField(action, this.details(action), id => !!this.component(id) && this.component(id)?.props.visible !== false);
  }

  /** Call the action's endpoint. Returns the first field that stands in the way, if one does. */
  run(action: ActionInfo, automatic = false, event?: EventInfo): string | null {
    if (isRunning(this.state(action.id))) {
      return null;
    }
    const { args, missing } = argumentsOf(action, this.values);
    this.missing.set(action.id, missing);
    if (missing.size > 0) {
      this.tell();
      return missing.values().next().value ?? null;
    }
    this.changedSince.set(action.id, new Set());
    const id = randomId();
    const began = Date.now();
    this.store.kept.running[action.id] = { id, began };
    this.save();
    this.happen(action.id, { type: 'send', id, at: began });
    if (!automatic) {
      this.latest = action.id;
      recorder().begin({ id, base: this.address, endpoint: action.endpoint, args, at: began, secrets: secretsOf(this.panel, action.endpoint) });
    }
    const way = automatic && this.events ? this.events : this.transport;
    way.call(id, action.endpoint, args, this.listener(action.id, id), event);
    return null;
  }

  stop(action: string): void {
    this.triggers?.forget(action);
    this.cancel(action);
  }

  private cancel(action: string): void {
    const { id, phase } = this.state(action);
    if (id && isRunning(this.state(action)) && phase !== 'stopping') {
      this.transport.cancel(id);
      this.happen(action, { type: 'stop' });
    }
  }

  /** Back to how the form was at first, without a result. */
  clear(action: ActionInfo): void {
    for (const [, component] of action.inputs) {
      this.values.forget(component);
    }
    this.missing.delete(action.id);
    delete this.store.kept.results[action.id];
    this.saveSoon();
    this.happen(action.id, { type: 'clear' });
  }

  /** Fill the form with an example; fields that it does not name begin anew. */
  fill(action: ActionInfo, example: { [component: string]: Json }): void {
    for (const [, component] of action.inputs) {
      this.values.forget(component);
      const value = own(example, component);
      if (value !== undefined) {
        this.put(component, value);
      } else {
        this.changedSince.get(action.id)?.add(component);
      }
    }
    this.saveSoon();
    this.tell();
    this.fire(...action.inputs.map(([, component]) => [component, 'change'] as const));
  }

  /** A person has chosen a sample: it fills what it is for, and begins what listens to that. */
  pick({ id, props }: ComponentInfo, row: number): void {
    const fills: string[] = props.fills ?? [];
    fills.forEach((filled, at) => this.put(filled, props.samples?.[row]?.[at] ?? undefined));
    this.put(id, (props.first ?? 0) + row);
    this.fire(...fills.map(filled => [filled, 'change'] as const), [id, 'click'], [id, 'select']);
  }

  /** Answer what a function asks, together with what nobody here can answer. */
  answer(action: string, answers: { [key: string]: { [key: string]: Json } | null }): void {
    const { id } = this.state(action);
    if (id) {
      this.transport.answer(id, answers);
      recorder().answered(id);
      this.happen(action, { type: 'answered', keys: Object.keys(answers) });
    }
  }

  dismiss(action: string, key: number): void {
    this.happen(action, { type: 'dismiss', key });
  }

  /** Draw nothing more, and write down what is held. */
  close(): void {
    removeEventListener('pagehide', this.leaving);
    this.save();
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    this.listeners.clear();
  }

  private details(action: ActionInfo): Details {
    return this.state(action.id).error?.details ?? [];
  }

  private put(component: string, value: Json | undefined): void {
    this.values.put(component, value);
    for (const action of this.panel.actions) {
      this.changedSince.get(action.id)?.add(component);
      this.missing.get(action.id)?.delete(component);
    }
    this.saveSoon();
    this.tell();
  }

  private wired(): Triggers {
    const desk = this;
    return new Triggers({
      get actions() {
        return desk.panel.actions;
      },
      isRunning: id => isRunning(this.state(id)),
      run: (action, automatic, event) => this.live && this.run(action, automatic, event),
      stop: id => this.cancel(id)
    });
  }

  /** Put a result where it goes. */
  private deliver(id: string, value: Json, states: string[] = []): void {
    const action = this.action(id);
    if (action) {
      const changed = this.values.deliver(action, value, this.hasResults(id), output => this.listens(output, 'change'));
      this.saveSoon();
      this.triggers?.changed(id, [...changed, ...states]);
    }
  }

  private listener(action: string, id: string): (frame: Frame) => void {
    return frame => {
      if (isLast(frame)) {
        recorder().end(id, frame);
      }
      const state = this.state(action);
      // A frame of a call that another one has taken the place of.
      if (state.id !== id) {
        return;
      }
      if (frame.op === 'ask' && !frame.questions.some(isForPeople)) {
        this.transport.answer(id, Object.fromEntries(frame.questions.map(({ key }) => [key, null])));
      }
      // What its values begin is begun while it still runs: it cannot begin itself before it has ended.
      if (frame.op === 'partial' || frame.op === 'result') {
        this.deliver(action, frame.value, frame.changed);
      }
      this.happen(action, { type: 'frame', frame, at: Date.now() });
      if (isLast(frame)) {
        this.triggers?.ended(action, endOf(frame));
      }
    };
  }

  private happen(action: string, happening: Happening): void {
    const before = this.state(action);
    const state = reduce(before, happening);
    this.states.set(action, state);
    if (isRunning(before) && !isRunning(state)) {
      const { kept } = this.store;
      delete kept.running[action];
      // Values of components are kept as such.
      if (state.phase === 'done' && state.value !== undefined && (!this.triggers || this.hasResults(action))) {
        kept.results[action] = { value: state.value, took: took(state) };
      }
      this.saveSoon();
    }
    if (state !== before) {
      this.tell(happening.type !== 'frame' || !isRunning(state));
    }
  }

  /** Have it drawn: at once what a person waits for, the rest as often as it can be seen. */
  private tell(now = true): void {
    const wait = this.told + FRAME_MS - Date.now();
    if (!now && wait > 0) {
      this.timer ??= setTimeout(() => this.tell(), wait);
      return;
    }
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    this.told = Date.now();
    [...this.listeners].forEach(listener => listener());
  }

  /** Write down what is held when nothing changes for a moment. */
  private saveSoon(): void {
    if (this.saving !== null) {
      clearTimeout(this.saving);
    }
    this.saving = setTimeout(() => this.save(), SAVE_MS);
  }

  private save(): void {
    if (this.saving !== null) {
      clearTimeout(this.saving);
      this.saving = null;
    }
    this.store.save();
  }
}

function endOf(frame: Frame): Ended {
  return frame.op !== 'error' ? 'success' : frame.error.code === 'cancelled' ? 'stopped' : 'failure';
}

/** Milliseconds that a call took; null while it runs. */
export function took(state: CallState): number | null {
  return state.began === null || state.ended === null ? null : state.ended - state.began;
}
