import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import { show } from './stage';

afterEach(cleanup);

const few = { choices: [['A', 'a'], ['One', 1]] };
const many = { choices: Array.from({ length: 300 }, (_, index) => [`Choice ${index}`, index]) };
const select = () => screen.getByLabelText('Field') as HTMLSelectElement;
const box = () => screen.getByRole('combobox') as HTMLInputElement;
const key = (name: string) => fireEvent.keyDown(box(), { key: name });
const type = (text: string) => fireEvent.input(box(), { target: { value: text } });

test('a few choices are the list of the browser, and keep their types', () => {
  const stage = show('Dropdown', { props: few });
  expect(select().localName).toBe('select');
  fireEvent.change(select(), { target: { value: '1' } });
  expect(stage.value()).toBe(1);
});

test('a value that is none of the choices is shown and stays', () => {
  const stage = show('Dropdown', { props: few }, 'gone');
  expect(select().selectedOptions[0].textContent).toBe('gone (none of the choices)');
  expect(stage.told).toEqual([]);
});

test('a list to filter is used by the keyboard alone', () => {
  const stage = show('Dropdown', { props: many }, 7);
  expect(box().value).toBe('Choice 7');
  expect(box().getAttribute('aria-expanded')).toBe('false');
  type('choice 29');
  expect(box().getAttribute('aria-expanded')).toBe('true');
  expect(screen.getAllByRole('option')).toHaveLength(11);
  key('ArrowDown');
  const active = document.getElementById(box().getAttribute('aria-activedescendant')!);
  expect(active?.textContent).toBe('Choice 290');
  key('Enter');
  expect([stage.value(), box().value]).toEqual([290, 'Choice 290']);
});

test('Escape and leaving put the value back that was there', () => {
  const stage = show('Dropdown', { props: many }, 7);
  type('no such thing');
  key('Escape');
  expect(box().value).toBe('Choice 7');
  type('no such thing');
  fireEvent.blur(box());
  expect([stage.told, box().value]).toEqual([[], 'Choice 7']);
});

test('leaving takes what was typed where a value of one’s own is allowed', () => {
  const stage = show('Dropdown', { props: { ...few, allow_custom_value: true } });
  type(' mine ');
  fireEvent.blur(box());
  expect(stage.value()).toBe('mine');
});

test('several are chosen, taken back, and no more than are allowed', () => {
  const stage = show('Dropdown', { props: { ...many, multiselect: true, max_choices: 2 } }, [1]);
  type('choice 12');
  key('Enter');
  type('choice 13');
  key('Enter');
  expect(stage.value()).toEqual([1, 12]);
  fireEvent.click(screen.getByLabelText('Remove Choice 1'));
  expect(stage.value()).toEqual([12]);
  type('');
  key('Backspace');
  expect(stage.value()).toEqual([]);
});

test('no more options are drawn than can be looked at', () => {
  show('Dropdown', { props: many });
  fireEvent.click(box());
  expect(screen.getAllByRole('option')).toHaveLength(200);
  expect(screen.getByRole('status').textContent).toBe('100 more: type to narrow them down.');
});

test('a default that is not null leaves nothing to leave out', () => {
  const options = () => [...select().options].map(option => option.textContent);
  show('Dropdown', { required: false, props: { ...few, value: 'a' } }, 'a');
  expect(options()).toEqual(['A', 'One']);
  cleanup();
  show('Dropdown', { required: false, props: { ...few, value: 'a' }, schema: { anyOf: [{}, { type: 'null' }] } }, 'a');
  expect(options()).toEqual(['—', 'A', 'One']);
});

test('nor does a list to filter, and what was taken out of it comes back', () => {
  const stage = show('Dropdown', { required: false, props: { ...many, value: 7 } }, 7);
  expect(screen.queryByLabelText('Clear Field')).toBeNull();
  type('');
  fireEvent.blur(box());
  expect([stage.told, box().value]).toEqual([[], 'Choice 7']);
});
