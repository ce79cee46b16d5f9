// What each language makes of literals is asked of the languages themselves, in tests/test_snippet_literals.py.
import { expect, test } from 'vitest';

import { Code, javascript, python } from './literals';

test('a short value is on one line, a long one over several', () => {
  expect(python({ a: [1, true, null], b: {} })).toBe('{"a": [1, True, None], "b": {}}');
  expect(javascript({ a: [1, true, null], 'b c': {} })).toBe('{ a: [1, true, null], "b c": {} }');
  const long = ['x'.repeat(50), ['y'.repeat(50)]];
  expect(python(long, 4)).toBe(`[\n        "${long[0]}",\n        ["${long[1]}"],\n    ]`);
  expect(javascript(long)).toBe(`[\n  "${long[0]}",\n  ["${long[1]}"]\n]`);
});

test('Python has the quotation mark that needs fewer escapes', () => {
  expect([python('a "b"'), python("it's"), python('"\'')]).toEqual(["'a \"b\"'", '"it\'s"', '"\\"\'"']);
});

test('numbers are as JavaScript has them, and none is no number', () => {
  expect(python([0, -0, 1e21, 2 ** 53, 0.1, NaN])).toBe('[0, -0.0, 1e+21, 9007199254740992, 0.1, None]');
});

test('a member that is called like the prototype is a member', () => {
  expect(javascript(JSON.parse('{"__proto__": 1}'))).toBe('{ ["__proto__"]: 1 }');
});

test('what cannot be seen is said by number', () => {
  expect(python('a\u202eb\u00a0\ud800\0')).toBe('"a\\u202eb\\xa0\\ud800\\x00"');
  expect(javascript('a\u202eb\u2028\ud800')).toBe('"a\\u202eb\\u2028\\ud800"');
  expect(python('é 😀')).toBe('"é 😀"');
});

test('a piece of program stays one', () => {
  expect(python({ a: [new Code('result1["b"]')] })).toBe('{"a": [result1["b"]]}');
});
