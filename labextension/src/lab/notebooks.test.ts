import { beforeEach, expect, test, vi } from 'vitest';

import { Notebooks } from './notebooks';
import { fakeApp, type FakeApp } from './testing';

let app: FakeApp;

beforeEach(() => {
  app = fakeApp();
});

function notebook(path: string, ...cells: string[]) {
  return {
    id: `id of ${path}`,
    isDisposed: false,
    context: { path, ready: Promise.resolve() },
    sessionContext: { session: null },
    content: { widgets: cells.map(id => ({ model: { id } })), activeCellIndex: 0, scrollToItem: vi.fn(async () => {}) }
  };
}

test('the notebook that a person works in is the last one that was in front', () => {
  const notebooks = new Notebooks(app.front);
  expect(notebooks.current).toBeNull();
  const one = notebook('a.ipynb');
  app.currentWidget = one;
  expect(notebooks.current).toBe(one);
  app.currentWidget = { id: 'a terminal' };
  expect(notebooks.current).toBe(one);
  one.isDisposed = true;
  expect(notebooks.current).toBeNull();
});

test('a cell is made the active one and scrolled to', async () => {
  const one = notebook('a.ipynb', 'c0', 'c1');
  app.main.push({ id: 'a terminal' }, one);
  expect(await new Notebooks(app.front).showCell('a.ipynb', 'c1')).toBe(true);
  expect(app.activated).toEqual(['id of a.ipynb']);
  expect(one.content.activeCellIndex).toBe(1);
  expect(one.content.scrollToItem).toHaveBeenCalledWith(1, 'smart');
});

test('a notebook that is not open is opened first', async () => {
  const one = notebook('a.ipynb', 'c0');
  app.commands.execute.mockResolvedValueOnce(one);
  expect(await new Notebooks(app.front).showCell('a.ipynb', 'c0')).toBe(true);
  expect(app.commands.execute).toHaveBeenCalledWith('docmanager:open', { path: 'a.ipynb' });
});

test('a cell that has been deleted is not there', async () => {
  app.main.push(notebook('a.ipynb', 'c0'));
  expect(await new Notebooks(app.front).showCell('a.ipynb', 'c9')).toBe(false);
});
