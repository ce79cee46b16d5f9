import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { forgetAll } from '../once';
import type { FileData, Frame, Json } from '../protocol';
import { result } from '../testing';
import { MAX_RESULT, MAX_STEPS, Recorder, recorder } from './recorder';
import { lengthOf } from './trim';

const BASE = 'http://here/gradio/a.ipynb/';

let recording: Recorder;

beforeEach(() => {
  sessionStorage.clear();
  recording = new Recorder();
  recording.start();
});

afterEach(() => {
  forgetAll();
  vi.restoreAllMocks();
});

function file(path: string): FileData {
  const meta = { _type: 'gradio.FileData' } as const;
  return { path, url: `http://here/file=${path}?sig=secret`, size: 3, orig_name: 'a.txt', mime_type: null, is_stream: false, meta };
}

let at = 0;

function begin(id: string, args: { [parameter: string]: Json } = {}, base: string | null = BASE): void {
  recording.begin({ id, base, endpoint: 'greet', args, at: at++ });
}

function call(id: string, value: Json, args: { [parameter: string]: Json } = {}): void {
  begin(id, args);
  recording.end(id, result(value));
}

const failure: Frame = { op: 'error', error: { code: 'function_failed', message: 'no luck' } };

test('a call is written down with what was sent and what came, once it is over', () => {
  begin('1', { name: 'Ada' });
  expect([recording.steps, recording.running]).toEqual([[], 1]);
  recording.end('1', result('hello'));
  expect(recording.steps).toMatchObject([{ base: BASE, endpoint: 'greet', args: { name: 'Ada' }, result: 'hello' }]);
  expect(recording.running).toBe(0);
});

test('a result of nothing is one, and a failure is none', () => {
  call('1', null);
  begin('2');
  recording.end('2', failure);
  expect(recording.steps[0].result).toBeNull();
  expect(recording.steps[1]).toMatchObject({ failed: 'no luck' });
  expect('result' in recording.steps[1]).toBe(false);
});

test('what begins while it is off is not written down, and what began before is', () => {
  begin('1');
  recording.stop();
  call('2', 'unheard');
  recording.end('1', result('late'));
  expect(recording.steps.map(({ id }) => id)).toEqual(['1']);
});

test('calls are in the order in which they began', () => {
  begin('1');
  begin('2');
  recording.end('2', result('fast'));
  recording.end('1', result('slow'));
  expect(recording.steps.map(({ id }) => id)).toEqual(['1', '2']);
});

test('an end that is told twice counts once', () => {
  call('1', 'a');
  recording.end('1', result('b'));
  expect(recording.steps).toMatchObject([{ result: 'a' }]);
});

test('all of it is there again on the page that is loaded anew, a call that runs included', () => {
  call('1', 'one');
  begin('2');
  const again = new Recorder();
  expect([again.on, again.steps.length, again.running]).toEqual([true, 1, 1]);
  again.end('2', result('two'));
  expect(new Recorder().steps.map(step => step.result)).toEqual(['one', 'two']);
});

test('a large result is cut, its places and files stay', () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => ({ row }));
  call('1', [rows, file('/far/behind.txt')] as unknown as Json);
  const [step] = recording.steps;
  expect(step.cut).toBe(true);
  expect(lengthOf(step.result)).toBeLessThan(MAX_RESULT);
  const [kept, behind] = step.result as unknown as [{ row: number }[], FileData];
  expect(kept[7]).toEqual({ row: 7 });
  expect(kept.length).toBeLessThan(rows.length);
  expect(behind.path).toBe('/far/behind.txt');
});

test('arguments are kept in whole, or the call does not fit and is counted', () => {
  call('1', 'ok', { text: 'x'.repeat(600_000) });
  call('2', 'ok', { text: 'y'.repeat(600_000) });
  call('3', 'ok');
  expect(recording.steps.map(({ id }) => id)).toEqual(['1', '3']);
  expect(recording.steps[0].args.text).toHaveLength(600_000);
  expect(recording.overfull).toBe(1);
});

test('where there is no room for a result its call is kept nevertheless', () => {
  call('1', 'ok', { text: 'x'.repeat(985_000) });
  call('2', 'z'.repeat(19_000));
  expect(recording.steps[1]).toMatchObject({ id: '2', result: null, cut: true });
});

test('it says when it is full, and takes calls again when some are removed', () => {
  for (let count = 0; count < MAX_STEPS + 2; count++) {
    call(`${count}`, count);
  }
  expect([recording.steps.length, recording.full, recording.overfull]).toEqual([MAX_STEPS, true, 2]);
  recording.remove('0');
  call('again', 'ok');
  expect(recording.steps.at(-1)?.id).toBe('again');
});

test('calls of functions without an address are counted', () => {
  begin('1', {}, null);
  recording.end('1', result('x'));
  expect([recording.steps.length, recording.homeless]).toEqual([0, 1]);
});

test('addresses of files, which open them for who has them, are not kept', () => {
  call('1', { deep: [file('/a')] } as unknown as Json, { given: file('/b') as unknown as Json });
  expect(sessionStorage.getItem('jupyter-gradio-mcp:recording')).not.toContain('secret');
  expect(recording.steps[0].args.given).toMatchObject({ path: '/b', url: null });
});

test('clear forgets everything, and leaves nothing behind once it is stopped', () => {
  call('1', 'x');
  begin('2', {}, null);
  recording.stop();
  recording.clear();
  expect([recording.steps.length, recording.homeless]).toEqual([0, 0]);
  expect(sessionStorage).toHaveLength(0);
});

test('a call that was cleared away does not come back when it ends', () => {
  begin('1');
  recording.clear();
  recording.end('1', result('x'));
  expect(recording.steps).toEqual([]);
});

test('who listens is told of each change', () => {
  const changed = vi.fn();
  const rest = recording.listen(changed);
  call('1', 'x');
  expect(changed).toHaveBeenCalledTimes(2);
  rest();
  call('2', 'x');
  expect(changed).toHaveBeenCalledTimes(2);
});

test('it goes on where nothing can be stored, and says so', () => {
  const full = { getItem: () => null, removeItem: () => {}, setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } };
  recording = new Recorder(full as unknown as Storage);
  recording.start();
  call('1', 'x');
  expect([recording.steps.length, recording.unsaved]).toEqual([1, true]);
});

test('of a page there is one', () => {
  expect(recorder()).toBe(recorder());
});

test('the key that the page was opened with is not written down', () => {
  begin('1', {}, 'http://here/gradio_key/jgm_1_secret/gradio/a.ipynb/');
  recording.end('1', result(1));
  expect(recording.steps[0].base).toBe(BASE);
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('jgm_1');
});
