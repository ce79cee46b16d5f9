import { expect, test } from 'vitest';

import { shapeOf } from './shape';

const text = { type: 'string' };
const within = (depth: number): object =>
  depth === 0 ? text : { type: 'object', properties: { inner: within(depth - 1) } };

test('objects three deep are forms, and deeper ones are JSON', () => {
  expect(shapeOf(within(3))?.kind).toBe('object');
  expect(shapeOf(within(4))).toBeNull();
});

test.each([
  ['any keys', { type: 'object', additionalProperties: { type: 'integer' } }],
  ['any value', { type: 'object', properties: { a: {} } }],
  ['one of several', { type: 'object', properties: { a: { anyOf: [text, { type: 'integer' }] } } }],
  ['a list of lists', { type: 'array', items: { type: 'array', items: text } }],
  ['a list of any objects', { type: 'array', items: { type: 'object' } }],
  ['itself', { $ref: '#/$defs/A', $defs: { A: { type: 'object', properties: { child: { $ref: '#/$defs/A' } } } } }],
  ['a reference to itself alone', { $ref: '#/$defs/A', $defs: { A: { $ref: '#/$defs/A' } } }],
  ['a plain value', text]
])('%s is no form', (_, schema) => {
  expect(shapeOf(schema)).toBeNull();
});

test('each plain value has a control of its own', () => {
  const shape = shapeOf({
    type: 'object',
    properties: {
      text,
      date: { type: 'string', format: 'date' },
      number: { type: ['number', 'null'] },
      flag: { type: 'boolean' },
      maybe: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
      choice: { enum: ['a'] },
      fixed: { const: 1 }
    }
  });
  const controls = shape?.kind === 'object' ? shape.fields.map(field => (field.shape as any).control) : null;
  expect(controls).toEqual(['Textbox', 'DateTime', 'Number', 'Checkbox', 'Dropdown', 'Dropdown', 'Dropdown']);
});
