import { waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { asMessages } from './chatbot';
import { component, file, show, surroundings } from './testing';

const markdown = {
  mount: (host: HTMLElement, { value }: { value: string }) => {
    const update = (text: string): void => {
      host.textContent = text;
    };
    update(value);
    return { update, destroy() {} };
  }
};

test('each message says whose it is, and what', async () => {
  const messages = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] }
  ];
  const { container } = show(component('Chatbot'), messages, surroundings({ modules: { markdown } }));
  await waitFor(() => expect(container.querySelector('.jgmv-raw')).toBeNull());
  expect(container.querySelector('[data-role=user]')!.textContent).toBe('userHi');
  expect(container.querySelector('[data-role=assistant]')!.textContent).toBe('assistantHello');
});

test('files in messages are shown as what they are', async () => {
  const messages = [
    { role: 'user', content: { file: file('a.png', 'image/png'), alt_text: 'a cat' } },
    { role: 'user', content: file('b.csv', 'text/csv') }
  ];
  const { findByAltText, findByLabelText } = show(component('Chatbot'), messages);
  await findByAltText('a cat');
  await findByLabelText('Download b.csv');
});

test('what was thought on the way is folded under its title', () => {
  const messages = [{ role: 'assistant', content: 'hm', metadata: { title: 'Thinking' } }];
  const { getByText } = show(component('Chatbot'), messages);
  expect(getByText('Thinking').closest('details')!.open).toBe(false);
});

test('pairs are messages, and what nobody said is none', () => {
  expect(asMessages([['Hi', null], ['You?', 'Yes']])).toEqual([
    { role: 'user', content: 'Hi' },
    { role: 'user', content: 'You?' },
    { role: 'assistant', content: 'Yes' }
  ]);
  expect(asMessages([1])).toBeNull();
});
