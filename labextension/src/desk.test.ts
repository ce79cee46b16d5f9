import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Desk } from './desk';
import { forgetAll } from './once';
import type { Json } from './protocol';
import { recorder } from './recorder/recorder';
import { Store } from './store';
import { FakeTransport, action, component, greeter, result } from './testing';

const panel = greeter({ examples: [{ 'greet.name': 'Ada' }] });
const [greet] = panel.actions;
const [name, times] = panel.components;

let transport: FakeTransport;
let desk: Desk;

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  transport = new FakeTransport();
  desk = new Desk(panel, transport, new Store('k', 'p'));
});

afterEach(() => {
  desk.close();
  forgetAll();
  vi.useRealTimers();
});

/** Run it, with what is needed. */
function run(): void {
  if (desk.value(name) === undefined) {
    desk.set(name.id, 'Bo');
  }
  desk.run(greet);
}

test('a field has what it begins with until it is changed, and may be emptied', () => {
  expect([desk.value(name), desk.value(times)]).toEqual([undefined, 2]);
  desk.set(times.id, 5);
  expect(desk.value(times)).toBe(5);
  desk.set(times.id, undefined);
  expect(desk.value(times)).toBeUndefined();
});

test('false and 0 are values', () => {
  desk.set(times.id, 0);
  desk.set(name.id, false);
  run();
  expect(transport.sent[0].args).toEqual({ name: false, times: 0 });
});

test('a run sends what is in the fields by the names of the parameters, and leaves empty ones out', () => {
  desk.set(name.id, 'Ada');
  desk.set(times.id, undefined);
  expect(desk.run(greet)).toBeNull();
  expect(transport.sent[0]).toMatchObject({ endpoint: 'greet', args: { name: 'Ada' } });
  expect(desk.busy).toBe(true);
});

test('a text that is needed is not empty, unless nothing is a value of it', () => {
  expect(desk.run(greet)).toBe(name.id);
  desk.set(name.id, '');
  expect(desk.run(greet)).toBe(name.id);
  expect(desk.wrong(greet, name.id)).toBe('This is needed.');
  expect(transport.sent).toEqual([]);
  const schema = { anyOf: [{ type: 'string' }, { type: 'null' }] };
  desk.update({ ...panel, components: [{ ...name, schema }, ...panel.components.slice(1)] });
  expect(desk.run(greet)).toBeNull();
  expect(transport.sent[0].args.name).toBeNull();
});

test('anything else that is needed is asked for before anything is sent', () => {
  const file = component('f.file', 'File', 'file', { required: true });
  const only = action('f', [['file', 'f.file']], []);
  const other = new Desk({ ...panel, components: [file], actions: [only] }, transport, new Store('k', 'q'));
  expect(other.run(only)).toBe('f.file');
  expect(transport.sent).toEqual([]);
  expect(other.wrong(only, 'f.file')).toBe('This is needed.');
  other.set('f.file', 'x');
  expect(other.wrong(only, 'f.file')).toBeNull();
  expect(other.run(only)).toBeNull();
  expect(transport.sent).toHaveLength(1);
});

test('of one action one call runs at a time', () => {
  run();
  run();
  expect(transport.sent).toHaveLength(1);
});

test('a refused value is told at its field until that is changed', () => {
  run();
  const details = [
    { loc: ['times'], msg: 'too many', type: 'x' },
    { loc: ['body', 'name', 0, 'first'], msg: 'too short', type: 'x' }
  ];
  transport.sent[0].tell({ op: 'error', error: { code: 'invalid_arguments', message: 'bad', details } });
  expect(desk.wrong(greet, 'greet.times')).toBe('too many');
  expect(desk.wrong(greet, 'greet.name')).toBe('item 1 → first: too short');
  expect(desk.isByField(greet)).toBe(true);
  desk.set('greet.times', 1);
  expect(desk.wrong(greet, 'greet.times')).toBeNull();
  expect(desk.wrong(greet, 'greet.name')).not.toBeNull();
});

test('a finding about no field is told in whole', () => {
  run();
  const details = [{ loc: ['other'], msg: 'unknown', type: 'x' }];
  transport.sent[0].tell({ op: 'error', error: { code: 'invalid_arguments', message: 'bad', details } });
  expect(desk.isByField(greet)).toBe(false);
});

test('stop is sent once', () => {
  run();
  desk.stop('greet');
  desk.stop('greet');
  expect(transport.cancelled).toEqual([transport.sent[0].id]);
});

test('clear brings back what the form began with', () => {
  desk.set(times.id, 9);
  run();
  transport.sent[0].tell(result('hello'));
  desk.clear(greet);
  expect(desk.value(times)).toBe(2);
  expect(desk.state('greet').value).toBeUndefined();
});

test('an example fills the form, and what it does not name begins anew', () => {
  desk.set(times.id, 9);
  desk.fill(greet, greet.examples[0]);
  expect([desk.value(name), desk.value(times)]).toEqual(['Ada', 2]);
});

test('what was typed, the result and the tab are there again on another page', () => {
  desk.set(name.id, 'Ada');
  run();
  transport.sent[0].tell(result('hello'));
  desk.close();
  const again = new Desk(panel, transport, new Store('k', 'p'));
  expect(again.value(name)).toBe('Ada');
  expect(again.state('greet')).toMatchObject({ phase: 'done', value: 'hello' });
  expect(transport.resumed).toEqual([]);
});

