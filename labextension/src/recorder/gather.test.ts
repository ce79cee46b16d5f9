import { expect, test } from 'vitest';

import { CallFailure } from '../failure';
import type { ApiFunction, ApiInfo, ApiReturn, FileData, Json, Schema } from '../protocol';
import { asCalled } from './called';
import type { Step } from './contract';
import { gather, type Sources } from './gather';

const BASE = 'http://here/gradio/a.ipynb/';

function output(schema: Schema = {}): ApiReturn {
  return { label: '', type: '', description: '', schema, component: '', files: '' };
}

function fn(name: string, more: Partial<ApiFunction> = {}): ApiFunction {
  const figures = { calls: 0, success_rate: null, p50: null, p90: null, p99: null };
  const empty = { union: name, title: name, description: '', uri: '', mime_type: '', paused: false, parameters: [], headers: [] };
  const rest = { streams: false, queue: true, examples: [], warnings: [], figures, panel: null };
  return { name, kind: 'tool', visibility: 'public', mcp: true, returns: [output()], ...empty, ...rest, ...more };
}

function info(functions: ApiFunction[], open = false): ApiInfo {
  return { kernel: 'k', notebook: 'a.ipynb', title: 'a', state: 'live', owner: true, paused: false, mcp: true, open, functions };
}

function step(id: string, endpoint: string, more: Partial<Step> = {}): Step {
  return { id, base: BASE, endpoint, args: {}, at: Number(id), result: null, ...more };
}

function file(path: string, size: number | null = 3): FileData {
  return { path, url: null, size, orig_name: path, mime_type: null, is_stream: false, meta: { _type: 'gradio.FileData' } };
}

const asJson = (value: unknown): Json => value as Json;

function sources(functions: ApiFunction[], contents: { [path: string]: string } = {}): Sources & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    api: async () => info(functions),
    open: async (_, { path }) => {
      asked.push(path);
      if (!(path in contents)) {
        throw new CallFailure({ code: 'not_found', message: 'gone' });
      }
      return new TextEncoder().encode(contents[path]).buffer as ArrayBuffer;
    }
  };
}

test('steps come with their functions and what opens them, and failed ones are left out', async () => {
  const { steps, left } = await gather(
    [step('1', 'a', { args: { x: 1 }, result: 'one' }), step('2', 'a', { result: undefined, failed: 'no luck' })],
    sources([fn('a')])
  );
  const target = { base: BASE, variable: 'JUPYTER_GRADIO_MCP_KEY' };
  expect(steps).toMatchObject([{ fn: { name: 'a' }, target, args: { x: 1 }, result: 'one' }]);
  expect([...left]).toEqual([['2', 'no luck']]);
});

test('a server that asks for no key has a program without one', async () => {
  const { steps } = await gather([step('1', 'a')], { ...sources([]), api: async () => info([fn('a')], true) });
  expect(steps[0].target.variable).toBeNull();
});

test('what cannot be repeated is left out, and why', async () => {
  const api = async (base: string): Promise<ApiInfo> => {
    if (base !== BASE) {
      throw new CallFailure({ code: 'unreachable', message: 'The notebook is closed.' });
    }
    return info([fn('secret', { visibility: 'private' }), fn('readme', { kind: 'resource' })]);
  };
  const recorded = [step('1', 'removed'), step('2', 'secret'), step('3', 'readme'), step('4', 'far', { base: 'http://here/gradio/b.ipynb/' })];
  const { steps, left } = await gather(recorded, { ...sources([]), api });
  expect(steps).toEqual([]);
  const why = [...recorded.map(({ id }) => left.get(id))];
  expect(why).toEqual([/not offer/, /private/, /over MCP only/, /closed/].map(pattern => expect.stringMatching(pattern)));
});

test('a file of an earlier result that was put in again is that file, by what is in it', async () => {
  const contents = { '/result/turned.png': 'abc', '/upload/turned (1).png': 'abc', '/upload/other.png': 'xyz' };
  const recorded = [
    step('1', 'turn', { result: asJson(file('/result/turned.png')) }),
    step('2', 'turn', { args: { image: asJson(file('/upload/turned (1).png')), more: asJson([file('/upload/other.png')]) } })
  ];
  const { steps } = await gather(recorded, sources([fn('turn')], contents));
  expect(steps[1].args).toMatchObject({ image: { path: '/result/turned.png' }, more: [{ path: '/upload/other.png' }] });
});

test('files of other sizes are not fetched, and one that is gone is no result', async () => {
  const recorded = [
    step('1', 'turn', { result: asJson([file('/result/a', 3), file('/result/b', null)]) }),
    step('2', 'turn', { args: { x: asJson(file('/upload/a', 4)), y: asJson(file('/upload/b', null)), z: asJson(file('/upload/c', 3)) } })
  ];
  const from = sources([fn('turn')], { '/result/a': 'abc' });
  const { steps } = await gather(recorded, from);
  expect(steps[1].args).toMatchObject({ x: { path: '/upload/a' }, y: { path: '/upload/b' }, z: { path: '/upload/c' } });
  expect(from.asked.sort()).toEqual(['/result/a', '/upload/c']);
});

test('a result that came later is not the source of what was put in before', async () => {
  const same = { '/upload/a': 'abc', '/result/a': 'abc' };
  const recorded = [step('1', 'turn', { args: { x: asJson(file('/upload/a')) }, result: asJson(file('/result/a')) })];
  const { steps } = await gather(recorded, sources([fn('turn')], same));
  expect(steps[0].args).toMatchObject({ x: { path: '/upload/a' } });
});

test('a table is what a program gets of it', () => {
  const table = { headers: ['city', 'size'], data: [['Rome', 3], ['Oslo', 1]], view: 'v', rows: 900 };
  const listed = fn('f', { returns: [output({ type: 'array', items: { type: 'object' } })] });
  expect(asCalled(listed, table)).toEqual([{ city: 'Rome', size: 3 }, { city: 'Oslo', size: 1 }]);
  const explicit = fn('f', { returns: [output({ type: 'object', properties: { headers: {}, data: {} } })] });
  expect(asCalled(explicit, table)).toEqual(table);
  expect(asCalled(fn('f'), table)).toBeNull();
});

test('figures and rich text are not what a program gets; the other outputs are', () => {
  const plot = { type: 'plotly', plot: '{}' };
  const mime = { mime: { 'text/html': '<b>x</b>' } };
  const several = fn('f', { returns: [output(), output(), output()] });
  expect(asCalled(several, [plot, 'text', mime])).toEqual([null, 'text', null]);
  expect(asCalled(fn('f'), [mime, { a: 1 }])).toEqual([null, { a: 1 }]);
  expect(asCalled(fn('f'), { type: 'x' })).toEqual({ type: 'x' });
});
