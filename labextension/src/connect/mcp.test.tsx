import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { CallFailure } from '../failure';
import { McpView } from './mcp';
import { api, FakeServer, fn } from './testing';

const BASE = 'http://here/gradio/a.ipynb/';

const address = (): string => screen.getByLabelText('MCP address').textContent!;
const snippet = (): string => screen.getByLabelText('Put into its file').textContent!;

test('the address and all configurations follow the boxes', async () => {
  const fake = new FakeServer();
  const functions = [fn('greet'), fn('count'), fn('hide', { visibility: 'private' })];
  render(<McpView server={fake.server} base={BASE} api={api(functions)} />);
  expect(address()).toBe(`${BASE}gradio_api/mcp/`);
  await screen.findByLabelText('Client');
  expect(screen.queryByRole('checkbox', { name: /hide/ })).toBeNull();
  fireEvent.click(screen.getByRole('checkbox', { name: /greet/ }));
  expect(address()).toBe(`${BASE}gradio_api/mcp/?tools=count`);
  await waitFor(() => expect(snippet()).toContain('?tools=count'));
  fireEvent.click(screen.getByRole('checkbox', { name: /count/ }));
  expect(screen.getByText('Choose at least one function.')).toBeTruthy();
  expect(screen.queryByLabelText('Client')).toBeNull();
  fireEvent.click(screen.getByLabelText('All'));
  expect(address()).toBe(`${BASE}gradio_api/mcp/`);
  await waitFor(() => expect(snippet()).not.toContain('tools='));
});

test('the transport is part of the address', async () => {
  const fake = new FakeServer();
  render(<McpView server={fake.server} base={BASE} api={api([fn('greet')])} />);
  fireEvent.click(screen.getByLabelText('SSE'));
  expect(address()).toBe(`${BASE}gradio_api/mcp/sse`);
  const url = `${BASE}gradio_api/mcp/sse`;
  await waitFor(() => expect(fake.sent('POST', 'connect').at(-1)).toEqual({ url, transport: 'sse' }));
});

test('a panel has the functions of its own, and the address only those', () => {
  render(<McpView server={new FakeServer().server} base={BASE} only={['count']} api={api([fn('greet'), fn('count')])} />);
  expect(screen.queryByRole('checkbox', { name: /greet/ })).toBeNull();
  expect(address()).toBe(`${BASE}gradio_api/mcp/?tools=count`);
});

test('a function that comes later is wanted', () => {
  const fake = new FakeServer();
  const { rerender } = render(<McpView server={fake.server} base={BASE} api={api([fn('greet'), fn('count')])} />);
  fireEvent.click(screen.getByRole('checkbox', { name: /greet/ }));
  rerender(<McpView server={fake.server} base={BASE} api={api([fn('greet'), fn('count'), fn('late')])} />);
  expect(address()).toBe(`${BASE}gradio_api/mcp/?tools=count,late`);
});

test('descriptions, parameters, headers and addresses of resources are told', () => {
  const plain = { label: '', required: false, schema: {}, component: 'Textbox', description: '' };
  const parameter = { ...plain, files: '' as const, example: 0 };
  const parameters = [
    { ...parameter, name: 'word', type: 'str', required: true, description: 'What to count in.' },
    { ...parameter, name: 'times', type: 'int', default: 0 }
  ];
  const functions = [
    fn('count', { parameters, headers: [{ name: 'X-Token', required: true }, { name: 'X-More', required: false }] }),
    fn('notes', { kind: 'resource', uri: 'notes://{day}', mime_type: 'text/plain' }),
    fn('ask', { kind: 'prompt', paused: true })
  ];
  render(<McpView server={new FakeServer().server} base={BASE} api={api(functions)} />);
  expect(screen.getByText('What count does.')).toBeTruthy();
  expect(screen.getByText('What to count in.')).toBeTruthy();
  expect(screen.getByText('int, default 0')).toBeTruthy();
  expect(screen.getByText('Reads the headers X-Token, X-More (optional).')).toBeTruthy();
  expect(screen.getByText('notes://{day}')).toBeTruthy();
  expect(screen.getByText('Paused: agents are refused for now.')).toBeTruthy();
});

test('guests see the variable, and make no keys and pause nothing', async () => {
  render(<McpView server={new FakeServer().server} base={BASE} api={api([fn('greet')], { owner: false })} />);
  await screen.findByLabelText('Client');
  expect(snippet()).toContain('${JUPYTER_GRADIO_MCP_KEY}');
  expect(screen.queryByRole('button', { name: /key/ })).toBeNull();
  expect(screen.queryByRole('button', { name: /Pause/ })).toBeNull();
  expect(screen.queryByText('Access keys')).toBeNull();
});

test('where MCP is off it says how it is switched on', () => {
  render(<McpView server={new FakeServer().server} base={BASE} api={api([fn('greet')], { mcp: false })} />);
  expect(screen.getByText(/GradioMcp.mcp_enabled/)).toBeTruthy();
});

test('configurations that cannot be had are no old ones', async () => {
  const fake = new FakeServer();
  render(<McpView server={fake.server} base={BASE} api={api([fn('greet'), fn('count')])} />);
  await screen.findByLabelText('Client');
  fake.answers['POST connect'] = new CallFailure({ code: 'call_failed', message: 'It is broken.' }, 500);
  fireEvent.click(screen.getByRole('checkbox', { name: /greet/ }));
  expect(await screen.findByText('It is broken.')).toBeTruthy();
  expect(screen.queryByLabelText('Client')).toBeNull();
});

test('the dialog begins with what was chosen here', async () => {
  const fake = new FakeServer();
  render(<McpView server={fake.server} base={BASE} api={api([fn('greet'), fn('count')])} />);
  fireEvent.change(await screen.findByLabelText('Client'), { target: { value: 'claude-code' } });
  fireEvent.click(screen.getByRole('checkbox', { name: /greet/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Make an access key…' }));
  await waitFor(() => expect((screen.getByLabelText('Name of the key') as HTMLInputElement).value).toBe('Claude Code'));
  expect(screen.getByText('1 of 2 functions')).toBeTruthy();
  expect(screen.queryByLabelText('Notebook')).toBeNull();
});

test.each([
  [true, false, 'Pause notebook a.ipynb: Everything is paused', 'Resume greet: Everything is paused'],
  [false, true, 'Resume notebook a.ipynb', 'Resume greet: The notebook is paused'],
  [false, false, 'Pause notebook a.ipynb', 'Resume greet']
])('of what is paused (everything: %s, the notebook: %s) each switch tells its own part', async (everything, notebook, first, second) => {
  const fake = new FakeServer();
  fake.answers['GET pause'] = { paused: everything, notebooks: { 'a.ipynb': { paused: notebook, endpoints: ['greet'] } } };
  const told = { ...api([fn('greet', { paused: true })]), paused: everything || notebook, notebook: 'a.ipynb', owner: true };
  render(<McpView server={fake.server} base={BASE} api={told} />);
  expect(await screen.findByRole('button', { name: second })).toBeTruthy();
  expect(await screen.findByRole('button', { name: first })).toBeTruthy();
});
