import { expect, test } from 'vitest';

import { listed, matches } from './find';
import { fn, greet, info, parameter } from './testing';

const names = (...wanted: Parameters<typeof listed>): string[] => listed(...wanted).map(({ name }) => name);

const all = info([greet(), fn('quiet', { visibility: 'undocumented' }), fn('own', { visibility: 'private' })]);

test('what is not public is listed only for who names it or asks for all', () => {
  expect(names(all, { all: false })).toEqual(['greet']);
  expect(names(all, { all: false, endpoint: 'quiet' })).toEqual(['greet', 'quiet']);
  expect(names(all, { all: true })).toEqual(['greet', 'quiet', 'own']);
  expect(names(all, { all: false, only: ['own'] })).toEqual(['own']);
});

test.each(['greet', 'SOMEBODY', 'times', 'whom', 'often greet', '', '  name  '])('a search for "%s" finds it', search => {
  expect(matches(greet(), search)).toBe(true);
});

test.each(['cake', 'greet cake'])('a search for "%s" does not', search => {
  expect(matches(greet(), search)).toBe(false);
});

test('a resource is found by its address', () => {
  expect(matches(fn('notes', { kind: 'resource', uri: 'notes://{day}', parameters: [parameter('day')] }), 'notes://')).toBe(true);
});
