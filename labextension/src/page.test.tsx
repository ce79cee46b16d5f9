import { act } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { mountPage } from './page';
import { greeter, notebook } from './testing';

class SilentStream {
  readyState = 0;
  close(): void {}
}

let host: HTMLElement;
let page: { destroy(): void };
let count = 0;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  vi.stubGlobal('EventSource', SilentStream);
  host = document.body.appendChild(document.createElement('div'));
});

afterEach(() => {
  page.destroy();
  document.body.replaceChildren();
  delete document.documentElement.dataset.jgmTheme;
  vi.unstubAllGlobals();
});

function show(kind: 'app' | 'list', body: unknown, status = 200): ShadowRoot {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }));
  const base = `http://here/${count++}/`;
  page = mountPage(host, { base, kind, home: kind === 'app' ? 'http://here/gradio/' : null });
  return host.firstElementChild!.shadowRoot!;
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 3000 });

test('a notebook has all its panels, its title and the way to the others', async () => {
  const root = show('app', notebook(greeter(), { ...greeter(), id: 'cell:2', title: 'again' }));
  await until(() => expect(root.querySelectorAll('form')).toHaveLength(2));
  expect(root.querySelector('h1')?.textContent).toBe('a b');
  await until(() => expect(document.title).toBe('a b'));
  expect(root.querySelector('.jgm-top a')?.getAttribute('href')).toBe('http://here/gradio/');
});

test('a notebook without functions says so', async () => {
  const root = show('app', notebook());
  await until(() => expect(root.textContent).toContain('offers no functions now'));
});

test('who may not see it is told why', async () => {
  const root = show('app', {}, 401);
  await until(() => expect(root.textContent).toContain('Log in again'));
});

test('the list has each notebook with its state, its functions, resources and prompts, and nothing to record', async () => {
  const functions = [
    { name: 'greet', kind: 'tool', title: 'Greet', description: 'Greets.' },
    { name: 'notes', kind: 'resource', title: 'Notes', description: 'All of them.' }
  ];
  const entry = { kernel: 'k', notebook: 'a b.ipynb', title: 'a b', state: 'gone', address: 'gradio/a%20b.ipynb/', functions };
  const root = show('list', { notebooks: [entry], owner: true, paused: false });
  await until(() => expect(root.querySelector('h2 a')?.textContent).toBe('a b'));
  expect(root.querySelector('h2 a')?.getAttribute('href')).toMatch(/^http:\/\/here\/\d+\/gradio\/a%20b\.ipynb\/$/);
  expect(root.querySelector('.jgm-state')?.textContent).toBe('gone');
  expect([...root.querySelectorAll('dt')].map(told => told.textContent!.trim())).toEqual(['Greet', 'Notes resource']);
  expect(root.textContent).not.toContain('Record');
});

test('an empty list says so', async () => {
  const root = show('list', { notebooks: [] });
  await until(() => expect(root.textContent).toContain('No notebook offers functions now.'));
});

test('the colours are chosen by hand, and kept', async () => {
  const root = show('list', { notebooks: [] });
  const button = root.querySelector<HTMLElement>('.jgm-top button')!;
  expect(button.textContent).toBe('Dark');
  await act(() => button.click());
  expect(button.textContent).toBe('Light');
  await until(() => expect((host.firstElementChild as HTMLElement).dataset.theme).toBe('dark'));
  page.destroy();
  show('list', { notebooks: [] });
  expect((host.firstElementChild as HTMLElement).dataset.theme).toBe('dark');
});
