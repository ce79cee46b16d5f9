import { beforeEach, expect, test, vi } from 'vitest';

import { forgetAll, once, only } from './once';

beforeEach(forgetAll);

test('what is asked for twice is loaded once, by whatever copy of the module', async () => {
  const make = vi.fn(async () => 'text');
  expect(await once('a', make)).toBe('text');
  vi.resetModules();
  const copy = await import('./once');
  expect(await copy.once('a', make)).toBe('text');
  expect(make).toHaveBeenCalledTimes(1);
});

test('what failed is tried again', async () => {
  await expect(once('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await once('a', async () => 1)).toBe(1);
});

test('what needs no waiting is made once, by whatever copy of the module', async () => {
  const make = vi.fn(() => ({}));
  const made = only('a', make);
  vi.resetModules();
  const copy = await import('./once');
  expect(copy.only('a', make)).toBe(made);
  expect(make).toHaveBeenCalledTimes(1);
});
