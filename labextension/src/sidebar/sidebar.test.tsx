import { fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CallFailure } from '../failure';
import type { NotebookList } from '../protocol';
import { Server } from '../server';
import { setTranslator } from '../words';
import { mountSidebar } from './sidebar';
import { fn, listed } from './testing';

let host: HTMLElement;
let changed: () => void;
let answer: NotebookList | Error;
const act = vi.fn();
const menu = vi.fn();

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  act.mockClear();
  menu.mockClear();
  sessionStorage.clear();
  vi.spyOn(Server.prototype, 'panels').mockImplementation(async () => {
    if (answer instanceof Error) {
      throw answer;
    }
    return answer as never;
  });
  vi.spyOn(Server.prototype, 'watch').mockImplementation((_kernel, heard) => {
    changed = heard;
    return () => {};
  });
});

afterEach(() => {
  setTranslator(text => text);
  host.remove();
  vi.restoreAllMocks();
});

function list(...notebooks: NotebookList['notebooks']): NotebookList {
  return { notebooks, owner: true, paused: false };
}

function shown(): ReturnType<typeof mountSidebar> {
  return mountSidebar(host, { base: 'http://localhost/', settings: { showHidden: true }, act, menu });
}

const root = (): ShadowRoot => host.firstElementChild!.shadowRoot!;
const rows = (): HTMLElement[] => [...root().querySelectorAll<HTMLElement>('[role="treeitem"]')];
const labels = (): (string | null)[] => rows().map(row => row.getAttribute('aria-label'));
const tree = (): HTMLElement => root().querySelector<HTMLElement>('[role="tree"]')!;
const press = (key: string, more: object = {}): void => void fireEvent.keyDown(tree(), { key, ...more });
const active = (): string | null | undefined =>
  root().getElementById(tree().getAttribute('aria-activedescendant')!)?.getAttribute('aria-label');

test('what there is shows as a tree, and what changes shows by itself', async () => {
  answer = list(listed('a.ipynb', fn('f'), fn('g', { kind: 'prompt', paused: true, visibility: 'private' })));
  shown();
  await waitFor(() => expect(labels()).toEqual(['a, 2 functions', 'f, tool', 'g, prompt, paused, private']));
  expect(rows().map(row => row.getAttribute('aria-level'))).toEqual(['1', '2', '2']);
  answer = list({ ...listed('b.ipynb', fn('h', { kind: 'resource' })), state: 'gone' });
  changed();
  await waitFor(() => expect(labels()).toEqual(['b, 1 functions, gone', 'h, resource']));
});

test('while everything is paused no notebook looks live', async () => {
  answer = { ...list(listed('a.ipynb', fn('f'))), paused: true };
  shown();
  await waitFor(() => expect(labels()).toEqual(['a, 1 functions, paused', 'f, tool']));
  expect(rows()[0].querySelector('.jgm-state-paused')).not.toBeNull();
  expect(rows()[0].querySelector('.jgm-state-live')).toBeNull();
});

test('while the server is away the list stays, and says so', async () => {
  answer = list(listed('a.ipynb', fn('f')));
  shown();
  await waitFor(() => expect(rows()).toHaveLength(2));
  answer = new CallFailure({ code: 'unreachable', message: 'It is away.' });
  changed();
  await waitFor(() => expect(root().textContent).toContain('reconnecting'));
  expect(rows()).toHaveLength(2);
  answer = list(listed('a.ipynb', fn('f'), fn('g')));
  changed();
  await waitFor(() => expect(rows()).toHaveLength(3));
  expect(root().textContent).not.toContain('reconnecting');
});

test('keys go through the tree, open, and ask for the menu', async () => {
  answer = list(listed('a.ipynb', fn('f'), fn('g')), listed('b.ipynb', fn('h')));
  shown();
  await waitFor(() => expect(rows()).toHaveLength(5));
  press('ArrowDown');
  press('ArrowDown');
  expect(active()).toBe('g, tool');
  press('Enter');
  expect(act).toHaveBeenLastCalledWith('open', expect.objectContaining({ name: 'g', notebook: 'a.ipynb' }));
  press('F10', { shiftKey: true });
  expect(menu.mock.lastCall?.[2]).toMatchObject({ name: 'g' });
  press('ArrowLeft');
  expect(active()).toBe('a, 2 functions');
  press('ArrowLeft');
  expect(labels()).toEqual(['a, 2 functions', 'b, 1 functions', 'h, tool']);
  press('ArrowRight');
  expect(rows()).toHaveLength(5);
  press('End');
  expect(active()).toBe('h, tool');
  press('Home');
  expect(active()).toBe('a, 2 functions');
});

test('of thousands of functions only those in sight are drawn, and that which has the keyboard', async () => {
  answer = list(listed('a.ipynb', ...Array.from({ length: 5000 }, (_, number) => fn(`f${number}`))));
  shown();
  await waitFor(() => expect(rows().length).toBeGreaterThan(10));
  expect(rows().length).toBeLessThan(100);
  press('End');
  expect(active()).toBe('f4999, tool');
  fireEvent.input(root().querySelector('input')!, { target: { value: 'f4321' } });
  expect(labels()).toEqual(['a, 1 functions', 'f4321, tool']);
});

test('a right click asks for the menu of what is there', async () => {
  answer = list(listed('a.ipynb', fn('f')));
  shown();
  await waitFor(() => expect(rows()).toHaveLength(2));
  fireEvent.contextMenu(rows()[1], { clientX: 3, clientY: 4 });
  expect(menu).toHaveBeenCalledWith(3, 4, expect.objectContaining({ name: 'f' }));
  fireEvent.contextMenu(rows()[0]);
  expect(menu.mock.lastCall?.[2]).toMatchObject({ name: '', notebook: 'a.ipynb' });
});

test('settings that change are seen at once', async () => {
  answer = list(listed('a.ipynb', fn('f'), fn('hidden', { visibility: 'undocumented' })));
  const sidebar = shown();
  await waitFor(() => expect(rows()).toHaveLength(3));
  sidebar.set({ showHidden: false });
  await waitFor(() => expect(labels()).toEqual(['a, 1 functions', 'f, tool']));
});

test('what nobody offers yet is explained, in the words of the reader', async () => {
  answer = list();
  setTranslator(text => (text === 'No notebook offers functions now.' ? 'Noch bietet kein Notebook etwas an.' : text));
  shown();
  await waitFor(() => expect(root().textContent).toContain('Noch bietet kein Notebook etwas an.'));
  expect(root().textContent).toContain('%%mcp_tool');
});

test('the buttons ask for what they say', async () => {
  answer = list();
  shown();
  await waitFor(() => expect(root().textContent).toContain('%%mcp_tool'));
  for (const button of root().querySelectorAll('header button')) {
    if (['Connect an agent', 'Keys', 'Calls'].includes(button.textContent!)) {
      fireEvent.click(button);
    }
  }
  expect(act.mock.calls).toEqual([['connect', null], ['keys', null], ['calls', null]]);
});
