import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Panel } from '../panel';
import type { ActionInfo, ComponentInfo, Frame, Json, Node, PanelInfo } from '../protocol';
import { FakeTransport, action, component, notebook, result } from '../testing';
import { safe } from './button';

let transport: FakeTransport;

beforeEach(() => {
  sessionStorage.clear();
  transport = new FakeTransport();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const leaf = (id: string): Node => ({ type: 'component', id });
const text = (id: string, label: string, props = {}): ComponentInfo => component(id, 'Textbox', label, { props: { label, ...props } });
const click = (id: string, by: string, inputs: [string, string][], outputs: string[], more: Partial<ActionInfo> = {}): ActionInfo =>
  action(id, inputs, outputs, { triggers: [[by, 'click']], ...more });

function app(components: ComponentInfo[], actions: ActionInfo[], children: Node[] = components.map(({ id }) => leaf(id))): PanelInfo {
  return { id: 'app:1', title: 'An app', components, actions, endpoints: actions.map(({ endpoint }) => endpoint), layout: { type: 'column', children } };
}

function show(panel: PanelInfo): void {
  render(<Panel panel={panel} panels={notebook(panel)} transport={transport} root={document} gone={null} problem={null} />);
}

const field = (name: string): HTMLInputElement => screen.getByLabelText(name, { selector: 'input, textarea' });
const button = (name: string | RegExp): HTMLButtonElement => screen.getByRole('button', { name });
const type = (name: string, value: string): boolean => fireEvent.input(field(name), { target: { value } });

async function tell(call: number, ...frames: Frame[]): Promise<void> {
  await act(() => frames.forEach(frame => transport.sent[call].tell(frame)));
}

const called = (): string[] => transport.sent.map(({ endpoint }) => endpoint);
const update = (changed: { [prop: string]: Json }): Json => ({ __type__: 'update', ...changed });

const GREETER = app(
  [text('c1', 'Name'), component('c2', 'Button', 'Greet', { props: { value: 'Greet', variant: 'primary' } }), text('c3', 'Greeting', { interactive: false })],
  [click('greet', 'c2', [['name', 'c1']], ['c3'])]
);

test('a button calls with what is in the inputs, and the result is in the output', async () => {
  show(GREETER);
  type('Name', 'Ada');
  fireEvent.click(button('Greet'));
  expect(transport.sent[0]).toMatchObject({ endpoint: 'greet', args: { name: 'Ada' } });
  await tell(0, { op: 'partial', value: 'Hello', files: false });
  await waitFor(() => expect(screen.getByRole('group', { name: 'Greeting' }).textContent).toContain('Hello'));
  await tell(0, result('Hello Ada'));
  expect(screen.getByRole('group', { name: 'Greeting' }).textContent).toContain('Hello Ada');
  expect(button('Greet').classList).toContain('jgm-primary');
});

test('what came of a call is there again when the panel is', async () => {
  show(GREETER);
  type('Name', 'Ada');
  fireEvent.click(button('Greet'));
  await tell(0, result('Hello Ada'));
  cleanup();
  show(GREETER);
  expect(field('Name').value).toBe('Ada');
  expect(screen.getByRole('group', { name: 'Greeting' }).textContent).toContain('Hello Ada');
});

test('while it runs the output says so and offers to stop; a failure is told there', async () => {
  show(GREETER);
  fireEvent.click(button('Greet'));
  await tell(0, { op: 'started' });
  fireEvent.click(button('Stop greet'));
  expect(transport.cancelled).toEqual([transport.sent[0].id]);
  await tell(0, { op: 'error', error: { code: 'cancelled', message: 'It was stopped.' } });
  expect(screen.queryByRole('alert')).toBeNull();
  fireEvent.click(button('Greet'));
  await tell(1, { op: 'error', error: { code: 'function_failed', message: 'no luck' } });
  expect(screen.getByRole('alert').textContent).toContain('no luck');
});

test.each([
  ['full', true],
  ['minimal', true],
  ['hidden', false]
] as const)('how much is shown of a running call is the author’s choice: %s', async (progress, seen) => {
  show({ ...GREETER, actions: [{ ...GREETER.actions[0], progress }] });
  fireEvent.click(button('Greet'));
  await tell(0, { op: 'started' });
  expect(screen.queryByRole('button', { name: 'Stop greet' }) !== null).toBe(seen);
  expect(document.querySelector('.jgm-filling') !== null).toBe(progress === 'full');
});

test('an update changes looks and values, and its null takes a prop away', async () => {
  const more: Node = { type: 'column', id: 'c4', children: [leaf('c3')] };
  const panel = app(
    [...GREETER.components, component('c4', 'Column', '', { props: { visible: false } })],
    [click('go', 'c2', [], ['c1', 'c2', 'c4'])],
    [leaf('c1'), leaf('c2'), more]
  );
  show(panel);
  const hidden = (): boolean => screen.getByRole('group', { name: 'Greeting', hidden: true }).closest('[hidden]') !== null;
  expect(hidden()).toBe(true);
  fireEvent.click(button('Greet'));
  await tell(0, result([update({ value: 'Bo', placeholder: 'who?' }), update({ value: 'Gone', interactive: false }), update({ visible: true })]));
  expect([field('Name').value, field('Name').placeholder, hidden()]).toEqual(['Bo', 'who?', false]);
  expect(button('Gone').disabled).toBe(true);
});

test('nothing in an update leaves an output as it is', async () => {
  show(app(GREETER.components, [click('skip', 'c2', [], ['c1'])]));
  type('Name', 'Ada');
  fireEvent.click(button('Greet'));
  await tell(0, result(update({})));
  expect(field('Name').value).toBe('Ada');
});

test('Enter in a text, a change of it and the load of the app begin what listens to them', async () => {
  const submit = action('submitted', [['name', 'c1']], [], { triggers: [['c1', 'submit']] });
  const change = action('changed', [['name', 'c1']], [], { triggers: [['c1', 'change']] });
  const load = action('loaded', [], [], { triggers: [['', 'load']] });
  show(app(GREETER.components, [submit, change, load]));
  expect(called()).toEqual(['loaded']);
  type('Name', 'A');
  fireEvent.keyDown(field('Name'), { key: 'Enter', shiftKey: true });
  expect(called()).toEqual(['loaded', 'changed']);
  fireEvent.keyDown(field('Name'), { key: 'Enter' });
  expect(called()).toEqual(['loaded', 'changed', 'submitted']);
  cleanup();
  // It was first shown before.
  show(app(GREETER.components, [submit, change, load]));
  expect(called()).toHaveLength(3);
});

test('what comes after an action gets the values that it left', async () => {
  const next = action('count', [['greeting', 'c3']], [], { after: ['greet', 'success'] });
  show(app(GREETER.components, [...GREETER.actions, next]));
  type('Name', 'Ada');
  fireEvent.click(button('Greet'));
  await tell(0, result('Hello Ada'));
  expect(transport.sent[1]).toMatchObject({ endpoint: 'count', args: { greeting: 'Hello Ada' } });
});

const pass = (milliseconds: number): Promise<void> => act(() => void vi.advanceTimersByTime(milliseconds));

test('a timer ticks while it is active', async () => {
  vi.useFakeTimers();
  const timer = component('c9', 'Timer', '', { props: { value: 2, active: true } });
  const tick = action('tick', [], [], { triggers: [['c9', 'tick']], progress: 'hidden' });
  show(app([...GREETER.components, timer], [tick, click('stop', 'c2', [], ['c9'])]));
  await pass(2000);
  await tell(0, result(null));
  await pass(2000);
  await tell(1, result(null));
  expect(called()).toEqual(['tick', 'tick']);
  fireEvent.click(button('Greet'));
  await tell(2, result(update({ active: false })));
  await pass(60_000);
  expect(called()).toEqual(['tick', 'tick', 'stop']);
});

test('a form that follows its fields has no Run, and runs with all that an example fills in', () => {
  const form: Node = { type: 'form', action: 'shout', children: [leaf('c1')] };
  const results: Node = { type: 'results', action: 'shout', children: [leaf('c3')] };
  const shout = action('shout', [['text', 'c1']], ['c3'], { triggers: [['c1', 'change']], examples: [{ c1: 'quiet' }] });
  show(app([GREETER.components[0], GREETER.components[2]], [shout], [{ type: 'row', children: [form, results] }]));
  expect(screen.queryByRole('button', { name: 'Run' })).toBeNull();
  fireEvent.click(screen.getByText('quiet'));
  expect(transport.sent.map(({ args }) => args)).toEqual([{ text: 'quiet' }]);
});

test('tabs come to the front by an update and tell that they were chosen', async () => {
  const tabs: Node = {
    type: 'tabs',
    id: 't',
    children: ['a', 'b'].map(id => ({ type: 'tab', id, label: id.toUpperCase(), children: [{ type: 'column', children: [] }] }))
  };
  const made = (id: string): ComponentInfo => component(id, 'Tab', '', { props: { id } });
  const selected = action('selected', [], [], { triggers: [['b', 'select']] });
  show(app([...GREETER.components, made('a'), made('b'), component('t', 'Tabs', '')], [selected, click('go', 'c2', [], ['t'])], [leaf('c2'), tabs]));
  fireEvent.click(screen.getByRole('tab', { name: 'B' }));
  expect(called()).toEqual(['selected']);
  fireEvent.click(button('Greet'));
  await tell(1, result(update({ selected: 'a' })));
  expect(screen.getByRole('tab', { name: 'A' }).getAttribute('aria-selected')).toBe('true');
});

test('a link leads to a page and runs nothing', () => {
  expect(safe('https://example.org/')).toBe('https://example.org/');
  expect(safe('javascript:alert(1)')).toBeNull();
});
