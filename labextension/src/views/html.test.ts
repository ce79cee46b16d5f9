import { waitFor, type RenderResult } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';

import { estimateHeight } from './html';
import { HASH, pageWith, SCRIPT } from './markup-page';
import { component, show, surroundings } from './testing';

const frame = (container: Element): HTMLIFrameElement => container.querySelector('iframe')!;

/** What our script says first, with the channel that it opens; gives back its own end, and what it is told there. */
function answer(container: Element, { nonce, source }: { nonce?: string; source?: Window } = {}) {
  const { port1, port2 } = new MessageChannel();
  const told: { html: string; css: string }[] = [];
  port1.onmessage = ({ data }) => told.push(data);
  const said = { nonce: nonce ?? /data-nonce="(\w+)"/.exec(frame(container).getAttribute('srcdoc')!)![1] };
  const message = new MessageEvent('message', { source: source ?? frame(container).contentWindow, data: said });
  // happy-dom takes no ports with a message.
  Object.defineProperty(message, 'ports', { value: [port2] });
  dispatchEvent(message);
  return { port: port1, told };
}

async function framed(html: string, environment = surroundings()): Promise<RenderResult & { again(value: unknown): void }> {
  const shown = show(component('HTML', { label: 'Page' }), html, environment);
  await waitFor(() => expect(frame(shown.container)).not.toBeNull());
  return shown;
}

const height = (container: Element): string => container.querySelector<HTMLElement>('.jgmv-html')!.style.height;

test('a frame begins with our page, and is told the markup by its script alone', async () => {
  const { container, again } = await framed('<p>Hello</p>');
  expect(frame(container).getAttribute('sandbox')).toBe('allow-scripts');
  expect(frame(container).getAttribute('srcdoc')).not.toContain('Hello');
  expect(frame(container).title).toBe('Page');
  expect(container.querySelector('p')).toBeNull();
  const { told } = answer(container);
  await waitFor(() => expect(told.map(({ html }) => html)).toEqual(['<p>Hello</p>']));
  again('<p>Bye</p>');
  await waitFor(() => expect(told.map(({ html }) => html)).toEqual(['<p>Hello</p>', '<p>Bye</p>']));
});

test('links to files are led to where they are before the frame is told', async () => {
  const environment = surroundings({ url: async ({ path }) => `https://here.example/${path}` });
  const { container } = await framed('<img src="/gradio_api/file=logo.png">', environment);
  const { told } = answer(container);
  await waitFor(() => expect(told[0]?.html).toContain('https://here.example/logo.png'));
});

test('a frame follows the theme', async () => {
  const environment = surroundings();
  const { container } = await framed('text', environment);
  const { told } = answer(container);
  await waitFor(() => expect(told.at(-1)?.css).toContain('color-scheme: light'));
  environment.setDark(true);
  await waitFor(() => expect(told.at(-1)?.css).toContain('color-scheme: dark'));
});

test('the policy admits our script and no other', async () => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(SCRIPT)));
  expect(HASH).toBe(`sha256-${btoa(String.fromCharCode(...digest))}`);
  expect(pageWith('x')).toContain(`content="script-src '${HASH}'; object-src 'none'; frame-src 'none'`);
});

test('a frame says how high it is, and where somebody clicked', async () => {
  const { container } = await framed('<p>Hello</p>');
  const clicked = vi.fn();
  container.addEventListener('click', clicked);
  const { port } = answer(container);
  port.postMessage({ height: 321 });
  port.postMessage({ click: true });
  await waitFor(() => expect(height(container)).toBe('321px'));
  await waitFor(() => expect(clicked).toHaveBeenCalledTimes(1));
});

test('who does not know the word, or comes after our page, is not heard', async () => {
  const { container } = await framed('<p>Hello</p>');
  const strangers = [answer(container, { nonce: 'guessed' }), answer(container, { source: window })];
  const { port, told } = answer(container);
  strangers.push(answer(container));
  strangers.forEach(stranger => stranger.port.postMessage({ height: 999 }));
  const source = frame(container).contentWindow;
  dispatchEvent(new MessageEvent('message', { source, data: { height: 999, click: true } }));
  port.postMessage({ height: 321 });
  await waitFor(() => expect(height(container)).toBe('321px'));
  await waitFor(() => expect(told).toHaveLength(1));
  expect(strangers.flatMap(stranger => stranger.told)).toEqual([]);
});

test('a frame whose page is left is taken away, and other markup has a new one', async () => {
  const environment = surroundings();
  const { container, again } = await framed('<p>Hello</p>', environment);
  answer(container).port.postMessage({ left: true });
  await waitFor(() => expect(container.querySelector('[role=alert]')?.textContent).toContain('open another page'));
  expect(frame(container)).toBeNull();
  again('<p>Bye</p>');
  await waitFor(() => expect(frame(container)).not.toBeNull());
  expect(container.querySelector('[role=alert]')).toBeNull();
});

test('longer pages are given more room, within bounds', () => {
  const height = (html: string): number =>
    estimateHeight(new DOMParser().parseFromString(html, 'text/html').body);
  expect(height('hi')).toBe(48);
  expect(height('<p>a</p>'.repeat(8))).toBeGreaterThan(height('<p>a</p>'.repeat(4)));
  expect(height('x '.repeat(100_000))).toBe(480);
});
