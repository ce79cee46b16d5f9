/** What a parameter takes, in a few words. */

import type { ApiParameter, Json, Schema } from '../protocol';
import { python } from './literals';

/** The type as a person reads it, with the choices or bounds that there are: `"a" | "b"`, `int from 0 to 9`. */
export function typeText({ type, schema, files }: Pick<ApiParameter, 'type' | 'schema' | 'files'>): string {
  if (files) {
    return type;
  }
  const choices = choicesOf(schema);
  if (choices) {
    return choices.map(choice => python(choice)).join(' | ');
  }
  const items = schema.type === 'array' && schema.items ? choicesOf(schema.items) : null;
  if (items) {
    return `list of ${items.map(choice => python(choice)).join(' | ')}`;
  }
  return type + bounds(schema);
}

function choicesOf(schema: Schema): Json[] | null {
  return Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : null;
}

function bounds(schema: Schema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const parts = [
    minimum !== undefined ? `from ${minimum}` : exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : '',
    maximum !== undefined ? `to ${maximum}` : exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : ''
  ];
  return parts.map(part => part && ` ${part}`).join('');
}
