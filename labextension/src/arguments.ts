/** What a call is given: the values of the fields that are its parameters. */

import type { Values } from './apps/values';
import { admitsNull } from './controls/label';
import { named, type Named } from './names';
import type { ActionInfo, Json } from './protocol';

/** Components whose value is needed where it is: a text of nothing is none. */
const TEXTS = ['Textbox'];

/** Components that nobody can empty: without a value they show what they began with. */
const FULL = ['Slider'];

export interface Given {
  args: Named<Json>;
  /** The fields that need a value and have none. */
  missing: Set<string>;
}

export function argumentsOf(action: ActionInfo, values: Values): Given {
  const args = named<Json>();
  const missing = new Set<string>();
  for (const [parameter, id] of action.inputs) {
    const component = values.component(id);
    let value = component && values.get(component);
    if (component?.required && TEXTS.includes(component.type) && (value ?? '') === '') {
      // Where null is a value, that is what an empty text means.
      value = admitsNull(component.schema) ? null : undefined;
    }
    if (component?.required && value === undefined) {
      missing.add(id);
    }
    if (value === null && component && !component.required && !admitsNull(component.schema)) {
      // A result emptied it.
      value = undefined;
    }
    if (component?.blank && !FULL.includes(component.type) && values.isEmptied(id)) {
      // Left out it would be what it began with.
      value = null;
    }
    if (value !== undefined) {
      args[parameter] = value;
    }
  }
  return { args, missing };
}
