import { expect, test } from 'vitest';

import { component, show } from './testing';

test.each([
  [0, '0'],
  [-1.5, '-1.5'],
  [1e21, '1e+21'],
  [1234, '1234'],
  [1234567, '1\u202f234\u202f567'],
  [0.1 + 0.2, '0.30000000000000004']
])('the number %d is shown as %s', (value, text) => {
  expect(show(component('Number'), value).container.textContent).toBe(text);
});

test('a slider shows where a number is between its bounds, and never outside', () => {
  const of = component('Slider', { minimum: 10, maximum: 20 });
  const bar = (value: number): string =>
    show(of, value).container.querySelector<HTMLElement>('span > span')!.style.width;
  expect(bar(15)).toBe('50%');
  expect(bar(99)).toBe('100%');
});

test('False is shown, and is not nothing', () => {
  expect(show(component('Checkbox'), false).container.textContent).toContain('False');
});

test('a choice is shown by its label, and one that is none of the choices as it is', () => {
  const of = component('Dropdown', { choices: [['Zero', 0], ['One', 1]] });
  expect(show(of, 0).container.textContent).toBe('Zero');
  expect(show(of, [1, 5]).container.textContent).toBe('One5');
});

test('no choice at all is said', () => {
  expect(show(component('CheckboxGroup'), []).container.textContent).toBe('Nothing chosen');
});

test.each([
  ['2026-01-02T03:04:05.000', '2026-01-02 03:04:05'],
  ['2026-01-02T03:04:05.120+02:00', '2026-01-02 03:04:05.120+02:00'],
  ['2026-01-02T03:04:05Z', '2026-01-02 03:04:05 UTC'],
  ['2026-01-02', '2026-01-02'],
  ['noon', 'noon'],
  [0, '1970-01-01 00:00:00 UTC']
])('the moment %s is read as %s', (value, text) => {
  expect(show(component('DateTime'), value).container.textContent).toBe(text);
});

test('a colour that is none colours nothing', () => {
  const { container } = show(component('ColorPicker'), 'url(https://example.org/x)');
  expect(container.querySelector('span')!.getAttribute('style') ?? '').not.toContain('url');
  expect(container.querySelector('code')!.textContent).toBe('url(https://example.org/x)');
});

test('None is said softly', () => {
  expect(show(component('Number'), null).container.textContent).toBe('None');
});
