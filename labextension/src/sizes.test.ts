import { expect, test } from 'vitest';

import { boxOf, lengthOf, roomOf, widthOf } from './sizes';

test('a length is a number of pixels, or what style sheets call one', () => {
  expect([300, '50vh', '12.5px', 'calc(100vh - 2rem)'].map(lengthOf)).toEqual(['300px', '50vh', '12.5px', 'calc(100vh - 2rem)']);
  expect([-1, Infinity, '50', 'url(x)', 'calc(1px); color: red', '1px; color: red', null, true].map(lengthOf)).toEqual(Array(8).fill(undefined));
});

test('in a row each takes its share, and no less than it needs', () => {
  expect(widthOf({})).toEqual({});
  expect(widthOf({ scale: 2, min_width: 320 })).toEqual({ flex: '2 1 0', minWidth: 'min(320px, 100%)' });
  expect(widthOf({ scale: 0 })).toEqual({ flex: '0 0 auto' });
});

test('what holds others scrolls where it is told how high to be', () => {
  expect(roomOf({ height: 200 })).toEqual({ maxHeight: '200px', overflowY: 'auto', height: '200px' });
  expect(roomOf({ max_height: '50vh', min_height: 10 })).toEqual({ maxHeight: '50vh', overflowY: 'auto', minHeight: '10px' });
});

test('a component tells its insides how high they may be', () => {
  expect(boxOf({ height: 240, lines: 3 })).toEqual({ '--jgm-height': '240px', '--jgm-most': '240px', '--jgm-lines': '3' });
  expect(boxOf({ lines: 1, height: 'tall' })).toEqual({});
});
