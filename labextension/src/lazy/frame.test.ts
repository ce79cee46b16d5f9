import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { file, surroundings } from '../views/testing';
import { drawInFrame } from './frame';

let host: HTMLElement;
let environment: ReturnType<typeof surroundings>;
let drawn: ReturnType<typeof drawInFrame>;
let posted: any[];
const failed = vi.fn();

const frame = (): HTMLIFrameElement => host.querySelector('iframe')!;

function say(data: unknown, source: unknown = frame().contentWindow): void {
  const event = new MessageEvent('message', { data });
  Object.defineProperty(event, 'source', { value: source });
  window.dispatchEvent(event);
}

beforeEach(async () => {
  host = document.body.appendChild(document.createElement('div'));
  environment = surroundings();
  posted = [];
  failed.mockClear();
  vi.stubGlobal('fetch', vi.fn(async (address: string) => new Response(`library at ${address}`)));
  drawn = drawInFrame(host, environment, { failed });
  await vi.waitFor(() => expect(frame()?.contentWindow).toBeTruthy());
  frame().contentWindow!.postMessage = ((message: unknown) => posted.push(message)) as Window['postMessage'];
});

afterEach(() => {
  drawn.destroy();
  host.remove();
  vi.unstubAllGlobals();
});

test('a frame that is ready is given its library and the figure, and then only the figure', async () => {
  drawn.draw({ kind: 'plotly', spec: '{"a": 1}', libraries: [file('first.js')] });
  expect(posted).toEqual([]);
  say({ ready: true });
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  const libraries = ['library at /files/first.js'];
  expect(posted[0]).toMatchObject({ kind: 'plotly', spec: '{"a": 1}', libraries, dark: false });
  drawn.draw({ kind: 'plotly', spec: '{"a": 2}', libraries: [file('first.js')] });
  await vi.waitFor(() => expect(posted).toHaveLength(2));
  expect(posted[1]).toMatchObject({ spec: '{"a": 2}', libraries: [] });
});

test('a library is fetched once per page', async () => {
  const other = drawInFrame(host, environment, { failed });
  drawn.draw({ kind: 'bokeh', spec: '{}', libraries: [file('once.js')] });
  say({ ready: true });
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  const second = host.querySelectorAll('iframe')[1]!;
  second.contentWindow!.postMessage = ((message: unknown) => posted.push(message)) as Window['postMessage'];
  other.draw({ kind: 'bokeh', spec: '{}', libraries: [file('once.js')] });
  say({ ready: true }, second.contentWindow);
  await vi.waitFor(() => expect(posted).toHaveLength(2));
  expect(fetch).toHaveBeenCalledTimes(1);
  other.destroy();
});

test('a figure is drawn again when the theme changes', async () => {
  drawn.draw({ kind: 'vega', spec: '{}', libraries: [] });
  say({ ready: true });
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  environment.setDark(true);
  await vi.waitFor(() => expect(posted).toHaveLength(2));
  expect(posted[1]).toMatchObject({ dark: true, libraries: [] });
});

test('nobody but the frame is believed, and of the frame only a height within bounds', () => {
  say({ height: 500 }, window);
  expect(frame().style.height).toBe('');
  say({ height: 123.4 });
  expect(frame().style.height).toBe('124px');
  say({ height: 1e9 });
  expect(frame().style.height).toBe('4000px');
  say({ height: '10px; position: fixed' });
  say(null);
  expect(frame().style.height).toBe('4000px');
});

test('what went wrong in the frame is told', () => {
  say({ error: 'no such mark' });
  expect(failed).toHaveBeenCalledWith('no such mark');
});

test('a library that cannot be had is told', async () => {
  vi.mocked(fetch).mockResolvedValue(new Response('', { status: 404, statusText: 'Not Found' }));
  drawn.draw({ kind: 'plotly', spec: '{}', libraries: [file('gone.js')] });
  say({ ready: true });
  await vi.waitFor(() => expect(failed).toHaveBeenCalledWith('gone.js: 404 Not Found'));
});

test('a frame that opens another page is taken away', () => {
  const left = frame();
  left.dispatchEvent(new Event('load'));
  left.dispatchEvent(new Event('load'));
  expect(frame()).toBeNull();
  expect(failed).toHaveBeenCalledWith('it tried to open another page');
});
