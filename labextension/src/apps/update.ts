/** Updates: what a function gives for an output in place of a value, to change more of it than that, or less. */

import type { ActionInfo, Json } from '../protocol';

/** `panels.UpdateValue` */
export interface Update {
  __type__: 'update';
  value?: Json;
  [prop: string]: Json | undefined;
}

export function isUpdate(value: unknown): value is Update {
  return typeof value === 'object' && value !== null && (value as Update).__type__ === 'update';
}

/** What a result has for each output; null where it is not made of as many parts. */
export function parts(action: ActionInfo, result: Json): Json[] | null {
  if (action.outputs.length === 1) {
    return [result];
  }
  return Array.isArray(result) && result.length === action.outputs.length ? result : null;
}
