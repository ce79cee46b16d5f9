import { expect, test } from 'vitest';

import { fileNamed } from '../controls/stage';
import type { Json } from '../protocol';
import { component } from '../testing';
import { eventsOf } from './changes';

const names = (type: string, before: Json | undefined, value: Json | undefined): string[] =>
  eventsOf(component('a', type, 'a'), before, value).map(([event]) => event);

const [one, other] = [fileNamed('one.txt'), fileNamed('other.txt')] as unknown as Json[];

test('what a person changes is told by the kind of component', () => {
  expect(names('Textbox', undefined, 'x')).toEqual(['input', 'change']);
  expect(names('Radio', undefined, 'x')).toEqual(['input', 'change', 'select']);
  expect(names('Image', undefined, one)).toEqual(['input', 'change', 'upload']);
  expect(names('Image', one, undefined)).toEqual(['input', 'change', 'clear']);
});

test('a choice is told with its place', () => {
  const radio = component('a', 'Radio', 'a', { props: { choices: [['One', 1], ['Two', 2]] } });
  expect(eventsOf(radio, 1, 2)[2]).toEqual(['select', { index: 1, value: 2, selected: true }]);
  expect(eventsOf(radio, 2, null)).toHaveLength(2);
  const free = component('a', 'Dropdown', 'a', { props: { choices: ['x'], allow_custom_value: true } });
  expect(eventsOf(free, 'x', 'y')[2]).toEqual(['select', { index: null, value: 'y', selected: true }]);
});

test('of several choices what came and what went is told', () => {
  const group = component('a', 'CheckboxGroup', 'a', { props: { choices: ['x', 'y', 'z'] } });
  expect(eventsOf(group, ['x'], ['x', 'z'])[2]).toEqual(['select', { index: 2, value: 'z', selected: true }]);
  expect(eventsOf(group, ['x', 'z'], ['z'])[2]).toEqual(['select', { index: 0, value: 'x', selected: false }]);
  const list = component('a', 'Dropdown', 'a', { props: { choices: ['x', 'y'], multiselect: true } });
  expect(eventsOf(list, undefined, ['y'])[2]).toEqual(['select', { index: 1, value: 'y', selected: true }]);
});

test('a check box tells whether it is ticked', () => {
  const box = component('a', 'Checkbox', 'a', { props: { label: 'Really' } });
  expect(eventsOf(box, true, false)[2]).toEqual(['select', { index: 0, value: 'Really', selected: false }]);
});

test('a file that is taken away is told of, and so is the last one', () => {
  const files = component('a', 'File', 'a');
  expect(eventsOf(files, [one, other], [one])).toEqual([['input'], ['change'], ['delete', other]]);
  expect(eventsOf(files, one, undefined)).toEqual([['input'], ['change'], ['delete', one], ['clear']]);
  const gallery = component('a', 'Gallery', 'a');
  const items = [{ image: one, caption: null }, { image: other, caption: 'b' }] as Json[];
  expect(eventsOf(gallery, items, items.slice(1))[2]).toEqual(['delete', one]);
});
