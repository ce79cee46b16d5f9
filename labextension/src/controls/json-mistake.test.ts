import { expect, test } from 'vitest';

import { mistakeIn } from './json-mistake';

test.each(['1', ' -0.5e+10 ', '"a\\u00e9\\n"', '[]', '{}', '[1, [2, {"a": null}]]', '{"a": {"b": [true, false]}}\n'])(
  '%s is JSON',
  text => {
    expect([mistakeIn(text), () => JSON.parse(text)]).toEqual([null, expect.any(Function)]);
  }
);

test.each([
  ['{"a": 1,', 8, 'the text ends, but a name in double quotes is expected'],
  ['{"a": 1,}', 8, 'there is a comma too many before }'],
  ['[1, ]', 4, 'there is a comma too many before ]'],
  ['[1 2]', 3, 'a comma or ] is expected'],
  ['{a: 1}', 1, 'a name in double quotes is expected'],
  ['{"a" 1}', 5, 'a colon is expected'],
  ['{"a": True}', 6, 'True is written true in JSON'],
  ['[tru]', 1, 'tru is no value; texts are in double quotes'],
  ["['a']", 1, 'texts are in double quotes'],
  ['"a', 2, 'the text ends, but a text ends with " on its line'],
  ['"C:\\Users"', 3, 'no such escape: write \\\\ for a backslash'],
  ['01', 0, 'a value is expected'],
  ['1 2', 2, 'there is more than one value'],
  ['', 0, 'the text ends, but a value is expected']
])('%j is wrong at %i: %s', (text, at, message) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(mistakeIn(text)).toEqual({ at, message });
});
