import { afterEach, expect, test } from 'vitest';

import { __, setTranslator } from './words';

afterEach(() => setTranslator(text => text));

test('values are put in after the words were translated', () => {
  expect(__('{count} of {all}', { count: 0, all: 'b' })).toBe('0 of b');
  setTranslator(text => (text === '{count} of {all}' ? 'von {all}: {count}' : text));
  expect(__('{count} of {all}', { count: 1, all: '{count}' })).toBe('von {count}: 1');
});

test('a place without a value stays as it is', () => {
  expect(__('{unknown}')).toBe('{unknown}');
});
