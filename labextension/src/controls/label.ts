/** What a component is called where its control must name it by itself. */

import type { ComponentInfo, Schema } from '../protocol';

export function labelOf(component: ComponentInfo): string {
  return component.props.label ?? component.name;
}

/** A name of Python's as people write it, as the kernel has it: `max_size` is "Max size". */
export function spelled(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1) || name;
}

/** Whether a schema lets a value be null. */
export function admitsNull(schema: Schema): boolean {
  const alternatives: Schema[] | undefined = schema.anyOf ?? schema.oneOf;
  return (
    schema.type === 'null' ||
    (Array.isArray(schema.type) && schema.type.includes('null')) ||
    schema.const === null ||
    (Array.isArray(schema.enum) && schema.enum.includes(null)) ||
    (Array.isArray(alternatives) && alternatives.some(admitsNull))
  );
}

/** Whether a schema lets a value be a text. */
export function admitsText(schema: Schema): boolean {
  const alternatives: Schema[] | undefined = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) {
    return alternatives.some(admitsText);
  }
  return schema.type === 'string' || (Array.isArray(schema.type) && schema.type.includes('string')) || isAny(schema);
}

/** Nothing is said of the value: neither its type nor what else decides it. */
function isAny(schema: Schema): boolean {
  return !['type', 'enum', 'const', '$ref', 'allOf', 'properties', 'items'].some(key => key in schema);
}

/** What a field that was emptied sends: null where that is a value of its own, otherwise nothing. */
export function emptied(component: ComponentInfo): null | undefined {
  return admitsNull(component.schema) ? null : undefined;
}

/** Whether an empty field has no meaning of its own: the default comes in its place, which can be chosen as well. */
export function hasDefault(component: ComponentInfo): boolean {
  return (component.props.value ?? null) !== null && !component.blank && !admitsNull(component.schema);
}
