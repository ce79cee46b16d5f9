import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CallFailure } from './failure';
import { HttpTransport } from './http';
import type { Frame } from './protocol';
import { Server } from './server';
import { notebook, result } from './testing';

/** The browser's stream, of which the test is the other end. */
class FakeStream {
  static all: FakeStream[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string; lastEventId: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  constructor(readonly url: string) {
    FakeStream.all.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
  say(data: object, lastEventId = ''): void {
    this.onmessage?.({ data: JSON.stringify(data), lastEventId });
  }
  frame(call: string, frame: Frame, id = ''): void {
    this.say({ call, frame }, id);
  }
  /** The connection breaks; with `for_good` the browser does not try again. */
  fail(forGood = false): void {
    this.readyState = forGood ? 2 : 0;
    this.onerror?.();
  }
}

const fetched = vi.fn<(url: string, options?: RequestInit) => Promise<Response>>();
const stream = (): FakeStream => FakeStream.all[FakeStream.all.length - 1];

let server: Server;
let http: HttpTransport;

function answer(body: unknown, status = 200): void {
  fetched.mockImplementation(async () => new Response(JSON.stringify(body), { status }));
}

/** What was sent with the latest request. */
function sent(): [string, any, Record<string, string>] {
  const [url, options] = fetched.mock.lastCall!;
  return [url, JSON.parse((options?.body as string) ?? 'null'), (options?.headers ?? {}) as Record<string, string>];
}

/** Begin a call; what it is told. */
async function call(id: string): Promise<Frame[]> {
  const told: Frame[] = [];
  http.call(id, 'f', { x: 1 }, frame => told.push(frame));
  await vi.advanceTimersByTimeAsync(0);
  return told;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeStream.all = [];
  fetched.mockReset();
  answer({});
  vi.stubGlobal('EventSource', FakeStream);
  vi.stubGlobal('fetch', fetched);
  server = new Server('http://here/user/ada/', 's1');
  http = new HttpTransport(server, 'k');
});

afterEach(() => {
  server.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('one address has one server, and so one stream, for all panels of a page', async () => {
  expect(Server.at('/a/')).toBe(Server.at(new URL('/a/', document.baseURI).href));
  new HttpTransport(server, 'other').watch(() => {});
  http.watch(() => {});
  await call('c1');
  await call('c2');
  expect(FakeStream.all.map(({ url }) => url)).toEqual(['http://here/user/ada/gradio_api/panel/events?session=s1']);
});

test('a call is sent with its session and kernel, and told what the stream says of it, in order, to its end', async () => {
  const told = await call('c1');
  expect(sent().slice(0, 2)).toEqual([
    'http://here/user/ada/gradio_api/panel/call',
    { session: 's1', call: 'c1', endpoint: 'f', arguments: { x: 1 }, kernel: 'k' }
  ]);
  stream().frame('c1', { op: 'started' }, '5');
  stream().frame('other', result(0), '6');
  stream().frame('c1', result(3), '7');
  stream().frame('c1', result(3), '8');
  expect(told).toEqual([{ op: 'started' }, result(3)]);
});

test('what is told again after a break is heard once', async () => {
  const told = await call('c1');
  stream().frame('c1', { op: 'started' }, '5');
  stream().fail();
  stream().say({ calls: ['c1'] });
  stream().frame('c1', { op: 'started' }, '5');
  stream().frame('c1', result(3), '6');
  expect(told).toEqual([{ op: 'started' }, result(3)]);
});

test('a call that the server has forgotten ends', async () => {
  const told = await call('c1');
  stream().fail();
  stream().say({ calls: [] });
  expect(told).toMatchObject([{ op: 'error', error: { code: 'unknown_event' } }]);
});

test('a call that the first stream could not know of goes on', async () => {
  const told = await call('c1');
  stream().say({ calls: [] });
  expect(told).toEqual([]);
});

test('a call from before a reload is told anew, or lost if nobody knows it', () => {
  const told: Frame[] = [];
  http.resume('c1', frame => told.push(frame));
  http.resume('c2', frame => told.push(frame));
  stream().say({ calls: ['c1'] });
  stream().frame('c1', result(1), '3');
  expect(told).toMatchObject([{ op: 'error', error: { code: 'unknown_event' } }, result(1)]);
  expect(fetched).not.toHaveBeenCalled();
});

test('a refused call ends in the error that the server gave', async () => {
  answer({ error: 'Too many calls wait.', code: 'queue_full', detail: 'x' }, 503);
  expect(await call('c1')).toEqual([{ op: 'error', error: { code: 'queue_full', message: 'Too many calls wait.' } }]);
});

test('findings of the server keep their fields', async () => {
  const detail = [{ loc: ['x'], msg: 'no', type: 't' }];
  answer({ error: 'bad', code: 'invalid_arguments', detail }, 422);
  expect(await call('c1')).toMatchObject([{ error: { details: detail } }]);
});

test('a call that nobody took ends in an error that says so', async () => {
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  expect(await call('c1')).toMatchObject([{ op: 'error', error: { code: 'unreachable' } }]);
});

test('who is not logged in any more is told', async () => {
  answer('<html>', 401);
  const [frame] = await call('c1');
  expect(frame).toMatchObject({ error: { code: 'unauthenticated', message: expect.stringContaining('Log in again') } });
});

test('requests that change something carry the token that tells them from a foreign page', async () => {
  document.cookie = '_xsrf=2%7Cabc';
  http.cancel('c1');
  expect(sent()[2]).toMatchObject({ 'X-XSRFToken': '2|abc' });
  http.answer('c1', { q: null });
  expect(sent()).toMatchObject([
    'http://here/user/ada/gradio_api/panel/answer',
    { session: 's1', call: 'c1', answers: { q: null } },
    { 'X-XSRFToken': '2|abc' }
  ]);
});

test('rows are asked of the kernel', async () => {
  answer({ data: [[1]], rows: 1 });
  expect(await http.rows({ view: 'v', start: 0, stop: 1 })).toEqual({ data: [[1]], rows: 1 });
  expect(sent()[1]).toEqual({ view: 'v', start: 0, stop: 1, kernel: 'k' });
});

test('panels that ask in one moment share an answer', async () => {
  answer(notebook());
  const [one, two] = await Promise.all([http.panels(), new HttpTransport(server, 'k').panels()]);
  expect(one).toBe(two);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(fetched.mock.lastCall![0]).toBe('http://here/user/ada/gradio_api/panel?kernel=k');
  await vi.advanceTimersByTimeAsync(1000);
  await http.panels();
  expect(fetched).toHaveBeenCalledTimes(2);
});

test('a notebook that is not known is none, and any other refusal an error', async () => {
  answer({ error: 'no' }, 404);
  expect(await http.panels()).toBeNull();
  answer({ notebooks: [] });
  expect(await new HttpTransport(server, '').panels()).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  answer({ error: 'not yours', code: 'forbidden' }, 403);
  await expect(http.panels()).rejects.toThrow('not yours');
});

test('a change is told to those who watch that kernel, once for each revision', async () => {
  const changed = vi.fn();
  const other = vi.fn();
  http.watch(changed);
  new HttpTransport(server, 'other').watch(other);
  for (const revision of [1, 1, 2]) {
    stream().say({ kernel: 'k', state: 'live', revision });
    await vi.advanceTimersByTimeAsync(1);
  }
  stream().say({ kernel: 'k', state: 'gone', revision: 2 });
  await vi.advanceTimersByTimeAsync(1);
  expect(changed).toHaveBeenCalledTimes(3);
  expect(other).not.toHaveBeenCalled();
});

test('a page of an app, which names no kernel, is told of its own', async () => {
  const changed = vi.fn();
  new HttpTransport(server, '').watch(changed);
  stream().say({ kernel: 'k', state: 'live', revision: 1 });
  stream().say({ kernel: 'l', state: 'live', revision: 1 });
  await vi.advanceTimersByTimeAsync(1);
  expect(changed).toHaveBeenCalledTimes(1);
});

test('a connection that is lost for long is told, and that it is back', async () => {
  const changed = vi.fn();
  http.watch(changed);
  stream().fail();
  await vi.advanceTimersByTimeAsync(1000);
  expect(changed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5000);
  expect(changed).toHaveBeenCalledTimes(1);
  await expect(http.panels()).rejects.toBeInstanceOf(CallFailure);
  stream().onopen?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(changed).toHaveBeenCalledTimes(2);
  answer(notebook());
  expect(await http.panels()).not.toBeNull();
});

test('at the address of a notebook that is gone there is none, until it offers something again', async () => {
  const changed = vi.fn();
  http = new HttpTransport(server, '');
  http.watch(changed);
  answer({ error: 'There is nothing at /gradio/a.ipynb/', code: 'not_found' }, 404);
  stream().fail(true);
  await vi.advanceTimersByTimeAsync(10);
  expect(changed).toHaveBeenCalledTimes(1);
  expect(await http.panels()).toBeNull();
  await vi.advanceTimersByTimeAsync(600);
  answer(notebook());
  stream().onopen?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(changed).toHaveBeenCalledTimes(2);
  expect(await http.panels()).toEqual(notebook());
});

test('a stream that was refused is tried again, less and less often, and goes on where it was', async () => {
  const told = await call('c1');
  answer('Bad gateway', 502);
  stream().fail(true);
  await vi.advanceTimersByTimeAsync(600);
  expect(FakeStream.all).toHaveLength(2);
  stream().fail(true);
  await vi.advanceTimersByTimeAsync(600);
  expect(FakeStream.all).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(600);
  expect(FakeStream.all).toHaveLength(3);
  stream().say({ calls: ['c1'] });
  stream().frame('c1', result(3), '9');
  expect(told).toEqual([result(3)]);
});

test('a stream that nobody needs is closed', async () => {
  const rest = http.watch(() => {});
  const told = await call('c1');
  rest();
  await vi.advanceTimersByTimeAsync(2000);
  expect(stream().readyState).toBe(0);
  stream().frame('c1', result(3));
  await vi.advanceTimersByTimeAsync(2000);
  expect(told).toHaveLength(1);
  expect(stream().readyState).toBe(2);
});

test('nonsense on the stream does no harm', async () => {
  const told = await call('c1');
  stream().onmessage?.({ data: '{', lastEventId: '' });
  stream().say({});
  stream().frame('c1', result(1));
  expect(told).toEqual([result(1)]);
});

test('addresses are below those of the server, and of the notebook', async () => {
  expect(http.page(notebook(), 'gradio_api/mcp/')).toBe('http://here/user/ada/gradio/work/a%20b.ipynb/gradio_api/mcp/');
  expect(new HttpTransport(server, '').page(notebook())).toBe('http://here/user/ada/');
  expect(http.assets.frame).toBe('http://here/user/ada/gradio_api/static/frame.html');
  const file = { path: '/tmp/a b#.txt', url: null } as any;
  expect(await http.files.url(file)).toBe('http://here/user/ada/gradio_api/file=/tmp/a%20b%23.txt');
  expect(await http.files.url({ ...file, url: '/signed' })).toBe('/signed');
});

test('a call that nobody listens to has the stream opened anew, as who is logged in now', async () => {
  const before = await call('c1');
  const old = stream();
  old.say({ calls: ['c1'] });
  answer({ listening: false });
  const told = await call('c2');
  expect(FakeStream.all).toHaveLength(2);
  expect([old.readyState, stream().readyState]).toEqual([2, 0]);
  stream().say({ calls: ['c2'] });
  stream().frame('c2', result(2), '1');
  expect(told).toEqual([result(2)]);
  expect(before).toMatchObject([{ op: 'error', error: { code: 'unknown_event' } }]);
});

test('a stream that is being opened just comes later than the call', async () => {
  answer({ listening: false });
  const told = await call('c1');
  expect(FakeStream.all).toHaveLength(1);
  stream().say({ calls: ['c1'] });
  stream().frame('c1', result(2));
  expect(told).toEqual([result(2)]);
});

test.each([401, 403])('after a request that was refused with %d the next call has a stream of its own', async status => {
  http.watch(() => {});
  stream().onopen?.();
  answer({ error: 'no', code: 'forbidden' }, status);
  expect(await call('c1')).toMatchObject([{ op: 'error' }]);
  expect(FakeStream.all).toHaveLength(1);
  answer({ listening: true });
  const told = await call('c2');
  expect(FakeStream.all.map(({ readyState }) => readyState)).toEqual([2, 0]);
  stream().say({ calls: ['c2'] });
  stream().frame('c2', result(2));
  expect(told).toEqual([result(2)]);
  await call('c3');
  expect(FakeStream.all).toHaveLength(2);
});

test.each([
  ['unauthenticated', { error: 'no' }, 401],
  ['queue_full', { error: 'Too many pages.', code: 'queue_full' }, 503],
  ['no_stream', 'Please log in', 200]
])('a call whose stream is refused ends in the reason: %s', async (code, body, status) => {
  const told = await call('c1');
  answer(body, status);
  stream().fail(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(fetched.mock.lastCall![0]).toBe('http://here/user/ada/gradio_api/panel/events?session=s1');
  expect(told).toMatchObject([{ op: 'error', error: { code } }]);
  await expect(http.panels()).rejects.toMatchObject({ error: { code } });
});

test('a call after a refusal does not wait for the next try', async () => {
  http.watch(() => {});
  answer({ error: 'no' }, 401);
  stream().fail(true);
  await vi.advanceTimersByTimeAsync(1);
  answer({ listening: false });
  await call('c1');
  expect(FakeStream.all).toHaveLength(2);
  stream().onopen?.();
  answer(notebook());
  expect(await http.panels()).not.toBeNull();
});