test('a call goes on where the page was loaded anew', () => {
  run();
  window.dispatchEvent(new Event('pagehide'));
  const again = new Desk(panel, transport, new Store('k', 'p'));
  expect(transport.resumed.map(({ id }) => id)).toEqual([transport.sent[0].id]);
  transport.resumed[0].tell(result('hello'));
  expect(again.state('greet')).toMatchObject({ phase: 'done', value: 'hello' });
  vi.runAllTimers();
  new Desk(panel, transport, new Store('k', 'p'));
  expect(transport.resumed).toHaveLength(1);
});

test('values stay where a function is defined anew, but not in a field of another type', () => {
  desk.set(name.id, 'Ada');
  desk.set(times.id, 5);
  const changed = greeter();
  changed.components[1] = { ...changed.components[1], type: 'Slider', props: { value: 1 } };
  desk.update(changed);
  expect([desk.value(changed.components[0]), desk.value(changed.components[1])]).toEqual(['Ada', 1]);
});

test('what nobody here can be asked is answered so, at once', () => {
  run();
  const { id, tell } = transport.sent[0];
  tell({ op: 'ask', questions: [{ key: 'q', method: 'sampling/createMessage', params: {} }] });
  expect(transport.answered).toEqual([{ id, answers: { q: null } }]);
  expect(desk.state('greet').phase).not.toBe('asking');
});

test('an answer goes to the call that asks', () => {
  run();
  const { id, tell } = transport.sent[0];
  tell({ op: 'ask', questions: [{ key: 'q', method: 'elicitation/create', params: {} }] });
  const answers: { [key: string]: { [key: string]: Json } } = { q: { action: 'decline' } };
  desk.answer('greet', answers);
  expect(transport.answered).toEqual([{ id, answers }]);
  expect(desk.state('greet').phase).toBe('running');
});

test('a frame of a former call changes nothing', () => {
  run();
  const former = transport.sent[0];
  former.tell(result('one'));
  run();
  former.tell(result('again'));
  expect(desk.state('greet')).toMatchObject({ phase: 'sending', value: 'one' });
});

test('many frames are drawn a few times, and the result at once', () => {
  const drawn = vi.fn();
  run();
  desk.listen(drawn);
  for (let index = 0; index < 500; index++) {
    transport.sent[0].tell({ op: 'log', level: 'info', stream: 'stdout', text: 'x' });
  }
  expect(drawn.mock.calls.length).toBeLessThan(3);
  vi.runAllTimers();
  const before = drawn.mock.calls.length;
  transport.sent[0].tell(result('hello'));
  expect(drawn.mock.calls.length).toBe(before + 1);
  expect(desk.state('greet').log).toHaveLength(500);
});

test('each call is recorded with what was sent and what came', () => {
  recorder().start();
  desk.address = 'http://here/gradio/a.ipynb/';
  run();
  transport.sent[0].tell(result('hello'));
  run();
  desk.stop('greet');
  transport.sent[1].tell({ op: 'error', error: { code: 'cancelled', message: 'Stopped.' } });
  const { address: base } = desk;
  expect(recorder().steps).toMatchObject([
    { base, endpoint: 'greet', args: { name: 'Bo', times: 2 }, result: 'hello' },
    { base, endpoint: 'greet', failed: 'Stopped.' }
  ]);
});

test('a call that a reload came between is recorded too, once', () => {
  recorder().start();
  desk.address = 'http://here/gradio/a.ipynb/';
  run();
  window.dispatchEvent(new Event('pagehide'));
  forgetAll();
  new Desk(panel, transport, new Store('k', 'p'));
  transport.resumed[0].tell(result('hello'));
  expect(recorder().on).toBe(true);
  expect(recorder().steps).toMatchObject([{ args: { name: 'Bo' }, result: 'hello' }]);
});

test('that a person was asked is recorded', () => {
  recorder().start();
  desk.address = 'http://here/gradio/a.ipynb/';
  run();
  const { tell } = transport.sent[0];
  tell({ op: 'ask', questions: [{ key: 'q', method: 'elicitation/create', params: {} }] });
  desk.answer('greet', { q: null });
  tell(result('hello'));
  expect(recorder().steps).toMatchObject([{ answered: true, result: 'hello' }]);
});

test('a function and its parameters may be called as what every object has', () => {
  const odd = {
    ...panel,
    components: [component('c', 'Textbox', '__proto__'), component('d', 'Textbox', 'constructor')],
    actions: [action('__proto__', [['__proto__', 'c'], ['constructor', 'd']], [])]
  };
  const other = new Desk(odd, transport, new Store('k', 'odd'));
  expect(other.busy).toBe(false);
  other.fill(odd.actions[0], {});
  other.set('c', 'x');
  other.run(odd.actions[0]);
  expect(Object.entries(transport.sent[0].args)).toEqual([['__proto__', 'x']]);
  expect(JSON.stringify(transport.sent[0].args)).toBe('{"__proto__":"x"}');
  other.close();
});

test('a password is sent, and kept nowhere', () => {
  recorder().start();
  const login = {
    ...panel,
    components: [component('p', 'Textbox', 'password', { required: true, props: { type: 'password' } })],
    actions: [action('login', [['password', 'p']], [])]
  };
  const other = new Desk(login, transport, new Store('k', 'login'));
  other.address = 'http://here/';
  other.set('p', 'hunter2');
  expect(other.value(login.components[0])).toBe('hunter2');
  other.run(login.actions[0]);
  expect(transport.sent[0].args).toEqual({ password: 'hunter2' });
  transport.sent[0].tell(result('in'));
  other.close();
  expect(recorder().steps).toMatchObject([{ args: {}, secrets: ['password'] }]);
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('hunter2');
  other.clear(login.actions[0]);
  expect(other.value(login.components[0])).toBeUndefined();
});
