import { act, cleanup, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';

import type { GridOptions } from '../lazy/contract';
import type { Json, RowsQuery, TableValue } from '../protocol';
import { environment, show } from './stage';

afterEach(cleanup);

const first = (rows: number): TableValue => ({ headers: ['n'], data: [[0]], metadata: null, view: 'v', rows });

function stage(value: TableValue, rows: (query: RowsQuery) => Promise<{ data: Json[][]; rows: number }>) {
  const mounted: GridOptions[] = [];
  const grid = { update: vi.fn(), setReadOnly: vi.fn(), destroy: vi.fn() };
  const mount = (_: HTMLElement, given: GridOptions) => (mounted.push(given), grid);
  const assets = { ...environment.assets, module: async () => ({ mount }) };
  return { mounted, grid, ...show('Dataframe', {}, value as unknown as Json, { environment: { assets, rows } }) };
}

test('a table of the kernel is fetched to be edited, and an edit sends all of it', async () => {
  const all = Array.from({ length: 300 }, (_, n) => [n]);
  const { mounted, grid, value } = stage(first(300), async ({ start, stop }) => ({ data: all.slice(start, stop), rows: 300 }));
  await waitFor(() => expect(mounted).toHaveLength(1));
  expect(mounted[0].value.data).toEqual(all);
  expect(value()).toEqual(first(300));
  const edited = { headers: ['n'], data: [[7], ...all.slice(1)], metadata: null };
  await act(() => mounted[0].onChange!(edited));
  expect(value()).toBe(edited);
  // It is the same grid, so nothing is taken away under somebody's hands.
  expect(mounted).toHaveLength(1);
  expect(grid.destroy).not.toHaveBeenCalled();
});

test.each([
  ['is too large', 6000, async () => ({ data: [], rows: 6000 })],
  ['is kept no longer', 300, () => Promise.reject(new Error('gone'))],
  ['gives fewer rows', 300, async () => ({ data: [], rows: 0 })]
])('a table that %s cannot be edited, and is sent as it is', async (_, rows, answer) => {
  const { mounted, value } = stage(first(rows), answer as () => Promise<{ data: Json[][]; rows: number }>);
  expect(await screen.findByText(/It is too large to be changed here|It cannot be changed here/)).toBeTruthy();
  expect(mounted.every(({ editable }) => !editable)).toBe(true);
  expect(value()).toEqual(first(rows));
});
