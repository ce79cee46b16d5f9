import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';

import { show } from './stage';

afterEach(cleanup);

const type = (text: string) => fireEvent.input(screen.getByLabelText('Field'), { target: { value: text } });

test('a text is told as it is typed, and an emptied one stays a text', () => {
  const stage = show('Textbox', { schema: { type: 'string' } });
  expect(stage.value()).toBeUndefined();
  type('é "quoted"');
  type('');
  expect(stage.told).toEqual(['é "quoted"', '']);
});

test('an emptied text is null where the function takes null', () => {
  const stage = show('Textbox', { schema: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, 'a');
  type('');
  expect(stage.value()).toBeNull();
});

test('a password is not readable, and still a text', () => {
  const stage = show('Textbox', { props: { type: 'password' } });
  expect((screen.getByLabelText('Field') as HTMLInputElement).type).toBe('password');
  type('secret');
  expect(stage.value()).toBe('secret');
});

test('Enter in a field of one line submits its form, and Shift-Enter does not', () => {
  const stage = show('Textbox');
  const submitted = vi.fn((event: Event) => event.preventDefault());
  stage.container.querySelector('form')!.addEventListener('submit', submitted);
  fireEvent.keyDown(screen.getByLabelText('Field'), { key: 'Enter', shiftKey: true });
  expect(submitted).not.toHaveBeenCalled();
  fireEvent.keyDown(screen.getByLabelText('Field'), { key: 'Enter' });
  expect(submitted).toHaveBeenCalledTimes(1);
});

test('markup in a text stays text', () => {
  const { container } = show('Textbox', {}, '<img src=x onerror=alert(1)>');
  expect(container.querySelector('img')).toBeNull();
});
