import { expect, test } from 'vitest';

import { kindsOf, readCell, readFile, readTsv } from './cells';

test('a column is what all of its cells are, unless it is said', () => {
  const table = { headers: ['n', 'b', 's', 'e'], data: [[1, true, 'x', null], [null, false, 2, '']] };
  expect(kindsOf(table)).toEqual(['number', 'bool', 'str', 'auto']);
  expect(kindsOf(table, 'str')).toEqual(['str', 'str', 'str', 'str']);
  expect(kindsOf(table, ['number', 'date', 'auto', 'bool'])).toEqual(['number', 'str', 'str', 'bool']);
});

test.each([
  ['5', 'number', null, 5],
  ['1e3', 'number', 1, 1000],
  ['abc', 'number', 1, 'abc'],
  ['', 'number', 1, null],
  ['5', 'str', '', '5'],
  ['', 'str', 'x', ''],
  ['', 'str', null, null],
  ['01234', 'auto', null, '01234'],
  ['12', 'auto', null, 12],
  ['Yes', 'bool', false, true],
  ['maybe', 'bool', false, 'maybe'],
  ['{"a": 1}', 'str', { a: 0 }, { a: 1 }]
] as const)('%j in a column of kind %s is %j → %j', (text, kind, before, meant) => {
  expect(readCell(text, kind, before as any)).toEqual(meant);
});

test('cells of a spreadsheet come with their tabs, quotes and lines', () => {
  expect(readTsv('a\tb\r\n"c\t""d""\ne"\t\r\n')).toEqual([
    ['a', 'b'],
    ['c\t"d"\ne', '']
  ]);
  expect(readTsv('a\n\nb')).toEqual([['a'], [''], ['b']]);
});

test.each([
  ['commas', '\ufeffa,b\r\n"1,5","say ""hi""\nnow"\r\n', [['a', 'b'], ['1,5', 'say "hi"\nnow']]],
  ['semicolons', 'a;"b,c,d,e";f\n1;2;3', [['a', 'b,c,d,e', 'f'], ['1', '2', '3']]],
  ['tabs', 'a\tb\n1,5\t', [['a', 'b'], ['1,5', '']]]
])('a file has %s', (_, text, cells) => {
  expect(readFile(new TextEncoder().encode(text))).toEqual(cells);
});

test('a file that is not of UTF-8 is of a spreadsheet that is older', () => {
  expect(readFile(Uint8Array.of(0x67, 0x72, 0xfc, 0x6e))).toEqual([['grün']]);
});

test.each([
  ['2.50', 2.5],
  ['0', 0],
  ['-3', -3],
  ['1e3', 1000],
  ['01234', '01234'],
  ['12345678901234567890', '12345678901234567890'],
  ['1,5', '1,5'],
  ['0x10', '0x10']
])('where nobody says what a column holds, %s is read as %o', (text, value) => {
  expect(readCell(text, 'auto', '')).toBe(value);
});
