import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';

import { show } from './stage';

afterEach(cleanup);

const PERSON = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', title: 'Name' },
    age: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    colour: { enum: ['red', 'green'] },
    tags: { type: 'array', items: { type: 'string' } },
    home: { $ref: '#/$defs/Home' }
  },
  $defs: { Home: { type: 'object', properties: { street: { type: 'string' } } } }
};
const area = () => screen.getByLabelText('Field') as HTMLTextAreaElement;
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });

test('what is no JSON yet stays, is told as it is, and what is wrong with it is said', () => {
  const stage = show('JSON', { schema: { type: 'object', additionalProperties: true } }, { a: 1 });
  expect(area().value).toBe('{\n  "a": 1\n}');
  type('Field', '{"a": 1,');
  expect([area().value, stage.value()]).toEqual(['{"a": 1,', '{"a": 1,']);
  expect(screen.getByRole('status').textContent).toMatch(/^Not JSON yet: .*line 1/);
  type('Field', '{"a":   2}');
  expect([area().value, stage.value()]).toEqual(['{"a":   2}', { a: 2 }]);
  expect(screen.queryByRole('status')).toBeNull();
});

test('a value from elsewhere replaces the text', async () => {
  const stage = show('JSON', {}, [1]);
  await act(() => stage.set({ b: null }));
  expect(area().value).toBe('{\n  "b": null\n}');
  await act(() => stage.set(undefined));
  expect(area().value).toBe('');
});

test('a component that nobody knows is written as JSON', () => {
  const stage = show('SomethingNew');
  type('Field', 'null');
  expect(stage.value()).toBeNull();
});

test('an object of plain values is a form', () => {
  const stage = show('JSON', { schema: PERSON });
  type('Name', 'Ann');
  type('Age', '31');
  type('Street', 'Main');
  fireEvent.change(screen.getByLabelText('Colour'), { target: { value: '1' } });
  expect(stage.value()).toEqual({ name: 'Ann', age: 31, colour: 'green', home: { street: 'Main' } });
  type('Age', '');
  expect((stage.value() as any).age).toBeNull();
});

test('a list grows and shrinks', () => {
  const stage = show('JSON', { schema: { type: 'array', items: { type: 'integer' } } }, [1]);
  fireEvent.click(screen.getByText('Add an item'));
  type('Field 2', '5');
  expect(stage.value()).toEqual([1, 5]);
  fireEvent.click(screen.getByLabelText('Remove item 1 of Field'));
  expect(stage.value()).toEqual([5]);
});

test('a form can be written as JSON, and nothing is lost between both', () => {
  const stage = show('JSON', { schema: PERSON }, { name: 'Ann', tags: ['x'] });
  fireEvent.click(screen.getByText('Edit as JSON'));
  type('Field', '{"name": "Bob", "unknown": 1}');
  expect((screen.getByText('Edit as a form') as HTMLButtonElement).disabled).toBe(true);
  expect(stage.value()).toEqual({ name: 'Bob', unknown: 1 });
  type('Field', '{"name": "Bob"}');
  fireEvent.click(screen.getByText('Edit as a form'));
  expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('Bob');
});

test('nested fields are named as others are: by their own title, else by their name, not by their class', () => {
  const Address = { type: 'object', title: 'Address', properties: { post_code: { type: 'string' } } };
  const refer = { $ref: '#/$defs/Address' };
  const properties = { ship_to: refer, bill_to: { ...refer, title: 'Payer' } };
  show('JSON', { schema: { type: 'object', required: ['ship_to'], properties, $defs: { Address } } });
  expect([...document.querySelectorAll('legend')].map(one => one.textContent)).toEqual(['Ship to', 'Payer']);
  expect(screen.getAllByLabelText('Post code')).toHaveLength(2);
  expect(document.querySelectorAll('.jgm-required')).toHaveLength(1);
});

test('a list of objects is a list of forms, and the focus goes to a new one', () => {
  const stage = show('JSON', { schema: { type: 'array', items: PERSON, $defs: PERSON.$defs } }, [{ name: 'Ann' }]);
  fireEvent.click(screen.getAllByText('Add an item').pop()!);
  expect([...document.querySelectorAll('.jgm-record > fieldset > legend')].map(one => one.textContent)).toEqual([
    'Field 1',
    'Field 2'
  ]);
  const names = screen.getAllByLabelText('Name');
  expect(document.activeElement).toBe(names[1]);
  fireEvent.input(names[1], { target: { value: 'Bob' } });
  expect(stage.value()).toEqual([{ name: 'Ann' }, { name: 'Bob' }]);
  fireEvent.click(screen.getByLabelText('Remove item 1 of Field'));
  expect(stage.value()).toEqual([{ name: 'Bob' }]);
});
