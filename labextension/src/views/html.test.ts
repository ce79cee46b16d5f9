import { waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { estimateHeight } from './html';
import { component, show, surroundings } from './testing';

const frame = (container: Element): HTMLIFrameElement => container.querySelector('iframe')!;

test('markup is shown in a frame that may do nothing', async () => {
  const { container } = show(component('HTML', { label: 'Page' }), '<p>Hello</p><script>parent.x = 1</script>');
  await waitFor(() => expect(frame(container)).not.toBeNull());
  expect(frame(container).getAttribute('sandbox')).toBe('');
  expect(frame(container).getAttribute('srcdoc')).toContain('<p>Hello</p>');
  expect(frame(container).title).toBe('Page');
  expect(container.querySelector('p')).toBeNull();
});

test('links to files are led to where they are before the frame is made', async () => {
  const environment = surroundings({ url: async ({ path }) => `https://here.example/${path}` });
  const { container } = show(component('HTML'), '<img src="/gradio_api/file=logo.png">', environment);
  await waitFor(() => expect(frame(container)?.getAttribute('srcdoc')).toContain('https://here.example/logo.png'));
});

test('a frame follows the theme', async () => {
  const environment = surroundings();
  const { container } = show(component('HTML'), 'text', environment);
  await waitFor(() => expect(frame(container)?.getAttribute('srcdoc')).toContain('color-scheme: light'));
  environment.setDark(true);
  await waitFor(() => expect(frame(container).getAttribute('srcdoc')).toContain('color-scheme: dark'));
});

test('longer pages are given more room, within bounds', () => {
  const height = (html: string): number => estimateHeight(new DOMParser().parseFromString(html, 'text/html'));
  expect(height('hi')).toBe(48);
  expect(height('<p>a</p>'.repeat(8))).toBeGreaterThan(height('<p>a</p>'.repeat(4)));
  expect(height('x '.repeat(100_000))).toBe(480);
});
