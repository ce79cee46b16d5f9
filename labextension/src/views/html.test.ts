import { waitFor } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';

import { estimateHeight } from './html';
import { furnish, HASH, partsOf, SCRIPT } from './markup-page';
import { component, show, surroundings } from './testing';

const frame = (container: Element): HTMLIFrameElement => container.querySelector('iframe')!;

test('markup is shown in a frame where no script of its own may run', async () => {
  const { container } = show(component('HTML', { label: 'Page' }), '<p>Hello</p><script>parent.x = 1</script>');
  await waitFor(() => expect(frame(container)).not.toBeNull());
  expect(frame(container).getAttribute('sandbox')).toBe('allow-scripts');
  expect(frame(container).getAttribute('srcdoc')).toMatch(/^<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="script-src 'sha256-/);
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

test('the policy admits our script and no other, and nothing leads the page elsewhere', async () => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(SCRIPT)));
  expect(HASH).toBe(`sha256-${btoa(String.fromCharCode(...digest))}`);
  const page = new DOMParser().parseFromString(
    '<meta http-equiv="refresh" content="0; url=/"><base href="//x"><p id=a onclick="x()">text</p><script>x()</script>',
    'text/html'
  );
  furnish(page);
  expect([...page.head.children].map(({ localName }) => localName)).toEqual(['meta', 'script']);
  expect(partsOf(page)).toEqual({ head: '', body: '<p id="a">text</p>' });
});

test('a frame says how high it is, and where somebody clicked', async () => {
  const { container } = show(component('HTML', { label: 'Page' }), '<p>Hello</p>');
  await waitFor(() => expect(frame(container)).not.toBeNull());
  const clicked = vi.fn();
  container.addEventListener('click', clicked);
  const source = frame(container).contentWindow;
  dispatchEvent(new MessageEvent('message', { source, data: { height: 321, click: true } }));
  dispatchEvent(new MessageEvent('message', { source: window, data: { height: 5, click: true } }));
  await waitFor(() => expect(container.querySelector<HTMLElement>('.jgmv-html')!.style.height).toBe('321px'));
  expect(clicked).toHaveBeenCalledTimes(1);
});

test('longer pages are given more room, within bounds', () => {
  const height = (html: string): number => estimateHeight(new DOMParser().parseFromString(html, 'text/html'));
  expect(height('hi')).toBe(48);
  expect(height('<p>a</p>'.repeat(8))).toBeGreaterThan(height('<p>a</p>'.repeat(4)));
  expect(height('x '.repeat(100_000))).toBe(480);
});
