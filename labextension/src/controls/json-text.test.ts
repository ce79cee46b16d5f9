import { expect, test } from 'vitest';

import { readJson, writeJson } from './json-text';

test.each([[undefined], [null], [0], [''], ['abc'], ['5'], ['{'], [[1, { a: 'é' }]]])(
  'what is written for %j means the same',
  value => {
    expect(readJson(writeJson(value), {}).value).toEqual(value);
  }
);

test('a text is taken where texts are taken, unless it was to be an object', () => {
  expect(readJson('hello', {})).toEqual({ value: 'hello', problem: null });
  expect(readJson('hello', { type: 'string' }).problem).toBeNull();
  expect(readJson('hello', { type: 'object' }).problem).not.toBeNull();
  expect(readJson('{hello', {}).problem).not.toBeNull();
});

test('a mistake has its line', () => {
  expect(readJson('{\n  "a": 1,\n  b\n}', { type: 'object' }).problem).toContain('line 3');
});
