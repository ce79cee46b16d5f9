import { expect, test } from 'vitest';

import { declarations, dress, readable } from './cell-look';

test.each([
  ['color: red; font-weight: bold', { color: 'red', 'font-weight': 'bold' }],
  ['Background-Color: #ffff00', { 'background-color': '#ffff00' }],
  ['background-color: rgb(1 2 3 / 50%)', { 'background-color': 'rgb(1 2 3 / 50%)' }],
  ['background-color: url(https://example.com/a)', {}],
  ['background: red; position: fixed; width: 9999px', {}],
  ['color: var(--secret); text-align: left', { 'text-align': 'left' }],
  ['color', {}]
])('of %s only what is safe is kept', (css, kept) => {
  expect(Object.fromEntries(declarations(css))).toEqual(kept);
});

test('a cell that is drawn again has nothing of its former style', () => {
  const cell = document.createElement('div');
  dress(cell, 'color: red; font-style: italic', done => done());
  expect([cell.style.color, cell.style.fontStyle]).toEqual(['red', 'italic']);
  dress(cell, 'color: blue', done => done());
  expect([cell.style.color, cell.style.fontStyle]).toEqual(['blue', '']);
  dress(cell, '', done => done());
  expect(cell.style.cssText).toBe('');
});

test('texts are dark on light colours and light on dark ones, whatever the theme', () => {
  expect(['rgb(255, 255, 0)', 'rgb(0, 0, 139)', 'rgba(0, 0, 0, 0)', 'oklch(1 0 0)'].map(readable)).toEqual(['#000', '#fff', '', '']);
  const cell = document.createElement('div');
  document.body.append(cell);
  dress(cell, 'background-color: rgb(255, 255, 0)', done => done());
  expect(cell.style.color).toMatch(/^(#000|rgb\(0, 0, 0\))$/);
  cell.remove();
});
