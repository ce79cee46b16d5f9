import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';

import type { GridOptions } from '../lazy/contract';
import type { ComponentInfo } from '../protocol';
import { tableOf } from './dataframe';
import { environment, show } from './stage';

afterEach(cleanup);

const component = (props = {}): ComponentInfo => ({ id: '', type: '', name: '', required: true, schema: {}, props });

test('rows, records and tables are all tables', () => {
  const table = { headers: ['a', 'b'], data: [[1, null]], metadata: null };
  expect(tableOf(table, component())).toBe(table);
  expect(tableOf([{ a: 1 }, { b: 2 }], component())?.data).toEqual([
    [1, null],
    [null, 2]
  ]);
  expect(tableOf([[1, 2, 3]], component({ headers: ['x'] }))?.headers).toEqual(['x', '2', '3']);
  expect(tableOf(5, component())).toBeNull();
});

test('an empty table has the columns and rows that were asked for', () => {
  expect(tableOf(undefined, component({ headers: ['a', 'b'], row_count: [1, 'fixed'] }))).toEqual({
    headers: ['a', 'b'],
    data: [[null, null]],
    metadata: null
  });
});

test('the grid is told of changes from elsewhere, and not of its own', async () => {
  const grid = { update: vi.fn(), setReadOnly: vi.fn(), destroy: vi.fn() };
  let options: GridOptions | null = null;
  const mount = (_: HTMLElement, given: GridOptions) => ((options = given), grid);
  const assets = { ...environment.assets, module: async () => ({ mount }) };
  const stage = show('Dataframe', { props: { row_count: [3, 'fixed'] } }, undefined, { environment: { assets } });
  await waitFor(() => expect(options).not.toBeNull());
  expect([options!.rowsCanChange, options!.columnsCanChange]).toEqual([false, true]);
  const typed = { headers: ['1'], data: [['x']], metadata: null };
  await act(() => options!.onChange!(typed));
  expect(stage.value()).toBe(typed);
  expect(grid.update).not.toHaveBeenCalled();
  const other = { headers: ['1'], data: [['y']], metadata: null };
  await act(() => stage.set(other));
  expect(grid.update).toHaveBeenCalledWith(other);
});

test('without the grid a table is written as JSON', async () => {
  const stage = show('Dataframe');
  const area = await screen.findByLabelText('Field');
  fireEvent.input(area, { target: { value: '[[1]]' } });
  expect(stage.value()).toEqual([[1]]);
});
