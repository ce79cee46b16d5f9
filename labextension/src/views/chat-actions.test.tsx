import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import type { Ears } from '../environment';
import type { Json } from '../protocol';
import { asked, textOf, turnOf } from './chat-actions';
import { Chatbot } from './chatbot';
import { component, surroundings } from './testing';

afterEach(cleanup);

const SAID = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'hm', metadata: { title: 'Thinking' } },
  { role: 'assistant', content: 'Hello', options: [{ value: 'y', label: 'Yes' }] }
];

/** A conversation of which these events are heard. */
function show(events: string[], props = {}, value: unknown = SAID, streaming = false) {
  const told: [string, Json | undefined][] = [];
  const put: Json[] = [];
  const ears: Ears = {
    hear: event => events.includes(event),
    tell: (event, data) => void (events.includes(event) && told.push([event, data])),
    put: given => void put.push(given)
  };
  const drawn = render(
    <Chatbot component={component('Chatbot', props)} value={value} streaming={streaming} environment={surroundings()} ears={ears} />
  );
  const names = (): (string | null)[] =>
    drawn.queryAllByRole('button').map(button => button.getAttribute('aria-label') ?? button.textContent);
  return { ...drawn, told, put, names };
}

test('an answer can be copied; for what nobody hears there is no button, and options cannot be chosen', () => {
  const { names, getByText } = show([]);
  expect(names()).toEqual(['Copy', 'Yes', 'Copy']);
  expect((getByText('Yes') as HTMLButtonElement).disabled).toBe(true);
});

test('an opinion is of all that was said in one go', () => {
  const { getByLabelText, names, told } = show(['like']);
  expect(names()).toEqual(['Copy', 'Yes', 'Like', 'Dislike', 'Copy']);
  fireEvent.click(getByLabelText('Dislike'));
  expect(told).toEqual([['like', { index: 1, value: ['hm', 'Hello'], liked: false }]]);
  expect(getByLabelText('Dislike').getAttribute('aria-pressed')).toBe('true');
});

test('other opinions, also of what the user said', () => {
  const { getByLabelText, getAllByLabelText, told } = show(['like'], { feedback_options: ['Like', 'Spam'], like_user_message: true });
  expect(getAllByLabelText('Like')).toHaveLength(2);
  fireEvent.click(getAllByLabelText('Spam')[0]);
  expect(told[0][1]).toEqual({ index: 0, value: ['Hi'], liked: 'Spam' });
  expect(() => getByLabelText('Dislike')).toThrow();
});

test('once more and back are below the last answer, and name the question', () => {
  const { getByLabelText, told } = show(['retry', 'undo']);
  fireEvent.click(getByLabelText('Retry'));
  fireEvent.click(getByLabelText('Undo'));
  expect(told).toEqual(['retry', 'undo'].map(event => [event, { index: 0, value: 'Hi' }]));
  cleanup();
  expect(show(['retry'], {}, SAID.slice(0, 1)).names()).toEqual([]);
  cleanup();
  // While it grows.
  expect(show(['retry'], {}, SAID, true).names()).toEqual(['Copy', 'Copy']);
});

test('a message is changed in its place', () => {
  const { getAllByLabelText, getByLabelText, getByText, put, told } = show(['edit'], { editable: 'all' });
  expect(getAllByLabelText('Edit')).toHaveLength(3);
  fireEvent.click(getAllByLabelText('Edit')[0]);
  fireEvent.input(getByLabelText('Message'), { target: { value: 'Hey' } });
  fireEvent.click(getByText('Save'));
  expect(put).toEqual([[{ role: 'user', content: 'Hey' }, ...SAID.slice(1)]]);
  expect(told).toEqual([['edit', { index: 0, value: 'Hey', previous_value: 'Hi' }]]);
});

test('an option is chosen, and a conversation cleared', () => {
  const { getByText, put, told } = show(['option_select', 'clear']);
  fireEvent.click(getByText('Yes'));
  fireEvent.click(getByText('Clear'));
  expect(told).toEqual([['option_select', { index: 0, value: 'y', selected: true }], ['clear', undefined]]);
  expect(put).toEqual([[]]);
});

test('texts, turns and questions', () => {
  expect(textOf([{ type: 'text', text: 'a' }])).toBe('a');
  expect(textOf([{ text: 'a' }, { text: 'b' }])).toBeNull();
  expect(textOf({ file: {} })).toBeNull();
  expect(turnOf(SAID, 2)).toEqual([1, 2]);
  expect(asked(SAID)).toBe(0);
  expect(asked([])).toBe(-1);
});
