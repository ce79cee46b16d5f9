import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CommTransport, type Model } from './comm';
import type { FileData, Frame } from './protocol';
import { notebook, result } from './testing';

/** A kernel's half of a widget, which answers what `answers` says and nothing else. */
class FakeModel implements Model {
  sent: { content: any; buffers: ArrayBufferView[] }[] = [];
  answers: { [op: string]: (content: any, buffers: ArrayBufferView[]) => [object, ArrayBufferView[]?] } = {};
  private callbacks = new Set<(...args: any[]) => void>();
  get(): unknown {
    return null;
  }
  on(_event: string, callback: (...args: any[]) => void): void {
    this.callbacks.add(callback);
  }
  off(_event: string, callback: (...args: any[]) => void): void {
    this.callbacks.delete(callback);
  }
  send(content: any, _callbacks?: unknown, buffers: any[] = []): void {
    this.sent.push({ content, buffers });
    const answer = this.answers[content.op];
    if (answer) {
      const [reply, back] = answer(content, buffers);
      queueMicrotask(() => this.say({ op: 'reply', id: content.id, ...reply }, back));
    }
  }
  say(message: object, buffers: ArrayBufferView[] = []): void {
    this.callbacks.forEach(callback => callback(message, buffers));
  }
}

let model: FakeModel;
let comm: CommTransport;

beforeEach(() => {
  model = new FakeModel();
  comm = new CommTransport(model, 5000);
});

afterEach(() => {
  comm.close();
  vi.useRealTimers();
});

test('panels and rows are what the kernel says', async () => {
  model.answers.panels = () => [{ value: notebook() }];
  model.answers.rows = ({ query }) => [{ value: { data: [[query.start]], rows: 9 } }];
  expect(await comm.panels()).toEqual(notebook());
  expect(await comm.rows({ view: 'v', start: 4, stop: 5 })).toEqual({ data: [[4]], rows: 9 });
});

test('a refusal is an error with what the kernel says', async () => {
  model.answers.rows = () => [{ error: { code: 'unknown', message: 'The table is gone.' } }];
  await expect(comm.rows({ view: 'v', start: 0, stop: 1 })).rejects.toThrow('The table is gone.');
});

test('a kernel that is silent is said to be busy', async () => {
  vi.useFakeTimers();
  const asked = expect(comm.panels()).rejects.toThrow('busy with a cell');
  await vi.advanceTimersByTimeAsync(5001);
  await asked;
});

test('a call is told its frames, those of others and what comes after its end not', () => {
  const told: Frame[] = [];
  comm.call('c1', 'f', { x: 1 }, frame => told.push(frame));
  expect(model.sent[0].content).toEqual({ op: 'call', id: 'c1', endpoint: 'f', arguments: { x: 1 } });
  model.say({ op: 'frame', call: 'other', frame: result(0) });
  model.say({ op: 'frame', call: 'c1', frame: { op: 'started' } });
  model.say({ op: 'frame', call: 'c1', frame: result(3) });
  model.say({ op: 'frame', call: 'c1', frame: result(3) });
  expect(told).toEqual([{ op: 'started' }, result(3)]);
});

test('cancelling and answering name the call', () => {
  comm.cancel('c1');
  comm.answer('c1', { q: { action: 'decline' } });
  expect(model.sent.map(({ content }) => content)).toEqual([
    { op: 'cancel', id: 'c1' },
    { op: 'answer', id: 'c1', answers: { q: { action: 'decline' } } }
  ]);
});

test('a call from before a reload is said to be lost', async () => {
  const told = await new Promise<Frame>(resolve => comm.resume('c1', resolve));
  expect(told).toMatchObject({ op: 'error', error: { code: 'call_lost' } });
});

test('changes are told until nobody watches', () => {
  const changed = vi.fn();
  const rest = comm.watch(changed);
  model.say({ op: 'changed' });
  rest();
  model.say({ op: 'changed' });
  expect(changed).toHaveBeenCalledTimes(1);
});

