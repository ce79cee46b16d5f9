import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import { hexOf } from './color-picker';
import { show } from './stage';

afterEach(cleanup);

test.each([
  ['#Abc', '#aabbcc'],
  ['#AABBCC80', '#aabbcc'],
  ['rgba(1, 2.6, 300, 0.5)', '#0103ff'],
  ['red', null],
  ['', null]
])('%j is shown as %j', (text, hex) => {
  expect(hexOf(text)).toBe(hex);
});

test('a colour in words of one’s own stays as it is written', () => {
  const stage = show('ColorPicker');
  fireEvent.input(screen.getByLabelText('Field'), { target: { value: 'rebeccapurple' } });
  expect(stage.value()).toBe('rebeccapurple');
  fireEvent.input(screen.getByLabelText('Choose Field'), { target: { value: '#123456' } });
  expect(stage.value()).toBe('#123456');
});
