import { expect, test } from 'vitest';

import type { Json } from '../protocol';
import type { RecordedStep } from './contract';
import { isDistinctive, planned } from './reuse';
import { file, fn, parameter, TARGET } from './testing';

const f = fn([parameter('a'), parameter('b', { required: false, default: 'ordinary' })]);

function step(result: Json | undefined, args: { [parameter: string]: Json } = {}): RecordedStep {
  return { fn: f, target: TARGET, args, result };
}

/** The arguments of the last step, with the places that they are from. */
function last(...steps: RecordedStep[]): unknown {
  return planned(steps).steps.at(-1)!.args(({ step, path }) => `${step}: ${path.join('.')}`);
}

test.each([
  ['abcd', true],
  ['abc', false],
  ['😀😀', false],
  [1000, true],
  [-1000, true],
  [999, false],
  [0.5, true],
  [true, false],
  [null, false],
  [[], false],
  [[1], true],
  [{}, false],
  [{ a: 1 }, true]
])('whether %j would be known again: %s', (value, wanted) => {
  expect(isDistinctive(value as Json)).toBe(wanted);
});

test('a whole result, a part of it, and a part of an argument are found', () => {
  const first = step({ list: [1, { deep: 'word' }], n: 1234 });
  expect(last(first, step(0, { a: { n: 1234, list: [1, { deep: 'word' }] } }))).toEqual({ a: '0: ' });
  expect(last(first, step(0, { a: 'word' }))).toEqual({ a: '0: list.1.deep' });
  expect(last(first, step(0, { a: [1234, 'else'] }))).toEqual({ a: ['0: n', 'else'] });
});

test('the latest of several places is taken', () => {
  expect(last(step('word'), step(['word']), step(0, { a: 'word' }))).toEqual({ a: '1: 0' });
});

test('a file is the same by its path or its address', () => {
  const made = file('a.png', 'https://example.org/a.png?sig=1');
  expect(last(step([made]), step(0, { a: file('a.png', 'https://example.org/a.png?sig=2') }))).toEqual({ a: '0: 0' });
  expect(last(step(made), step(0, { a: 'https://example.org/a.png?sig=1' }))).toEqual({ a: '0: ' });
  expect(last(step(made), step(0, { a: file('b.png') }))).toEqual({ a: file('b.png') });
});

test('nothing comes from a later step, a failed one, the step itself, or what a parameter is anyway', () => {
  expect(last(step('ordinary'), step(0, { a: 'x', b: 'ordinary' }))).toEqual({ a: 'x', b: 'ordinary' });
  const plan = planned([step(undefined, { a: 'word' }), step('word', { a: 'word' }), step(0, { a: 'other' })]);
  expect([...plan.wanted]).toEqual([]);
});

test('what only a panel is shown is fed to nobody', () => {
  const table = { view: 'v', headers: ['a'], data: [['word']], rows: 999 };
  expect(last(step(table), step(0, { a: 'word' }))).toEqual({ a: 'word' });
});
