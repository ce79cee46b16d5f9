import { waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { asTable } from './dataframe';
import { component, show, surroundings } from './testing';

const TABLE = { headers: ['a', 'b'], data: [[1, 'x'], [2, null]] };

test('records have the columns of all of them', () => {
  expect(asTable([{ a: 1 }, { b: 2, a: 3 }])).toEqual({ headers: ['a', 'b'], data: [[1, null], [3, 2]] });
});

test('rows of different lengths are filled up', () => {
  expect(asTable([[1], [2, 3]])).toEqual({ headers: ['1', '2'], data: [[1, null], [2, 3]] });
  expect(asTable([[1, 2]], ['x'])).toEqual({ headers: ['x', '2'], data: [[1, 2]] });
});

test('what is no table is none', () => {
  expect(asTable({ a: 1 })).toBeNull();
  expect(asTable({ headers: ['a'], data: [1] })).toBeNull();
  expect(asTable('text')).toBeNull();
});

test('a table is readable without the grid, and what hinders it is said', async () => {
  const { container, findByText } = show(component('Dataframe'), TABLE);
  expect([...container.querySelectorAll('td')].map(cell => cell.textContent)).toEqual(['1', 'x', '2', '']);
  await findByText('This can only be shown simply: there is no grid');
  expect(container.querySelector('table')).not.toBeNull();
});

test('the grid is given the table and the way to its further rows', async () => {
  const mounted: any[] = [];
  const grid = { mount: (_: HTMLElement, options: any) => (mounted.push(options), { update() {}, destroy() {} }) };
  const asked: unknown[] = [];
  const environment = surroundings({
    modules: { grid },
    rows: async query => (asked.push(query), { data: [], rows: 0 })
  });
  const value = { ...TABLE, view: 'v1', rows: 1000 };
  const { container } = show(component('Dataframe', { label: 'People' }), value, environment);
  await waitFor(() => expect(mounted).toHaveLength(1));
  expect(mounted[0]).toMatchObject({ value, label: 'People', root: document });
  await mounted[0].fetchRows({ view: 'v1', start: 0, stop: 5 });
  expect(asked).toEqual([{ view: 'v1', start: 0, stop: 5 }]);
  await waitFor(() => expect(container.querySelector('table')).toBeNull());
  expect(container.textContent).toContain('1,000 rows × 2 columns');
});

test('another table is given to the grid that is there, and one of the kernel to a new one', async () => {
  const told: string[] = [];
  const grid = {
    mount: () => (told.push('mount'), { update: () => told.push('update'), destroy: () => told.push('destroy') })
  };
  const { again } = show(component('Dataframe'), TABLE, surroundings({ modules: { grid } }));
  await waitFor(() => expect(told).toEqual(['mount']));
  again({ ...TABLE, data: [] });
  await waitFor(() => expect(told).toEqual(['mount', 'update']));
  again({ ...TABLE, view: 'v' });
  await waitFor(() => expect(told).toEqual(['mount', 'update', 'destroy', 'mount']));
});
