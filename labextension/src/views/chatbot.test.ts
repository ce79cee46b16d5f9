import { waitFor } from '@testing-library/preact';
import { options } from 'preact';
import { expect, onTestFinished, test, vi } from 'vitest';

import { asMessages } from './chatbot';
import { MarkdownText } from './markdown';
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
  expect(container.querySelector('[data-role=assistant]')!.textContent).toBe('assistantHelloCopy');
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

test('of a long conversation that grows only what changed is drawn again', async () => {
  const mount = vi.fn(markdown.mount);
  const former = Array.from({ length: 200 }, (_, index) => ({ role: 'user', content: `said ${index}` }));
  const growing = (count: number): object[] =>
    // As they come from the server: equal, and never the same.
    structuredClone([
      ...former,
      { role: 'assistant', content: 'word '.repeat(count) }
    ]);
  const { again, container } = show(
    component('Chatbot'),
    growing(1),
    surroundings({ modules: { markdown: { mount } } })
  );
  await waitFor(() => expect(container.querySelector('.jgmv-raw')).toBeNull());
  // The hook that Preact tells of each element that it has looked at.
  const looked = vi.fn();
  const { diffed } = options;
  options.diffed = vnode => {
    diffed?.(vnode);
    if (vnode.type === MarkdownText) {
      looked();
    }
  };
  onTestFinished(() => void (options.diffed = diffed));
  for (let count = 2; count <= 300; count += 1) {
    again(growing(count));
  }
  expect(looked).toHaveBeenCalledTimes(299);
  await waitFor(() => expect(container.querySelector('[data-role=assistant]')!.textContent).toContain('word '.repeat(300)));
  expect(mount).toHaveBeenCalledTimes(201);
});

test('a message that takes the place of another is drawn', async () => {
  const { again, container } = show(component('Chatbot'), [['Hi', 'Yes']]);
  again([['Hi', 'No'], ['Why?', null]]);
  await waitFor(() => expect(container.textContent).toMatch(/Hi.*No.*Why\?/));
  again([['Ho', null]]);
  await waitFor(() => expect(container.querySelectorAll('.jgmv-bubble')).toHaveLength(1));
  expect(container.textContent).toContain('Ho');
});
