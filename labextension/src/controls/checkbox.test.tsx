import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import { show } from './stage';

afterEach(cleanup);

test('a box that nobody touched is false, as it looks', () => {
  expect(show('Checkbox').value()).toBe(false);
});

test('a box that is true unless something else is said shows that', () => {
  const stage = show('Checkbox', { props: { value: true }, required: false });
  const box = screen.getByLabelText('Field') as HTMLInputElement;
  expect([box.checked, stage.value()]).toEqual([true, undefined]);
  fireEvent.click(box);
  expect(stage.value()).toBe(false);
});

test('a box that cannot be changed stays empty', () => {
  const stage = show('Checkbox', {}, undefined, { disabled: true });
  expect([stage.value(), (screen.getByLabelText('Field') as HTMLInputElement).disabled]).toEqual([undefined, true]);
});
