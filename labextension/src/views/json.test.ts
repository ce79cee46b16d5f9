import { fireEvent } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { component, show } from './testing';

const items = (container: Element): string[] =>
  [...container.querySelectorAll('[role=treeitem]')].map(item => item.textContent!);

test('values are shown as JSON writes them, and never as markup', () => {
  const { container } = show(component('JSON'), { a: '<img src=x>', b: null, c: false, d: [], e: {} });
  expect(items(container).slice(1)).toEqual(['a: "<img src=x>"', 'b: null', 'c: false', 'd: []', 'e: {}']);
  expect(container.querySelector('img')).toBeNull();
});

test('a click folds a branch, and another one unfolds it', () => {
  const { container } = show(component('JSON'), { a: { b: 1 } });
  const sign = (): HTMLElement => container.querySelectorAll<HTMLElement>('.jgmv-fold')[1]!;
  fireEvent.click(sign());
  expect(items(container)).toHaveLength(2);
  fireEvent.click(sign());
  expect(items(container)).toHaveLength(3);
});

test('the arrow keys walk the tree and fold it', () => {
  const { container } = show(component('JSON'), { a: { b: 1 }, c: 2 });
  const focused = (): string => document.activeElement!.textContent!;
  container.querySelector<HTMLElement>('[role=treeitem]')!.focus();
  const press = (key: string): boolean => fireEvent.keyDown(document.activeElement!, { key });
  press('ArrowDown');
  press('ArrowRight');
  expect(focused()).toBe('b: 1');
  press('ArrowLeft');
  press('ArrowLeft');
  expect(document.activeElement!.getAttribute('aria-expanded')).toBe('false');
  press('ArrowDown');
  expect(focused()).toBe('c: 2');
  press('Home');
  press('End');
  expect(focused()).toBe('c: 2');
});

test('long lists and texts are cut until more is asked for', () => {
  const list = show(component('JSON'), Array.from({ length: 150 }, (_, index) => index));
  expect(items(list.container)).toHaveLength(101);
  fireEvent.click(list.getByText('Show all 150 entries'));
  expect(items(list.container)).toHaveLength(151);
  const text = show({ ...component('JSON'), schema: { type: 'string' } }, 'x'.repeat(5000));
  expect(text.container.querySelector('[role=treeitem]')!.textContent!.length).toBeLessThan(500);
  fireEvent.click(text.getByText('Show all 5,000 characters'));
  expect(text.container.querySelector('[role=treeitem]')!.textContent).toBe(JSON.stringify('x'.repeat(5000)));
});

test('large branches begin folded', () => {
  const { container } = show(component('JSON'), { big: Array.from({ length: 50 }, () => 0), small: [1] });
  expect(items(container).slice(1)).toEqual([expect.stringContaining('50 entries'), expect.any(String), '0: 1']);
});
