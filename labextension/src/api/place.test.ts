import { expect, test } from 'vitest';

import { readPlace, writePlace, type Place } from './place';

const languages = ['python', 'curl'];

const read = (search: string): Place => readPlace(search, languages);

test.each([
  ['', { view: 'run', endpoint: null, language: null }],
  ['?view=api', { view: 'api', endpoint: null, language: null }],
  ['?view=api&lang=curl&fn=greet', { view: 'api', endpoint: 'greet', language: 'curl' }],
  ['?view=api&tab=mcp', { view: 'mcp', endpoint: null, language: null }],
  ['?view=api&tab=calls', { view: 'calls', endpoint: null, language: null }]
] as [string, Place][])('%s is read, and written as it was', (search, place) => {
  expect(read(search)).toEqual(place);
  expect(writePlace(place)).toBe(search);
});

test('a short form of a tab is understood', () => {
  expect(read('?view=mcp').view).toBe('mcp');
});

test.each(['?view=cake', '?view=api&tab=cake', '?view=__proto__'])('%s is nothing that is known', search => {
  expect(read(search).view).toBe('run');
});

test('a language that nobody writes is none', () => {
  expect(read('?view=api&lang=cobol').language).toBeNull();
});

test('what else is in the address stays, and names are escaped', () => {
  expect(writePlace({ view: 'api', endpoint: 'a&b', language: null }, '?fn=old&x=1')).toBe('?view=api&fn=a%26b&x=1');
  expect(read('?view=api&fn=a%26b').endpoint).toBe('a&b');
});
