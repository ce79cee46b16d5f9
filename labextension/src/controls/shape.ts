/** Which JSON a form can be made of: objects, at most three within one another, of plain values, and lists of them. */

import type { Schema } from '../protocol';

export type Shape =
  /** One of our controls; `schema` is what it is to hold. */
  | { kind: 'plain'; control: 'Textbox' | 'Number' | 'Checkbox' | 'Dropdown' | 'DateTime'; schema: Schema }
  | { kind: 'list'; item: Exclude<Shape, { kind: 'list' }>; schema: Schema }
  | { kind: 'object'; fields: Field[]; schema: Schema };

export interface Field {
  name: string;
  required: boolean;
  shape: Shape;
}

const DEEPEST = 3;
const MOST_FIELDS = 40;

/** The form for an object or for a list of plain values or of objects; null where JSON is to be written. */
export function shapeOf(schema: Schema): Shape | null {
  const shape = shaped(schema, schema, DEEPEST);
  return shape === null || shape.kind === 'plain' ? null : shape;
}

function shaped(schema: Schema, top: Schema, depth: number): Shape | null {
  const { found, nullable } = resolved(schema, top);
  if (found === null) {
    return null;
  }
  const kept: Schema = nullable ? { ...found, anyOf: [{ type: found.type }, { type: 'null' }] } : found;
  if (Array.isArray(found.enum)) {
    const plain = found.enum.every((value: unknown) => value === null || typeof value !== 'object');
    return plain ? { kind: 'plain', control: 'Dropdown', schema: kept } : null;
  }
  if ('const' in found) {
    return { kind: 'plain', control: 'Dropdown', schema: { ...kept, enum: [found.const] } };
  }
  switch (found.type) {
    case 'string':
      return {
        kind: 'plain',
        control: ['date', 'date-time', 'time'].includes(found.format) ? 'DateTime' : 'Textbox',
        schema: kept
      };
    case 'integer':
    case 'number':
      return { kind: 'plain', control: 'Number', schema: kept };
    case 'boolean':
      // A box has two states; a third one is chosen.
      return nullable
        ? { kind: 'plain', control: 'Dropdown', schema: { ...kept, enum: [true, false, null] } }
        : { kind: 'plain', control: 'Checkbox', schema: kept };
    case 'array': {
      const item = found.items && !found.prefixItems ? shaped(found.items, top, depth) : null;
      return item !== null && item.kind !== 'list' ? { kind: 'list', item, schema: kept } : null;
    }
    case 'object':
      return depth > 0 ? objectOf(found, top, depth) : null;
    default:
      return null;
  }
}

function objectOf(schema: Schema, top: Schema, depth: number): Shape | null {
  const properties = Object.entries<Schema>(schema.properties ?? {});
  const open = typeof schema.additionalProperties === 'object' || schema.patternProperties;
  if (properties.length === 0 || properties.length > MOST_FIELDS || open) {
    return null;
  }
  const fields: Field[] = [];
  for (const [name, property] of properties) {
    const shape = shaped(property, top, depth - 1);
    if (shape === null) {
      return null;
    }
    fields.push({ name, shape, required: (schema.required ?? []).includes(name) });
  }
  return { kind: 'object', fields, schema };
}

/** Follow references within the schema, and set aside that it may be null. */
function resolved(schema: Schema, top: Schema): { found: Schema | null; nullable: boolean } {
  let found: Schema = schema;
  let nullable = false;
  for (let steps = 0; steps < 10; steps++) {
    const { $ref, anyOf, oneOf, allOf, ...own } = found;
    const alternatives: Schema[] | undefined = anyOf ?? oneOf;
    if (typeof $ref === 'string') {
      const target = $ref.startsWith('#/') ? follow(top, $ref) : undefined;
      if (typeof target !== 'object') {
        return { found: null, nullable };
      }
      // The name of a class is no name of a field of it; a title beside the reference is one.
      const { title, ...rest } = target;
      found = { ...(title === $ref.split('/').pop() ? rest : target), ...own };
    } else if (alternatives) {
      const others = alternatives.filter(one => one.type !== 'null');
      nullable ||= others.length < alternatives.length;
      if (others.length !== 1) {
        return { found: null, nullable };
      }
      found = { ...others[0], ...own };
    } else if (allOf?.length === 1) {
      found = { ...allOf[0], ...own };
    } else if (Array.isArray(found.type)) {
      const types = found.type.filter((type: string) => type !== 'null');
      nullable ||= types.length < found.type.length;
      return { found: types.length === 1 ? { ...found, type: types[0] } : null, nullable };
    } else {
      return { found: allOf ? null : found, nullable };
    }
  }
  return { found: null, nullable }; // it refers to itself
}

function follow(top: Schema, reference: string): Schema | undefined {
  return reference
    .slice(2)
    .split('/')
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<any>((inner, part) => inner?.[part], top);
}
