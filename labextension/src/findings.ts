/** What a refused call says of the fields of its form. */

import type { ActionInfo, CallError } from './protocol';

export type Details = NonNullable<CallError['details']>;

/** What is wrong with a field; null if nothing is. */
export function finding(action: ActionInfo, component: string, details: Details): string | null {
  const parameter = action.inputs.find(([, id]) => id === component)?.[0];
  const found = details.filter(({ loc }) => parameterOf(action, loc) === parameter);
  return parameter !== undefined && found.length > 0
    ? found.map(({ loc, msg }) => within(loc, parameter) + withoutName(msg, parameter)).join('\n')
    : null;
}

/** Whether all that is wrong is told beside fields, of those that are `drawn`. */
export function isByField(action: ActionInfo, details: Details, drawn: (component: string) => boolean): boolean {
  const told = ({ loc }: Details[number]): boolean => {
    const id = action.inputs.find(([parameter]) => parameter === parameterOf(action, loc))?.[1];
    return id !== undefined && drawn(id);
  };
  return details.length > 0 && details.every(told);
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
