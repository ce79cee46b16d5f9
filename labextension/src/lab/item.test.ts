import { expect, test } from 'vitest';

import { cellOf } from './item';

test('a panel tells its cell, also that of one of several apps', () => {
  expect(['cell:ab-1', 'app:ab-1', 'app:ab-1:2'].map(cellOf)).toEqual(['ab-1', 'ab-1', 'ab-1']);
  expect(['app', 'function:f', ''].map(cellOf)).toEqual([null, null, null]);
});
