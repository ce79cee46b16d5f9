import { beforeEach, expect, test, vi } from 'vitest';

async function page(): Promise<typeof import('./session')> {
  vi.resetModules();
  return import('./session');
}

beforeEach(() => sessionStorage.clear());

test('names are long, and never the same', async () => {
  const { randomId } = await page();
  expect(randomId()).toMatch(/^[0-9a-f]{32}$/);
  expect(randomId()).not.toBe(randomId());
});

test('a page keeps its session when it is loaded anew', async () => {
  const { sessionId } = await page();
  const id = sessionId();
  expect(sessionId()).toBe(id);
  window.dispatchEvent(new Event('pagehide'));
  expect((await page()).sessionId()).toBe(id);
});

test('a duplicate of the page, which gets a copy of its storage, has another session', async () => {
  const id = (await page()).sessionId();
  expect((await page()).sessionId()).not.toBe(id);
});
