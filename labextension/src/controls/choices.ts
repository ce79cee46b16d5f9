/** What can be chosen: labels for people, and values of any JSON for the function. */

import type { ComponentInfo } from '../protocol';

export interface Choice {
  label: string;
  value: unknown;
}

/** The choices of a component; of its schema's, where its properties name none. */
export function choicesOf(component: ComponentInfo): Choice[] {
  const { choices } = component.props;
  const schema = component.schema;
  const values: unknown[] = Array.isArray(choices) ? choices : (schema.enum ?? schema.items?.enum ?? []);
  return values.map(choice =>
    Array.isArray(choice) && choice.length === 2
      ? { label: String(choice[0]), value: choice[1] }
      : { label: typeof choice === 'string' ? choice : JSON.stringify(choice), value: choice }
  );
}

/** Whether two values are the same JSON. */
export function sameJson(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The chosen values, of a control that has several. */
export function chosenOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** The label of a value; of one that is not among the choices, the value itself. */
export function labelOfValue(choices: Choice[], value: unknown): string {
  const choice = choices.find(choice => sameJson(choice.value, value));
  return choice?.label ?? (typeof value === 'string' ? value : JSON.stringify(value));
}
