import { beforeEach, expect, test } from 'vitest';

import { FakeTransport, result } from '../testing';
import { History, LENGTH, LONGEST, noted } from './history';

beforeEach(() => sessionStorage.clear());

test('a call is noted with its arguments, and how it went', () => {
  const history = new History('k');
  const transport = new FakeTransport();
  const heard: string[] = [];
  noted(transport, history, () => []).call('1', 'greet', { name: 'Zoë' }, frame => heard.push(frame.op));
  expect(history.calls).toMatchObject([{ endpoint: 'greet', args: { name: 'Zoë' }, outcome: null }]);
  transport.sent[0].tell({ op: 'started' });
  transport.sent[0].tell(result('Zoë'));
  expect(heard).toEqual(['started', 'result']);
  expect(history.calls).toMatchObject([{ outcome: 'ok', size: 6 }]);
});

test('a failure is noted by its code', () => {
  const history = new History('k');
  const transport = new FakeTransport();
  noted(transport, history, () => []).call('1', 'greet', {}, () => undefined);
  transport.sent[0].tell({ op: 'error', error: { code: 'invalid_arguments', message: '' } });
  expect(history.calls).toMatchObject([{ outcome: 'invalid_arguments', size: null }]);
});

test('the newest is first, and a page that is loaded anew knows those that are over', () => {
  const history = new History('k');
  history.begin('1', 'a', {}, 1000);
  history.end('1', 'ok', null, 1500);
  history.begin('2', 'b', {});
  history.begin('3', 'c', {});
  history.end('3', 'ok');
  expect(history.calls.map(({ id }) => id)).toEqual(['3', '2', '1']);
  expect(new History('k').calls.map(({ id }) => id)).toEqual(['3', '1']);
  expect(new History('k').calls[1]).toMatchObject({ took: 500, size: 4 });
  expect(new History('other').calls).toEqual([]);
});

test('there are only so many, and none with huge arguments', () => {
  const history = new History('k');
  for (let count = 0; count < LENGTH + 5; count++) {
    history.begin(String(count), 'a', {});
  }
  history.begin('huge', 'a', { text: 'x'.repeat(LONGEST) });
  expect(history.calls).toHaveLength(LENGTH);
  expect(history.calls[0].id).toBe(String(LENGTH + 4));
});

test('what is in the storage may be anything', () => {
  sessionStorage.setItem('jupyter-gradio-mcp:history:k', '[1, null, {"endpoint": 3}]');
  expect(new History('k').calls).toEqual([]);
  sessionStorage.setItem('jupyter-gradio-mcp:history:k', '{');
  expect(new History('k').calls).toEqual([]);
});

test('who listens is told of each change, until they listen no more', () => {
  const history = new History('k');
  let told = 0;
  const rest = history.listen(() => told++);
  history.begin('1', 'a', {});
  history.end('1', 'ok');
  rest();
  history.clear();
  expect(told).toBe(2);
});

test('secret values are sent and not kept', () => {
  const history = new History('k');
  const transport = new FakeTransport();
  noted(transport, history, () => ['password', 'other']).call('1', 'login', { name: 'Ada', password: 'hunter2' }, () => undefined);
  expect(transport.sent[0].args).toEqual({ name: 'Ada', password: 'hunter2' });
  expect(history.calls).toMatchObject([{ args: { name: 'Ada' }, hidden: ['password'] }]);
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('hunter2');
});
