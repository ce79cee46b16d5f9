import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import { show } from './stage';

afterEach(cleanup);

const props = { minimum: 2, maximum: 10, step: 2 };

test('a slider that nobody touched is at its minimum, as it looks', () => {
  expect(show('Slider', { props }).value()).toBe(2);
});

test('a slider with a default is left alone', () => {
  expect(show('Slider', { props: { ...props, value: 6 }, required: false }).value()).toBeUndefined();
  expect((screen.getByLabelText('Field') as HTMLInputElement).value).toBe('6');
});

test('the slider and its box show the same number', () => {
  const stage = show('Slider', { props }, 4);
  const box = screen.getByLabelText('Field, as a number') as HTMLInputElement;
  fireEvent.input(screen.getByLabelText('Field'), { target: { value: '8', valueAsNumber: 8 } });
  expect([stage.value(), box.value]).toEqual([8, '8']);
  fireEvent.input(box, { target: { value: '6' } });
  expect((screen.getByLabelText('Field') as HTMLInputElement).value).toBe('6');
});
