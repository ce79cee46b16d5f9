import { expect, test, vi } from 'vitest';

import type { RowsQuery } from '../protocol';
import { localRows, remoteRows, type Order } from './rows';

const order = (changes: Partial<Order> = {}): Order => ({ sort: null, descending: false, search: '', ...changes });
const first = async (rows: Promise<{ cells: unknown }[]>) => (await rows).map(row => row.cells);

test('rows at hand are sorted by size or by the alphabet, with what is empty last', async () => {
  const source = localRows({ headers: ['n', 't'], data: [[10, 'b10'], [null, 'b9'], [9, 'a']] });
  expect(await first(source.arrange(order({ sort: 0 })))).toEqual([[9, 'a'], [10, 'b10'], [null, 'b9']]);
  const backwards = order({ sort: 0, descending: true });
  expect(await first(source.arrange(backwards))).toEqual([[10, 'b10'], [9, 'a'], [null, 'b9']]);
  expect(await first(source.arrange(order({ sort: 1 })))).toEqual([[9, 'a'], [null, 'b9'], [10, 'b10']]);
});

test('rows at hand are searched in all of their cells', async () => {
  const source = localRows({ headers: ['a'], data: [['Foo', 1], ['bar', { x: 'foo' }], ['baz', null]] });
  expect(await first(source.arrange(order({ search: ' FOO ' })))).toHaveLength(2);
});

const TABLE = { headers: ['n'], data: [[0], [1]], view: 'v', rows: 1000 };
const answer = async ({ start, stop }: RowsQuery) => ({
  data: Array.from({ length: stop - start }, (_, index) => [start + index]),
  rows: 1000
});

test('the first rows of a long table are there without asking', async () => {
  const fetchRows = vi.fn(answer);
  const rows = await remoteRows(TABLE, fetchRows, () => undefined, () => undefined).arrange(order());
  expect([rows.length, rows[1].cells, rows[2].cells]).toEqual([1000, [1], null]);
  expect(fetchRows).not.toHaveBeenCalled();
});

test('rows take their looks with them wherever they are sorted to', async () => {
  const metadata = { display_value: [['1 m'], ['2 m']], styling: [['color: red'], ['']] };
  const here = await localRows({ headers: ['n'], data: [[1], [2]], metadata }).arrange(order({ sort: 0, descending: true }));
  expect(here.map(row => row.look)).toEqual([
    { texts: ['2 m'], styles: [''] },
    { texts: ['1 m'], styles: ['color: red'] }
  ]);
  const fetchRows = vi.fn(async () => ({ data: [[9]], rows: 1, metadata: { display_value: [['9 m']], styling: [['']] } }));
  const source = remoteRows({ ...TABLE, metadata }, fetchRows, () => undefined, () => undefined);
  expect((await source.arrange(order()))[1].look).toEqual({ texts: ['2 m'], styles: [''] });
  expect((await source.arrange(order({ sort: 0 })))[0].look?.texts).toEqual(['9 m']);
});

test('rows that come into sight are fetched together, once', async () => {
  const fetchRows = vi.fn(answer);
  const arrived = vi.fn();
  const source = remoteRows(TABLE, fetchRows, arrived, () => undefined);
  const rows = await source.arrange(order());
  rows.slice(450, 480).forEach(row => source.need(row));
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
  source.need(rows[460]);
  expect(rows[460].cells).toEqual([460]);
  const query = { view: 'v', start: 400, stop: 600, sort: null, descending: false, search: '' };
  expect(fetchRows.mock.calls).toEqual([[query]]);
});

test('rows in another order are asked for in that order', async () => {
  const fetchRows = vi.fn(answer);
  const source = remoteRows(TABLE, fetchRows, () => undefined, () => undefined);
  await source.arrange(order({ sort: 0, descending: true, search: ' x ' }));
  expect(fetchRows).toHaveBeenCalledWith({ view: 'v', start: 0, stop: 200, sort: 0, descending: true, search: 'x' });
});

test('rows that could not be fetched are asked for again', async () => {
  const failed = vi.fn();
  const arrived = vi.fn();
  const fetchRows = vi.fn(answer).mockRejectedValueOnce(new Error('the kernel is gone'));
  const source = remoteRows(TABLE, fetchRows, arrived, failed);
  const rows = await source.arrange(order());
  source.need(rows[500]);
  await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(1));
  source.need(rows[500]);
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
});
