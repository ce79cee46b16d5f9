import { expect, test } from 'vitest';

import type { Progress } from './call';
import { seconds } from './duration';
import { remainingOf, shareOf } from './progress';

const bar = { index: null, length: null, unit: '', progress: null, desc: null };
const told: Progress = { progress: 5, total: 10, message: null, unit: '', bars: [], since: 1000, from: 0, at: 6000 };

test.each([
  [{ ...bar, index: 1, length: 4 }, 0.25],
  [{ ...bar, progress: 0.5 }, 0.5],
  [{ ...bar, index: 9, length: 4 }, 1],
  [{ ...bar, progress: -1 }, 0],
  [{ ...bar, index: 3 }, null],
  [{ ...bar, index: 0, length: 0 }, null],
  [{ ...bar, progress: Number.NaN }, null]
])('of %o the share is %o', (given, share) => {
  expect(shareOf(given)).toBe(share);
});

test('what remains is told by the pace since the count began', () => {
  expect(remainingOf(told)).toBe(5000);
  expect(remainingOf({ ...told, from: 4, progress: 6, since: 4000 })).toBe(4000);
});

test('nothing is foretold too early, without a total, or where nothing moves', () => {
  expect(remainingOf({ ...told, at: 1900 })).toBeNull();
  expect(remainingOf({ ...told, total: null })).toBeNull();
  expect(remainingOf({ ...told, from: 5 })).toBeNull();
});

test.each([
  [4, '4 ms'],
  [1234, '1.2 s'],
  [9960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [185_000, '3 min 5 s'],
  [7_800_000, '2 h 10 min']
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(seconds(milliseconds)).toBe(text);
});