test('after it is closed it hears nothing', () => {
  const changed = vi.fn();
  comm.watch(changed);
  comm.close();
  model.say({ op: 'changed' });
  expect(changed).not.toHaveBeenCalled();
});

const FILE: FileData = {
  path: '/cache/a.bin',
  url: null,
  size: null,
  orig_name: 'a.bin',
  mime_type: 'image/png',
  is_stream: false,
  meta: { _type: 'gradio.FileData' }
};

test('a large file goes up in pieces that a gateway lets through, and its progress is told', async () => {
  const shares: number[] = [];
  model.answers.upload = ({ last, offset }) => [last ? { file: FILE } : { received: offset }];
  const size = (9 << 20) + 3;
  const file = await comm.files.upload(new Blob([new Uint8Array(size)]), 'a.bin', share => shares.push(share));
  expect(file).toEqual(FILE);
  expect(model.sent.map(({ content }) => [content.offset, content.last])).toEqual([
    [0, false],
    [4 << 20, false],
    [8 << 20, true]
  ]);
  expect(new Set(model.sent.map(({ content }) => content.id)).size).toBe(1);
  expect(model.sent.every(({ buffers }) => buffers[0].byteLength <= 4 << 20)).toBe(true);
  expect(model.sent.reduce((sum, { buffers }) => sum + buffers[0].byteLength, 0)).toBe(size);
  expect(model.sent[0].content).toMatchObject({ name: 'a.bin', size });
  expect(shares).toEqual([...shares].sort((left, right) => left - right));
  expect(shares[shares.length - 1]).toBe(1);
});

test('an empty file goes up, too', async () => {
  model.answers.upload = ({ last }) => [last ? { file: FILE } : {}];
  expect(await comm.files.upload(new Blob([]), 'a.bin')).toEqual(FILE);
  expect(model.sent).toHaveLength(1);
});

test('an upload that is stopped is given up by the kernel as well', async () => {
  const stop = new AbortController();
  model.answers.upload = () => {
    stop.abort();
    return [{ received: 0 }];
  };
  const upload = comm.files.upload(new Blob([new Uint8Array(5 << 20)]), 'a.bin', undefined, stop.signal);
  await expect(upload).rejects.toThrow();
  const ops = model.sent.map(({ content }) => content.op);
  expect(ops).toEqual(['upload', 'cancel']);
  expect(model.sent[1].content.id).toBe(model.sent[0].content.id);
});

test('a file comes in pieces as one blob, once for all that show it', async () => {
  const parts = ['ab', 'c'];
  model.answers.file = ({ offset }) => {
    const part = new TextEncoder().encode(parts[offset ? 1 : 0]);
    return [{ size: 3, offset, last: offset > 0 }, [part]];
  };
  const made = vi.spyOn(URL, 'createObjectURL');
  const [one, two] = await Promise.all([comm.files.url(FILE), comm.files.url(FILE)]);
  expect(one).toBe(two);
  const blob = made.mock.calls[0][0] as Blob;
  expect([await blob.text(), blob.type]).toEqual(['abc', 'image/png']);
  expect(model.sent.map(({ content }) => content.offset)).toEqual([0, 2]);
});

test('a file that the kernel does not let out may be asked for again', async () => {
  model.answers.file = () => [{ error: { code: 'invalid_request', message: 'No such file.' } }];
  await expect(comm.files.url(FILE)).rejects.toThrow('No such file.');
  model.answers.file = () => [{ size: 0, last: true }, [new Uint8Array()]];
  expect(await comm.files.url(FILE)).toMatch(/^blob:/);
});

test('the text of a part is asked for once', async () => {
  model.answers.asset = ({ name }) => [{ text: `/* ${name} */` }];
  expect(await comm.assets.text('vega.js')).toBe('/* vega.js */');
  await comm.assets.text('vega.js');
  expect(model.sent).toHaveLength(1);
  expect(comm.assets.frame).toBeNull();
});
