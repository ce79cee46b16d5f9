import { expect, test } from 'vitest';

import { component, show } from './testing';

test('a text keeps its lines and its markup', () => {
  const { container } = show(component('Textbox'), 'a\n  <b>b</b>');
  expect(container.querySelector('pre')!.textContent).toBe('a\n  <b>b</b>');
  expect(container.querySelector('b')).toBeNull();
});

test('a text that grows keeps the node that may be selected', () => {
  const { container, again } = show(component('Textbox'), 'one', undefined, true);
  const node = container.querySelector('pre')!.firstChild;
  again('one two');
  expect(container.querySelector('pre')!.firstChild).toBe(node);
  expect(node!.textContent).toBe('one two');
});

test('a text that becomes another one is shown as that one', () => {
  const { container, again } = show(component('Textbox'), 'one');
  again('other');
  expect(container.querySelector('pre')!.textContent).toBe('other');
  again('');
  expect(container.querySelector('pre')!.textContent).toBe('');
});

test('a very long text is cut until all of it is asked for', async () => {
  const { container, getByText, findByText } = show(component('Textbox'), 'x'.repeat(600_000));
  expect(container.querySelector('pre')!.textContent).toHaveLength(500_000);
  getByText('Show all 600,000 characters').click();
  await findByText('Copy');
  expect(container.querySelector('pre')!.textContent).toHaveLength(600_000);
});
