import { expect, test } from 'vitest';

import { rowsOf, type Asked } from './search';
import { fn, listed } from './testing';

const ALL: Asked = { search: '', showHidden: true, folded: new Set() };

const TWO = [
  listed('work/a.ipynb', fn('greet', { description: 'Say Hello.', parameters: ['person'] }), fn('secret', { visibility: 'private' })),
  listed('b.ipynb', fn('sum', { title: 'Add Numbers', union: 'sum_b' }))
];

const names = (asked: Partial<Asked>): string[] =>
  rowsOf(TWO, { ...ALL, ...asked }).map(({ fn, notebook }) => fn?.name ?? notebook.title);

test('notebooks have their functions below them, each with its place among its sisters', () => {
  expect(names({})).toEqual(['a', 'greet', 'secret', 'b', 'sum']);
  expect(rowsOf(TWO, ALL).map(({ place, sisters }) => [place, sisters])).toEqual([[1, 2], [1, 2], [2, 2], [2, 2], [1, 1]]);
});

test.each([
  ['GREET', ['a', 'greet']],
  ['hello', ['a', 'greet']],
  ['person', ['a', 'greet']],
  ['add num', ['b', 'sum']],
  ['sum_b', ['b', 'sum']],
  ['work greet', ['a', 'greet']],
  ['hello numbers', []],
  ['  ', ['a', 'greet', 'secret', 'b', 'sum']]
])('a search for %j finds %j', (search, found) => {
  expect(names({ search })).toEqual(found);
});

test('functions that agents do not see can be left out', () => {
  expect(names({ showHidden: false })).toEqual(['a', 'greet', 'b', 'sum']);
});

test('a notebook that is folded keeps its functions to itself, but for a search', () => {
  const folded = new Set(['work/a.ipynb']);
  expect(names({ folded })).toEqual(['a', 'b', 'sum']);
  expect(rowsOf(TWO, { ...ALL, folded })[0]).toMatchObject({ open: false, below: 2 });
  expect(names({ folded, search: 'greet' })).toEqual(['a', 'greet']);
});

test('a notebook is paused with everything, or by itself; what is paused by itself is resumed', () => {
  const states = (paused: boolean): boolean[] =>
    rowsOf([TWO[0], { ...TWO[1], paused: true }], { ...ALL, paused }).filter(({ fn }) => !fn).map(row => row.paused);
  expect(states(false)).toEqual([false, true]);
  expect(states(true)).toEqual([true, true]);
  expect(rowsOf(TWO, { ...ALL, paused: true })[0].item.paused).toBe(false);
});

test('a row says what commands need to know of its function', () => {
  const [, row] = rowsOf([{ ...TWO[0], functions: [fn('f', { panel: 'cell:x', paused: true })] }], ALL);
  expect(row.item).toEqual({
    kernel: 'k-a',
    notebook: 'work/a.ipynb',
    address: 'gradio/work/a.ipynb/',
    live: true,
    paused: true,
    name: 'f',
    kind: 'tool',
    panel: 'cell:x'
  });
});
