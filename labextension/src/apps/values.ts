/** What the components of a panel hold and how they look now: what it says of them, what a person put in, what came of
 * calls. */

import { named } from '../names';
import type { ActionInfo, ComponentInfo, Json, PanelInfo } from '../protocol';
import { isSecret } from '../secrets';
import type { Store } from '../store';
import { isUpdate, parts, type Update } from './update';

export class Values {
  private fields = new Map<string, string>();
  private known = new Map<string, ComponentInfo>();
  private merged = new Map<string, ComponentInfo>();
  private counts = new Map<string, number>();
  /** What was put into fields that are kept nowhere. */
  private secrets = new Map<string, { value?: Json }>();
  /** Last values of what is drawn of the results themselves. */
  private drawn = new Map<string, Json>();

  constructor(private store: Store) {}

  /** Take an edition of the panel. Values stay where the field of that name is still of that type. */
  take(panel: PanelInfo): void {
    this.fields.clear();
    this.merged.clear();
    this.known = new Map(panel.components.map(component => [component.id, component]));
    for (const { id, type } of panel.components) {
      this.fields.set(id, `#${id}/${type}`);
    }
    for (const action of panel.actions) {
      for (const [parameter, component] of action.inputs) {
        this.fields.set(component, `${action.endpoint}/${parameter}/${this.known.get(component)?.type ?? ''}`);
      }
    }
    const { kept } = this.store;
    const edition = editionOf(panel);
    if (kept.edition !== edition) {
      // What functions made of the looks was meant for another one.
      kept.edition = edition;
      kept.props = named();
      kept.loaded = false;
    }
  }

  /** A component as it looks now. It is the same object until something of it changes. */
  component(id: string): ComponentInfo | undefined {
    const found = this.merged.get(id);
    if (found) {
      return found;
    }
    const told = this.known.get(id);
    const changed = this.store.kept.props[this.field(id)];
    const made = told && changed ? { ...told, props: merged(told.props, changed) } : told;
    if (made) {
      this.merged.set(id, made);
    }
    return made;
  }

  /** What it holds: what was put in or came of a call, else what it begins with; `undefined` while it is empty. */
  get(component: ComponentInfo): Json | undefined {
    const field = this.field(component.id);
    const touched = this.secrets.get(field) ?? this.store.kept.touched[field];
    return touched ? touched.value : (component.props.value ?? undefined);
  }

  /** Whether somebody has emptied it, or a result did. */
  isEmptied(id: string): boolean {
    const field = this.field(id);
    const touched = this.secrets.get(field) ?? this.store.kept.touched[field];
    return touched !== undefined && (touched.value ?? null) === null;
  }

  put(id: string, value: Json | undefined): void {
    const field = this.field(id);
    const touched = value === undefined ? {} : { value };
    const component = this.known.get(id);
    if (component && isSecret(component)) {
      this.secrets.set(field, touched);
    } else {
      this.store.kept.touched[field] = touched;
    }
  }

  /** Let it begin anew. */
  forget(id: string): void {
    const field = this.field(id);
    this.secrets.delete(field);
    delete this.store.kept.touched[field];
  }

  /** How often an update has changed how it looks. */
  updates(id: string): number {
    return this.counts.get(id) ?? 0;
  }

  /**
   * Put a result into its outputs, unless they are drawn of the result itself, `elsewhere`. Returns those of them that
   * somebody `watches` and whose values are others now.
   */
  deliver(action: ActionInfo, result: Json, elsewhere: boolean, watches: (component: string) => boolean): string[] {
    const values = parts(action, result);
    const changed: string[] = [];
    for (const [index, id] of action.outputs.entries()) {
      const component = this.component(id);
      let value = values?.[index];
      if (!component || value === undefined) {
        continue;
      }
      if (isUpdate(value)) {
        this.look(id, value);
        if (value.value === undefined) {
          continue;
        }
        value = value.value;
      }
      const watched = watches(id);
      const before = elsewhere ? this.drawn.get(id) : this.get(component);
      if (!elsewhere) {
        this.put(id, value);
      } else if (watched) {
        this.drawn.set(id, value);
      }
      // Large values are only compared where it matters.
      if (watched && !isSame(before, value)) {
        changed.push(id);
      }
    }
    return changed;
  }

  private look(id: string, update: Update): void {
    const { __type__, value, ...rest } = update as { [prop: string]: Json };
    const props: { [prop: string]: Json } = rest;
    if (Object.keys(props).length > 0) {
      const { kept } = this.store;
      kept.props[this.field(id)] = { ...kept.props[this.field(id)], ...props };
      this.merged.delete(id);
      this.counts.set(id, this.updates(id) + 1);
    }
  }

  private field(component: string): string {
    return this.fields.get(component) ?? `#${component}`;
  }
}

/** Whether two values are one; nothing is as good as null. */
function isSame(left: Json | undefined, right: Json | undefined): boolean {
  return left === right || JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

/** Null takes a prop away. */
function merged(props: ComponentInfo['props'], changed: { [prop: string]: Json }): ComponentInfo['props'] {
  return Object.fromEntries(Object.entries({ ...props, ...changed }).filter(([, value]) => value !== null));
}

/** A short text that is another one for another panel. */
function editionOf(panel: PanelInfo): string {
  const text = JSON.stringify(panel);
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  }
  return `${text.length}:${hash}`;
}
