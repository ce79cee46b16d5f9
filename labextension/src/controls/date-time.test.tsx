import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import { show } from './stage';

afterEach(cleanup);

const field = () => screen.getByLabelText('Field') as HTMLInputElement;
const type = (text: string) => fireEvent.input(field(), { target: { value: text } });

test.each([
  [{ format: 'date' }, {}, 'date'],
  [{ format: 'date-time' }, {}, 'datetime-local'],
  [{ format: 'time' }, {}, 'time'],
  [{ anyOf: [{ format: 'date' }, { type: 'null' }] }, {}, 'date'],
  [{}, { include_time: false }, 'date'],
  [{}, {}, 'datetime-local']
])('%j with %j is a field for %s', (schema, props, type) => {
  show('DateTime', { schema, props });
  expect(field().type).toBe(type);
});

test('a moment keeps its zone, and gets its seconds', () => {
  const stage = show('DateTime', {}, '2026-01-02 03:04:05+02:00');
  expect(field().value).toBe('2026-01-02T03:04:05');
  expect(stage.container.textContent).toContain('UTC+02:00');
  type('2026-01-02T03:05');
  expect(stage.value()).toBe('2026-01-02T03:05:00+02:00');
});

test('an emptied date is nothing', () => {
  const stage = show('DateTime', { schema: { format: 'date' } }, '2026-01-02');
  type('');
  expect(stage.value()).toBeUndefined();
});

test('what is no date is shown as it is', () => {
  show('DateTime', {}, 'now - 1d');
  expect([field().type, field().value]).toEqual(['text', 'now - 1d']);
});
