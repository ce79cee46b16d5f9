import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import { choicesOf } from './choices';
import { show } from './stage';

afterEach(cleanup);

const choices = [
  ['One', 1],
  ['Two', '2'],
  ['None', null]
];

test('choices come from the properties, otherwise from the schema', () => {
  const of = (props: object, schema: object) =>
    choicesOf({ id: '', type: '', name: '', required: true, props: props as any, schema });
  expect(of({ choices: [['A', 'a'], 'b'] }, { enum: ['c'] })).toEqual([
    { label: 'A', value: 'a' },
    { label: 'b', value: 'b' }
  ]);
  expect(of({}, { enum: ['c', 1] })).toEqual([
    { label: 'c', value: 'c' },
    { label: '1', value: 1 }
  ]);
  expect(of({}, { type: 'array', items: { enum: [true] } })).toEqual([{ label: 'true', value: true }]);
});

test('one of a few choices keeps its type', () => {
  const stage = show('Radio', { props: { choices } }, '2');
  expect((screen.getByLabelText('Two') as HTMLInputElement).checked).toBe(true);
  fireEvent.click(screen.getByLabelText('One'));
  fireEvent.click(screen.getByLabelText('None'));
  expect(stage.told).toEqual([1, null]);
});

test('several choices come in their own order, and what is none of them stays', () => {
  const stage = show('CheckboxGroup', { props: { choices } }, ['other', '2']);
  fireEvent.click(screen.getByLabelText('One'));
  expect(stage.value()).toEqual([1, '2', 'other']);
  fireEvent.click(screen.getByLabelText('Two'));
  expect(stage.value()).toEqual([1, 'other']);
});
