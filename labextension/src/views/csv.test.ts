import { expect, test } from 'vitest';

import { separated, wholeTable } from './csv';
import { surroundings } from './testing';

test('cells with separators, quotes and line ends are quoted', () => {
  const table = { headers: ['a,b', 'c'], data: [['say "x"', 'two\nlines'], [null, { k: [1] }], [1.5, true]] };
  expect(separated(table, ',')).toBe('"a,b",c\r\n"say ""x""","two\nlines"\r\n,"{""k"":[1]}"\r\n1.5,true');
  expect(separated({ headers: ['a,b'], data: [['x\ty']] }, '\t')).toBe('a,b\r\n"x\ty"');
});

test('all rows of a table that stayed with the kernel are fetched in pieces', async () => {
  const asked: [number, number][] = [];
  const environment = surroundings({
    rows: async ({ start, stop }) => {
      asked.push([start, stop]);
      const data = Array.from({ length: Math.min(stop, 25_000) - start }, (_, index) => [start + index]);
      return { data, rows: 25_000 };
    }
  });
  const { data } = await wholeTable({ headers: ['n'], data: [[0]], view: 'v', rows: 25_000 }, environment);
  expect(asked).toEqual([[0, 10_000], [10_000, 20_000], [20_000, 30_000]]);
  expect(data.map(([n]) => n)).toEqual(Array.from({ length: 25_000 }, (_, index) => index));
});

test('a table that became shorter meanwhile ends', async () => {
  const environment = surroundings({ rows: async () => ({ data: [], rows: 50 }) });
  expect((await wholeTable({ headers: ['n'], data: [], view: 'v', rows: 50 }, environment)).data).toEqual([]);
});
