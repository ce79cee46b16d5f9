import { expect, test } from 'vitest';

import { problem } from './ask';
import type { Json, Schema } from './protocol';

test.each<[Schema, Json | undefined, boolean, string | null]>([
  [{ type: 'string' }, undefined, true, 'This is needed.'],
  [{ type: 'string' }, undefined, false, null],
  [{ type: 'boolean' }, false, true, null],
  [{ type: 'integer' }, 0, true, null],
  [{ type: 'integer' }, 1.5, true, 'This is no whole number.'],
  [{ type: 'number' }, Number.NaN, true, 'This is no number.'],
  [{ type: 'number', minimum: 2 }, 1, true, 'The least is 2.'],
  [{ type: 'number', maximum: 2 }, 3, true, 'The most is 2.'],
  [{ type: 'string', minLength: 2 }, 'a', true, 'At least 2 characters.'],
  [{ type: 'string', maxLength: 2 }, 'abc', true, 'At most 2 characters.'],
  [{ type: 'array', minItems: 1 }, [], true, 'Choose at least 1.'],
  [{ type: 'array', maxItems: 1 }, ['a', 'b'], true, 'Choose at most 1.']
])('of %o, %o (needed: %o) is wrong: %o', (field, value, required, wrong) => {
  expect(problem(field, value, required)).toBe(wrong);
});
