import { expect, test } from 'vitest';

import { __, setTranslator } from '../words';
import { appAddress, keyName, limit, wholeAddress } from './address';
import { relative } from './times';

test('an address is limited to what is chosen', () => {
  const goal = { base: 'http://here/gradio/a/', transport: 'http' as const, tools: null };
  expect(wholeAddress(goal)).toBe('http://here/gradio/a/gradio_api/mcp/');
  expect(wholeAddress({ ...goal, tools: ['a', 'b&c'] })).toBe('http://here/gradio/a/gradio_api/mcp/?tools=a,b%26c');
  expect(limit(['b', 'a'], ['a', 'b'])).toBeNull();
  expect(limit(['b'], ['a', 'b'])).toEqual(['b']);
});

test('an app is below the server, or where it is said to be', () => {
  expect(appAddress({ base: 'http://here/x/' }, { address: 'gradio/a%20b/' })).toBe('http://here/x/gradio/a%20b/');
  const own = 'http://here/x/gradio/a/';
  expect(appAddress({ base: own }, { address: own })).toBe(own);
});

test('a key is called after its client, with the first number that is free', () => {
  expect(keyName('Cursor', [])).toBe('Cursor');
  expect(keyName('Cursor', ['Cursor', 'Cursor 3'])).toBe('Cursor 2');
});

test('moments are told from now', () => {
  const told = (distance: number): string => relative(1_000_000 + distance, 1_000_000);
  expect([-5, -60, -119, -7200, -90_000].map(told)).toEqual(['just now', '1 min ago', '1 min ago', '2 h ago', '1 d ago']);
  expect([3, 7 * 86_400 - 2, 3590].map(told)).toEqual(['in a moment', 'in 7 d', 'in 1 h']);
});

test('words go through the translator before their values are put in', () => {
  setTranslator(text => (text === '{n} calls' ? '{n} Aufrufe' : text));
  expect(__('{n} calls', { n: 3 })).toBe('3 Aufrufe');
  expect(__('{n} {other}', { n: '{other}' })).toBe('{other} {other}');
  setTranslator(text => text);
});
