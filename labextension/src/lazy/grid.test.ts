import { afterEach, expect, test, vi } from 'vitest';

import { mount } from './grid';
import type { TableValue } from '../protocol';

afterEach(() => document.body.replaceChildren());

const TABLE: TableValue = { headers: ['a', 'b'], data: [[1, 'x'], [2, 'y']], metadata: null };

function place(): HTMLElement {
  const host = document.createElement('div');
  document.body.append(host);
  return host;
}

const button = (host: HTMLElement, name: string) =>
  [...host.querySelectorAll('button')].find(one => (one.getAttribute('aria-label') ?? one.textContent) === name)!;
const built = (host: HTMLElement) =>
  vi.waitFor(() => expect(host.querySelector('[role=grid]')?.getAttribute('aria-label')).toBe('Table'));

test('headers, columns and rows are changed, and each change is told as a table of its own', async () => {
  const host = place();
  const told: TableValue[] = [];
  const grid = mount(host, { root: document, value: TABLE, editable: true, onChange: value => told.push(value) });
  await built(host);
  const header = host.querySelector<HTMLInputElement>('[aria-label="Name of column 2"]')!;
  header.value = 'c';
  header.dispatchEvent(new Event('input'));
  button(host, 'Add a row').click();
  await vi.waitFor(() => expect(told).toHaveLength(2));
  button(host, 'Add a column').click();
  await vi.waitFor(() => expect(told).toHaveLength(3));
  button(host, 'Remove column a').click();
  expect(told.map(value => value.headers)).toEqual([['a', 'c'], ['a', 'c'], ['a', 'c', '3'], ['c', '3']]);
  expect(told[3].data).toEqual([['x', null], ['y', null], [null, null]]);
  expect(TABLE.headers).toEqual(['a', 'b']);
  grid.destroy();
  expect(host.childElementCount).toBe(0);
});

function paste(host: HTMLElement, text: string): void {
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
    clipboardData: { getData: () => text }
  });
  host.querySelector('.tabulator-tableholder')!.dispatchEvent(event);
}

function drop(host: HTMLElement, file: File): void {
  const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
    dataTransfer: { types: ['Files'], files: [file] }
  });
  host.querySelector('.tabulator-tableholder')!.dispatchEvent(event);
}

const file = (text: string, name = 'a.csv') => new File([text], name);
const said = (host: HTMLElement) => host.querySelector('[role=status]')!.textContent;

test('very many rows are pasted at once, and no more than there is room for', async () => {
  const host = place();
  const told: TableValue[] = [];
  mount(host, { root: document, value: TABLE, editable: true, onChange: value => told.push(value) });
  await built(host);
  paste(host, '1\tx\t2\n'.repeat(20_000));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect([told[0].headers, told[0].data.length]).toEqual([['a', 'b', '3'], 20_000]);
  expect([told[0].data[0], told[0].data[19_999]]).toEqual([[1, 'x', 2], [1, 'x', 2]]);
  expect(said(host)).toBe('');
  paste(host, '1\n'.repeat(200_001));
  await vi.waitFor(() => expect(told).toHaveLength(2), 10_000);
  expect(told[1].data).toHaveLength(200_000);
  await vi.waitFor(() => expect(said(host)).toContain('Of 200,001 rows only 200,000 were taken'));
}, 20_000);

test('a file takes the place of the table', async () => {
  const host = place();
  const told: TableValue[] = [];
  mount(host, { root: document, value: TABLE, editable: true, onChange: value => told.push(value) });
  await built(host);
  expect(host.querySelector('.jgm-hint')!.textContent).toContain('drop a CSV file here');
  expect(button(host, 'Choose a CSV file…')).toBeTruthy();
  drop(host, file('city,n\n"Graz, AT",5\nLinz,'));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told[0]).toEqual({ headers: ['city', 'n'], data: [['Graz, AT', 5], ['Linz', null]], metadata: null });
  drop(host, file('PK\u0003\u0004\u0000', 'a.xlsx'));
  await vi.waitFor(() => expect(said(host)).toBe('a.xlsx was not taken: it is no CSV file, or an empty one.'));
  expect(told).toHaveLength(1);
});

test('a table of fixed size takes of a file what has a place', async () => {
  const host = place();
  const told: TableValue[] = [];
  const onChange = (value: TableValue) => told.push(value);
  const fixed = { editable: true, rowsCanChange: false, columnsCanChange: false };
  mount(host, { root: document, value: TABLE, ...fixed, onChange });
  await built(host);
  drop(host, file('B,other,A\nx,0,1\ny,0,2\nz,0,3'));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told[0]).toEqual({ headers: ['a', 'b'], data: [[1, 'x'], [2, 'y']], metadata: null });
  await vi.waitFor(() => expect(said(host)).toMatch(/Of 3 rows only 2 .* Of 3 columns only 2/));
});

test('a table of fixed size has no tools to change it', async () => {
  const host = place();
  mount(host, { root: document, value: TABLE, editable: true, rowsCanChange: false, columnsCanChange: false });
  await built(host);
  expect(host.querySelectorAll('button')).toHaveLength(0);
  expect(host.querySelector<HTMLInputElement>('[aria-label="Name of column 1"]')!.disabled).toBe(true);
});

test('a table that must not be changed has its tools off', async () => {
  const host = place();
  const grid = mount(host, { root: document, value: TABLE, editable: true });
  grid.setReadOnly(true);
  await built(host);
  await vi.waitFor(() => expect(button(host, 'Add a row').disabled).toBe(true));
  grid.setReadOnly(false);
  expect(button(host, 'Add a row').disabled).toBe(false);
});

test('a long table says how many rows there are and of how many those found are', async () => {
  const host = place();
  const fetchRows = vi.fn(async () => ({ data: [[7, 'z']], rows: 1 }));
  mount(host, { root: document, value: { ...TABLE, view: 'v', rows: 100_000 }, fetchRows });
  await built(host);
  expect(host.querySelector('[role=status]')!.textContent).toBe('');
  const search = host.querySelector<HTMLInputElement>('[type=search]')!;
  search.value = 'z';
  search.dispatchEvent(new Event('input'));
  await vi.waitFor(() => expect(host.querySelector('[role=status]')!.textContent).toBe('1 of 100,000 rows'));
});

test('rows that cannot be had are complained of, and asked for again', async () => {
  const host = place();
  const onError = vi.fn();
  const fetchRows = vi.fn(async () => ({ data: [[7, 'z']], rows: 1 })).mockRejectedValueOnce(new Error('kernel gone'));
  mount(host, { root: document, value: { ...TABLE, view: 'v', rows: 300 }, fetchRows, onError });
  await built(host);
  button(host, 'a').click();
  await vi.waitFor(() => expect(onError).toHaveBeenCalledWith('kernel gone'));
  expect(host.querySelector('[role=alert]')!.textContent).toContain('Rows could not be fetched: kernel gone');
  button(host, 'Try again').click();
  await vi.waitFor(() => expect(fetchRows).toHaveBeenCalledTimes(2));
  expect(host.querySelector('[aria-sort=ascending]')!.textContent).toContain('a');
});
