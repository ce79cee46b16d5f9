import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Panel, type PanelProps } from './panel';
import type { Frame, PanelInfo } from './protocol';
import { FakeApi, greet, info } from './api/testing';
import { FakeTransport, action, component, greeter, notebook, result } from './testing';

let transport: FakeTransport;

beforeEach(() => {
  sessionStorage.clear();
  transport = new FakeTransport();
});

afterEach(cleanup);

function show(panel: PanelInfo = greeter(), more: Partial<PanelProps> = {}) {
  const props: PanelProps = {
    panel,
    panels: notebook(panel),
    transport,
    root: document,
    gone: null,
    problem: null,
    ...more
  };
  const shown = render(<Panel {...props} />);
  return { again: (changed: Partial<PanelProps>) => shown.rerender(<Panel {...props} {...changed} />) };
}

const field = (name: string): HTMLInputElement => screen.getByLabelText(name, { selector: 'input, textarea' });
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const type = (name: string, value: string): boolean => fireEvent.input(field(name), { target: { value } });

/** Run it, with what is needed. */
function run(): void {
  type('Name', 'Bo');
  fireEvent.click(button('Run'));
}

/** Have the latest call told frames. */
async function tell(...frames: Frame[]): Promise<void> {
  const { tell: one } = transport.sent[transport.sent.length - 1];
  await act(() => frames.forEach(one));
}

test('a panel has its title, a form with labels and explanations, and a place for the result', () => {
  show();
  expect(screen.getByRole('heading', { name: 'greet' })).toBeTruthy();
  expect(field('Name').getAttribute('aria-describedby')).toBe(screen.getByText('Whom to greet.').id);
  expect(field('Times').value).toBe('2');
  expect(screen.getByText('Run it, and the result shows here.')).toBeTruthy();
  expect(screen.getByText('live')).toBeTruthy();
});

test('Run calls the function with what is in the form, and shows what it gives', async () => {
  show();
  type('Name', 'Ada');
  fireEvent.click(button('Run'));
  expect(transport.sent[0]).toMatchObject({ endpoint: 'greet', args: { name: 'Ada', times: 2 } });
  await waitFor(() => expect(screen.getByText('busy')).toBeTruthy());
  await tell(result('Hello Ada'));
  expect(await screen.findByText('Hello Ada')).toBeTruthy();
  expect(screen.getByText('Result: Hello Ada').getAttribute('role')).toBe('status');
});

test.each([{ ctrlKey: true }, { metaKey: true }])('Enter with %o runs it, and nothing else hears of the key', keys => {
  show();
  type('Name', 'Ada');
  const heard: string[] = [];
  const listener = (event: KeyboardEvent): number => heard.push(event.key);
  document.addEventListener('keydown', listener);
  fireEvent.keyDown(field('Name'), { key: 'Enter', ...keys });
  document.removeEventListener('keydown', listener);
  expect(transport.sent).toHaveLength(1);
  expect(heard).toEqual([]);
});

