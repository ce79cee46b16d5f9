import { waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { component, show, surroundings } from './testing';

test('a program is readable before the editor is there, and given to it then', async () => {
  const given: any[] = [];
  const editor = { mount: (_: HTMLElement, options: any) => (given.push(options), { update() {}, destroy() {} }) };
  const of = component('Code', { language: 'python' });
  const { container } = show(of, 'x = 1\n', surroundings({ modules: { editor } }));
  expect(container.querySelector('pre')!.textContent).toBe('x = 1\n');
  await waitFor(() => expect(container.querySelector('pre')).toBeNull());
  expect(given[0]).toMatchObject({ value: 'x = 1\n', language: 'python', readOnly: true });
});
