/** What lies on one panel: the values of its fields, and its calls. It outlives what is drawn. */

import { IDLE, isForPeople, isRunning, reduce, type CallState, type Happening } from './call';
import { admitsNull } from './controls/label';
import type { Transport } from './environment';
import { named, own } from './names';
import { isLast, type ActionInfo, type ComponentInfo, type Frame, type Json, type PanelInfo } from './protocol';
import { recorder } from './recorder/recorder';
import { isSecret, secretsOf } from './secrets';
import { randomId } from './session';
import type { Store } from './store';

/** Faster than this nobody sees what changes; a function may print thousands of lines a second. */
const FRAME_MS = 30;

/** Nobody types on for so long without a pause that it would be lost. */
const SAVE_MS = 300;

/** Components whose value is needed where it is: a text of nothing is none. */
const TEXTS = ['Textbox'];

export class Desk {
  panel: PanelInfo;
  /** The address of the notebook's app, which a recording of its calls names; null where no server answers. */
  address: string | null = null;
  private states = new Map<string, CallState>();
  private fields = new Map<string, string>();
  /** What was put into fields that are kept nowhere. */
  private secrets = new Map<string, { value?: Json }>();
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
    readonly store: Store
  ) {
    this.panel = panel;
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
    this.fields.clear();
    for (const action of panel.actions) {
      for (const [parameter, component] of action.inputs) {
        const type = panel.components.find(({ id }) => id === component)?.type ?? '';
        this.fields.set(component, `${action.endpoint}/${parameter}/${type}`);
      }
    }
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  component(id: string): ComponentInfo | undefined {
    return this.panel.components.find(component => component.id === id);
  }

  action(id: string): ActionInfo | undefined {
    return this.panel.actions.find(action => action.id === id);
  }

  /** How an action's call looks. */
  state(action: string): CallState {
    return this.states.get(action) ?? IDLE;
  }

  get busy(): boolean {
    return [...this.states.values()].some(isRunning);
  }

  /** The value of a field: what was put in, else what it begins with; `undefined` while it is empty. */
  value(component: ComponentInfo): Json | undefined {
    const field = this.field(component.id);
    const touched = this.secrets.get(field) ?? this.store.kept.touched[field];
    return touched ? touched.value : (component.props.value ?? undefined);
  }

  set(component: string, value: Json | undefined): void {
    const field = this.field(component);
    const touched = value === undefined ? {} : { value };
    const info = this.component(component);
    if (info && isSecret(info)) {
      this.secrets.set(field, touched);
    } else {
      this.store.kept.touched[field] = touched;
    }
    for (const action of this.panel.actions) {
      this.changedSince.get(action.id)?.add(component);
      this.missing.get(action.id)?.delete(component);
    }
    this.saveSoon();
    this.tell();
  }

  /** What is wrong with a field: of what was sent, until it is changed. */
  wrong(action: ActionInfo, component: string): string | null {
    if (this.missing.get(action.id)?.has(component)) {
      return 'This is needed.';
    }
    if (this.changedSince.get(action.id)?.has(component)) {
      return null;
    }
    const parameter = action.inputs.find(([, id]) => id === component)?.[0];
    const found = (this.state(action.id).error?.details ?? []).filter(detail => parameterOf(action, detail.loc) === parameter);
    return parameter !== undefined && found.length > 0
      ? found.map(({ loc, msg }) => within(loc, parameter) + withoutName(msg, parameter)).join('\n')
      : null;
  }

  /** Whether an error is told beside its fields entirely. */
  isByField(action: ActionInfo): boolean {
    const details = this.state(action.id).error?.details ?? [];
    const drawn = ({ loc }: { loc: (string | number)[] }): boolean => {
      const id = action.inputs.find(([parameter]) => parameter === parameterOf(action, loc))?.[1];
      return id !== undefined && this.component(id)?.props.visible !== false;
    };
    return details.length > 0 && details.every(drawn);
  }

  /** Call the action's endpoint. Returns the first field that stands in the way, if one does. */
  run(action: ActionInfo): string | null {
    if (isRunning(this.state(action.id))) {
      return null;
    }
    const args = named<Json>();
    const missing = new Set<string>();
    for (const [parameter, id] of action.inputs) {
      const component = this.component(id);
      let value = component && this.value(component);
      if (component?.required && TEXTS.includes(component.type) && (value ?? '') === '') {
        // Where null is a value, that is what an empty text means.
        value = admitsNull(component.schema) ? null : undefined;
      }
      if (component?.required && value === undefined) {
        missing.add(id);
      }
      if (value !== undefined) {
        args[parameter] = value;
      }
    }
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
    recorder().begin({ id, base: this.address, endpoint: action.endpoint, args, at: began, secrets: secretsOf(this.panel, action.endpoint) });
    this.transport.call(id, action.endpoint, args, this.listener(action.id, id));
    return null;
  }

  stop(action: string): void {
    const { id, phase } = this.state(action);
    if (id && isRunning(this.state(action)) && phase !== 'stopping') {
      this.transport.cancel(id);
      this.happen(action, { type: 'stop' });
    }
  }

  /** Back to how the form was at first, without a result. */
  clear(action: ActionInfo): void {
    for (const [, component] of action.inputs) {
      this.forget(component);
    }
    this.missing.delete(action.id);
    delete this.store.kept.results[action.id];
    this.saveSoon();
    this.happen(action.id, { type: 'clear' });
  }

  /** Fill the form with an example; fields that it does not name begin anew. */
  fill(action: ActionInfo, example: { [component: string]: Json }): void {
    for (const [, component] of action.inputs) {
      this.forget(component);
      const value = own(example, component);
      if (value !== undefined) {
        this.set(component, value);
      } else {
        this.changedSince.get(action.id)?.add(component);
      }
    }
    this.saveSoon();
    this.tell();
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

  /** Have a field as it is at first. */
  private forget(component: string): void {
    const field = this.field(component);
    this.secrets.delete(field);
    delete this.store.kept.touched[field];
  }

  private field(component: string): string {
    return this.fields.get(component) ?? `#${component}`;
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
      this.happen(action, { type: 'frame', frame, at: Date.now() });
    };
  }

  private happen(action: string, happening: Happening): void {
    const before = this.state(action);
    const state = reduce(before, happening);
    this.states.set(action, state);
    if (isRunning(before) && !isRunning(state)) {
      const { kept } = this.store;
      delete kept.running[action];
      if (state.phase === 'done' && state.value !== undefined) {
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

/** Milliseconds that a call took; null while it runs. */
export function took(state: CallState): number | null {
  return state.began === null || state.ended === null ? null : state.ended - state.began;
}

/** Which parameter a finding is about: the path to it may begin with where in the request it is. */
function parameterOf(action: ActionInfo, loc: (string | number)[]): string | undefined {
  return loc.map(String).find(part => action.inputs.some(([parameter]) => parameter === part));
}

/** Where within a parameter a finding is, for people. */
function within(loc: (string | number)[], parameter: string): string {
  const rest = loc.slice(loc.map(String).indexOf(parameter) + 1);
  // The fields of a list are numbered from 1.
  const path = rest.map(part => (typeof part === 'number' ? `item ${part + 1}` : part)).join(' → ');
  return path && `${path}: `;
}

/** A message that stands below its field, without the name of that: `'age': Too small.` of a field Age. */
function withoutName(message: string, parameter: string): string {
  const [name, rest] = /^'([^']*)': ([^]+)$/.exec(message)?.slice(1) ?? [];
  return name === parameter || name?.startsWith(`${parameter}.`) || name?.startsWith(`${parameter}[`) ? rest : message;
}