test('Stop has a place of its own, and stops what runs', async () => {
  show();
  const places = () => screen.getAllByRole('button').map(one => one.textContent);
  const before = places();
  expect(button('Stop').getAttribute('aria-disabled')).toBe('true');
  run();
  await waitFor(() => expect(button('Stop').getAttribute('aria-disabled')).toBe('false'));
  expect(places()).toEqual(before);
  fireEvent.click(button('Stop'));
  expect(transport.cancelled).toEqual([transport.sent[0].id]);
  expect(await screen.findByRole('button', { name: 'Stopping…' })).toBeTruthy();
  await tell({ op: 'error', error: { code: 'cancelled', message: 'The call was stopped.' } });
  expect(await screen.findByText(/^Stopped ·/)).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('Clear empties the form and takes the result away', async () => {
  show();
  type('Name', 'Ada');
  fireEvent.click(button('Run'));
  await tell(result('Hello Ada'));
  fireEvent.click(button('Clear'));
  await waitFor(() => expect(field('Name').value).toBe(''));
  expect(screen.queryByText('Hello Ada')).toBeNull();
});

test('a refused value is told beside its field, which gets the focus', async () => {
  show();
  run();
  const details = [{ loc: ['name'], msg: 'Too short.', type: 'x' }];
  await tell({ op: 'error', error: { code: 'invalid_arguments', message: 'name: Too short.', details } });
  const said = await screen.findByText('Too short.');
  await waitFor(() => expect(field('Name').getAttribute('aria-invalid')).toBe('true'));
  expect(field('Name').getAttribute('aria-describedby')).toContain(said.id);
  await waitFor(() => expect(document.activeElement).toBe(field('Name')));
  type('Name', 'Ada');
  await waitFor(() => expect(screen.queryByText('Too short.')).toBeNull());
});

test('any other error is an alert, with the traceback folded away', async () => {
  show();
  run();
  await tell({ op: 'error', error: { code: 'function_failed', message: 'ValueError: no' }, traceback: 'line 3' });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('ValueError: no');
  expect(alert.querySelector('details')?.open).toBe(false);
  expect(alert.querySelector('pre')?.textContent).toBe('line 3');
});

test('parts of a result show as they come', async () => {
  show();
  run();
  await tell({ op: 'partial', value: 'Hel', files: false });
  expect(await screen.findByText('Hel')).toBeTruthy();
  await tell({ op: 'partial', value: 'Hello', files: false });
  expect(await screen.findByText('Hello')).toBeTruthy();
  expect(screen.queryByText('Hel')).toBeNull();
});

test('of several outputs each gets its value', async () => {
  const panel = greeter();
  panel.components.push(component('greet.out1', 'Number', 'second', { props: { label: 'Second' } }));
  panel.actions[0].outputs.push('greet.out1');
  panel.layout.children![1].children!.push({ type: 'component', id: 'greet.out1' });
  show(panel);
  run();
  await tell(result(['one', 2]));
  expect((await screen.findByText('one')).closest('[data-component]')?.getAttribute('data-component')).toBe('greet.out0');
  expect(screen.getByText('2').closest('[data-component]')?.getAttribute('data-component')).toBe('greet.out1');
});

test('a result that is not of its component is shown as what it is', async () => {
  show();
  run();
  await tell(result({ some: 'object' }));
  expect((await screen.findByText(/object/)).textContent).toContain('object');
});

test('examples fill the form', async () => {
  show(greeter({ examples: [{ 'greet.name': 'Ada', 'greet.times': 7 }] }));
  fireEvent.click(button('Fill in example 1: Ada, 7'));
  await waitFor(() => expect(field('Name').value).toBe('Ada'));
  expect(field('Times').value).toBe('7');
  expect(transport.sent).toEqual([]);
});

test('after a restart the form is there to read, and cannot be run until the kernel is back', async () => {
  const { again } = show();
  type('Name', 'Ada');
  again({ gone: 'The kernel has restarted. Run the cell to bring the form back.' });
  expect(screen.getByText(/The kernel has restarted/)).toBeTruthy();
  expect(screen.getByText('gone')).toBeTruthy();
  expect(field('Name').disabled).toBe(true);
  expect(field('Name').value).toBe('Ada');
  fireEvent.click(button('Run'));
  expect(transport.sent).toEqual([]);
  again({ gone: null });
  expect(field('Name').disabled).toBe(false);
});

test('a lost connection is said, and nothing that was typed is lost', () => {
  const { again } = show();
  type('Name', 'Ada');
  again({ problem: { code: 'unreachable', message: 'The notebook server cannot be reached.' } });
  expect(screen.getByText('reconnecting')).toBeTruthy();
  expect(field('Name').value).toBe('Ada');
});

test('values stay where the function is defined anew', async () => {
  const { again } = show();
  type('Name', 'Ada');
  const changed = greeter();
  changed.components.push(component('greet.loud', 'Checkbox', 'loud', { props: { label: 'Loud', value: false } }));
  changed.actions[0].inputs.push(['loud', 'greet.loud']);
  changed.layout.children![0].children!.push({ type: 'component', id: 'greet.loud' });
  again({ panel: changed });
  expect(screen.getByLabelText('Loud')).toBeTruthy();
  expect(field('Name').value).toBe('Ada');
});

test('what a function asks is answered in the panel', async () => {
  show();
  run();
  const requestedSchema = {
    type: 'object',
    properties: { city: { type: 'string', title: 'City', enum: ['Graz', 'Linz'] }, days: { type: 'integer', title: 'Days', minimum: 1 } },
    required: ['days']
  };
  const questions = [
    { key: 'q', method: 'elicitation/create' as const, params: { message: 'How long?', requestedSchema } },
    { key: 'r', method: 'roots/list' as const, params: {} }
  ];
  await tell({ op: 'ask', questions });
  const form = await screen.findByRole('form', { name: 'How long?' });
  fireEvent.submit(form);
  expect(await screen.findByText('This is needed.')).toBeTruthy();
  fireEvent.input(screen.getByLabelText('Days'), { target: { value: '0' } });
  fireEvent.submit(form);
  expect(await screen.findByText('The least is 1.')).toBeTruthy();
  expect(transport.answered).toEqual([]);
  fireEvent.input(screen.getByLabelText('Days'), { target: { value: '3' } });
  fireEvent.submit(form);
  await waitFor(() => expect(transport.answered).toHaveLength(1));
  expect(transport.answered[0].answers).toEqual({ q: { action: 'accept', content: { days: 3 } }, r: null });
  await waitFor(() => expect(screen.queryByRole('form', { name: 'How long?' })).toBeNull());
});

test.each([
  ['Decline', 'decline'],
  ['Cancel', 'cancel']
])('%s is an answer, too', async (name, answer) => {
  show();
  run();
  const params = { message: 'Which?', requestedSchema: { properties: { value: { type: 'string' } } } };
  await tell({ op: 'ask', questions: [{ key: 'q', method: 'elicitation/create', params }] });
  fireEvent.click(await screen.findByRole('button', { name }));
  await waitFor(() => expect(transport.answered[0].answers).toEqual({ q: { action: answer } }));
});

test.each([
  ['Yes', { action: 'accept', content: { value: true } }],
  ['No', { action: 'accept', content: { value: false } }],
  ['Cancel', { action: 'cancel' }]
])('a question for yes or no is answered with %s', async (name, answer) => {
  show();
  run();
  const params = { message: 'Sure?', requestedSchema: { properties: { value: { type: 'boolean' } } } };
  await tell({ op: 'ask', questions: [{ key: 'q', method: 'elicitation/create', params }] });
  const asked = await screen.findByRole('form', { name: 'Sure?' });
  expect([...asked.querySelectorAll('button')].map(one => one.textContent)).toEqual(['Yes', 'No', 'Cancel']);
  expect(asked.querySelector('input')).toBeNull();
  fireEvent.click(button(name));
  await waitFor(() => expect(transport.answered[0].answers).toEqual({ q: answer }));
});

test('a text that is needed is not empty', async () => {
  show();
  fireEvent.click(button('Run'));
  expect(await screen.findByText('This is needed.')).toBeTruthy();
  expect(document.activeElement).toBe(field('Name'));
  type('Name', 'Ada');
  type('Name', '');
  fireEvent.click(button('Run'));
  expect(await screen.findByText('This is needed.')).toBeTruthy();
  expect(transport.sent).toEqual([]);
});

test('a message below its field does not say again which one', async () => {
  show();
  run();
  const details = [
    { loc: ['name'], msg: "'name': Too short (got 'Bo').", type: 'x' },
    { loc: ['times', 'to', 0, 'code'], msg: "'times.to[0].code': Missing (got {}).", type: 'x' }
  ];
  await tell({ op: 'error', error: { code: 'invalid_arguments', message: '', details } });
  expect(await screen.findByText("Too short (got 'Bo').")).toBeTruthy();
  expect(screen.getByText('to → item 1 → code: Missing (got {}).')).toBeTruthy();
});

test('progress has its text, its count and its place', async () => {
  show();
  run();
  const bars = [
    { index: 3, length: 12, unit: 'rows', progress: null, desc: 'Reading' },
    { index: null, length: null, unit: '', progress: 0.5, desc: 'Inner' }
  ];
  await tell({ op: 'progress', progress: 3, total: 12, message: 'Reading', unit: 'rows', bars });
  const bar = await screen.findByRole('progressbar', { name: 'Reading' });
  expect(bar.getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByText('3 of 12 rows')).toBeTruthy();
  expect(screen.getByRole('progressbar', { name: 'Inner' }).getAttribute('aria-valuenow')).toBe('50');
  await tell(result('x'));
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
});

test('the place in the queue is told', async () => {
  show();
  run();
  await tell({ op: 'queued', position: 2, size: 4 });
  expect(await screen.findByText('Waiting: number 3 in the queue')).toBeTruthy();
});

test('notices are told until they are closed, and are in the log', async () => {
  show();
  run();
  const notice = { op: 'log', level: 'info', stream: 'notice', text: 'Half done.', kind: 'success', title: '', duration: null };
  await tell(notice as Frame, { op: 'log', level: 'error', stream: 'stderr', text: 'oops\n' });
  const close = await screen.findByRole('button', { name: 'Close: Success' });
  expect(screen.getByText('2 entries')).toBeTruthy();
  expect(screen.getByText('stderr')).toBeTruthy();
  fireEvent.click(close);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Close: Success' })).toBeNull());
});

test('several functions are tabs, of which the arrow keys choose; what runs behind goes on', async () => {
  const side = (name: string) => ({
    type: 'row' as const,
    children: [
      { type: 'form' as const, action: name, children: [{ type: 'component' as const, id: `${name}.x` }] },
      { type: 'results' as const, action: name, children: [{ type: 'component' as const, id: `${name}.out0` }] }
    ]
  });
  const names = ['one', 'two'];
  const panel: PanelInfo = {
    id: 'p',
    title: 'one, two',
    components: names.flatMap(name => [
      component(`${name}.x`, 'Textbox', 'x', { props: { label: `X of ${name}` } }),
      component(`${name}.out0`, 'Textbox', 'output')
    ]),
    actions: names.map(name => action(name, [['x', `${name}.x`]], [`${name}.out0`])),
    endpoints: names,
    layout: { type: 'tabs', children: names.map(name => ({ type: 'tab' as const, label: name, children: [side(name)] })) }
  };
  show(panel);
  const [one, two] = names.map(name => screen.getByRole('tab', { name }));
  expect([one.tabIndex, two.tabIndex]).toEqual([0, -1]);
  expect(document.getElementById(one.getAttribute('aria-controls')!)?.hidden).toBe(false);
  fireEvent.click(button('Run'));
  fireEvent.keyDown(one, { key: 'ArrowRight' });
  await waitFor(() => expect(two.getAttribute('aria-selected')).toBe('true'));
  expect(document.activeElement).toBe(two);
  await tell(result('from one'));
  fireEvent.keyDown(two, { key: 'ArrowRight' });
  await waitFor(() => expect(one.getAttribute('aria-selected')).toBe('true'));
  expect(screen.getByText('from one')).toBeTruthy();
});

test('components that are not visible are not drawn, and their values are sent', () => {
  const panel = greeter();
  panel.components[1] = { ...panel.components[1], props: { ...panel.components[1].props, visible: false } };
  show(panel);
  expect(screen.queryByLabelText('Times')).toBeNull();
  run();
  expect(transport.sent[0].args.times).toBe(2);
});

test('the footer leads to where else it can be used', () => {
  show();
  expect(screen.getByRole('link', { name: 'Use via API or MCP' }).getAttribute('href')).toBe('/app/?view=api&fn=greet');
});

test('the footer brings the API tab to the front, which is there again after a reload', async () => {
  const api = new FakeApi(info([greet()]));
  show(greeter(), { transport: api });
  fireEvent.click(screen.getByRole('link', { name: 'Use via API or MCP' }));
  expect(await screen.findByText('/greet')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'API' }));
  expect(screen.getByRole('tab', { name: 'Run' }).getAttribute('aria-selected')).toBe('false');
  cleanup();
  show(greeter(), { transport: api });
  expect(screen.getByRole('tab', { name: 'API' }).getAttribute('aria-selected')).toBe('true');
});

test('what runs goes on behind the other tabs, and the snippet says what is in the form', async () => {
  const api = new FakeApi(info([greet()]));
  transport = api;
  show(greeter(), { transport: api });
  type('Name', 'Ada');
  fireEvent.click(button('Run'));
  fireEvent.click(screen.getByRole('tab', { name: 'API' }));
  await waitFor(() => expect(document.querySelector('pre')?.textContent).toContain('Ada'));
  await tell(result('Hello Ada'));
  fireEvent.click(screen.getByRole('tab', { name: 'Run' }));
  expect(screen.queryByText('/greet')).toBeNull();
  expect(screen.getByText('Hello Ada')).toBeTruthy();
});

test('over the comm there are no other tabs, and the footer says what is missing', () => {
  const comm = Object.create(transport, { kind: { value: 'comm' }, page: { value: () => null } });
  show(greeter(), { transport: comm });
  expect(screen.queryByRole('tab')).toBeNull();
  expect(screen.getByText(/jupyter gradio-mcp serve/)).toBeTruthy();
});
