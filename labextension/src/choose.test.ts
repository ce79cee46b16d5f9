import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { choose } from './choose';
import type { Model } from './comm';
import { notebook } from './testing';

const model: Model = { get: () => null, on: () => {}, off: () => {}, send: () => {} };
let count = 0;
let base: string;

beforeEach(() => {
  base = `http://here/${count++}/`;
});

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: unknown = {}): void {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }));
}

test('a server that knows the kernel is taken, also where there is a comm', async () => {
  answer(200, notebook());
  expect((await choose({ base, kernel: 'k', model }))?.kind).toBe('http');
});

test.each([401, 403, 404, 500])('with a server that answers %d the comm is taken', async status => {
  answer(status);
  expect((await choose({ base, kernel: 'k', model }))?.kind).toBe('comm');
});

test('with a server that cannot be reached the comm is taken', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no')));
  expect((await choose({ base, kernel: 'k', model }))?.kind).toBe('comm');
});

test('without a server the comm is taken, and nothing asked', async () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  expect((await choose({ base: null, kernel: 'k', model }))?.kind).toBe('comm');
  expect(fetched).not.toHaveBeenCalled();
});

test('a kernel that is not known is none, and a refusal says why', async () => {
  answer(404);
  expect(await choose({ base, kernel: 'k' })).toBeNull();
  expect(await choose({ kernel: 'k' })).toBeNull();
  answer(401);
  await expect(choose({ base: `${base}x/`, kernel: 'k' })).rejects.toThrow('Log in again');
});
