import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';

import { readNumber, stepped } from './number';
import { show } from './stage';

afterEach(cleanup);

const box = () => screen.getByLabelText('Field') as HTMLInputElement;
const type = (text: string) => fireEvent.input(box(), { target: { value: text } });

test.each([
  ['1', 1],
  [' -2.50 ', -2.5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['1e', '1e'],
  ['-', '-'],
  ['1,5', '1,5'],
  ['0x10', '0x10'],
  ['Infinity', 'Infinity'],
  ['12345678901234567890', '12345678901234567890']
])('%j means %j', (text, meant) => {
  expect(readNumber(text)).toBe(meant);
});

test('what is typed stays as it is typed, whatever it means', () => {
  const stage = show('Number');
  for (const text of ['1', '1.', '1.0', '1.0x']) {
    type(text);
    expect(box().value).toBe(text);
  }
  expect(stage.told).toEqual([1, 1, 1, '1.0x']);
  expect(box().getAttribute('aria-invalid')).toBe('true');
});

test('an emptied number is nothing, or null where that is a value', () => {
  const stage = show('Number', {}, 3);
  type('');
  expect(stage.value()).toBeUndefined();
  cleanup();
  const other = show('Number', { schema: { type: ['number', 'null'] } }, 3);
  type('');
  expect(other.value()).toBeNull();
});

test('a number that comes from elsewhere replaces what was typed', async () => {
  const stage = show('Number');
  type('1.0');
  await act(() => stage.set(2));
  expect(box().value).toBe('2');
  await act(() => stage.set(undefined));
  expect(box().value).toBe('');
});

test('zero is a number and not nothing', () => {
  show('Number', {}, 0);
  expect(box().value).toBe('0');
});

test('arrows go by the step, and not over the bounds', () => {
  const stage = show('Number', { props: { step: 0.1, minimum: 0, maximum: 0.35 } }, 0.2);
  fireEvent.keyDown(box(), { key: 'ArrowUp' });
  fireEvent.keyDown(box(), { key: 'ArrowUp' });
  expect(stage.told).toEqual([0.3, 0.35]);
  expect(stepped(1, -10, 0)).toBe(0);
});

test('Enter sends the form', () => {
  const { container } = show('Number', {}, 3);
  const sent = vi.fn((event: Event) => event.preventDefault());
  container.querySelector('form')!.addEventListener('submit', sent);
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(sent).toHaveBeenCalledTimes(1);
});
