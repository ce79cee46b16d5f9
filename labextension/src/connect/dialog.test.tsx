import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test } from 'vitest';

import { CallFailure } from '../failure';
import { ConnectDialog } from './dialog';
import { agent, api, FakeServer, fn, key, recorded } from './testing';

const SECRET = 'jgm_0123456789ab_secret';

let fake: FakeServer;
let closed: number;

beforeEach(() => {
  fake = new FakeServer();
  closed = 0;
  fake.answers['POST keys'] = (body: { name: string }) => ({ ...key({ name: body.name }), key: SECRET });
});

async function open(more: object = {}): Promise<void> {
  render(
    <ConnectDialog
      server={fake.server}
      notebooks={[
        { ...api([fn('greet'), fn('hide', { visibility: 'private' }), fn('count')]), address: 'gradio/a.ipynb/' },
        { ...api([fn('other')], { notebook: 'b.ipynb', title: 'b' }), address: 'gradio/b.ipynb/' }
      ]}
      notebook="a.ipynb"
      onClose={() => closed++}
      {...more}
    />
  );
  await screen.findByLabelText('Client');
}

const press = (name: string | RegExp): boolean => fireEvent.click(screen.getByRole('button', { name }));
const chooseClient = (value: string): boolean => fireEvent.change(screen.getByLabelText('Client'), { target: { value } });
const snippet = (): string => screen.getByLabelText(/ into /).textContent!;

test('nothing is made before one asks for it', async () => {
  await open();
  press('Cancel');
  expect(closed).toBe(1);
  expect(fake.sent('POST', 'keys')).toEqual([]);
});

test('a key of the notebook is named after the client, and stands in its configuration', async () => {
  await open();
  expect((screen.getByLabelText('Name of the key') as HTMLInputElement).value).toBe('Cursor');
  press('Make the key');
  await screen.findByText('Waiting for the first call from Cursor…');
  expect(fake.sent('POST', 'keys')).toEqual([{ name: 'Cursor', expires: '7d', notebooks: ['a.ipynb'] }]);
  expect(fake.sent('POST', 'connect').at(-1)).toEqual({
    url: 'http://here/gradio/a.ipynb/gradio_api/mcp/',
    transport: 'http',
    key: SECRET
  });
  expect(JSON.parse(snippet()).mcpServers.it.headers.Authorization).toBe(`Bearer ${SECRET}`);
  expect(screen.getByText(/holds the access key, which is shown only now/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Install in Cursor' }).getAttribute('href')).not.toContain('jgm_');
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('jgm_');
  expect(fake.asked.every(({ route }) => !route.includes('jgm_'))).toBe(true);
});

test('some functions, the time and the name are what was chosen', async () => {
  await open();
  fireEvent.click(screen.getByLabelText(/count/));
  expect(screen.queryByLabelText(/hide/)).toBeNull();
  fireEvent.input(screen.getByLabelText('Name of the key'), { target: { value: ' mine ' } });
  fireEvent.change(screen.getByLabelText('Good for'), { target: { value: '' } });
  chooseClient('claude-code');
  press('Make the key');
  await screen.findByText(/Waiting for the first call from Claude Code/);
  expect(fake.sent('POST', 'keys')).toEqual([{ name: 'mine', notebooks: ['a.ipynb'], endpoints: ['greet'] }]);
  expect(fake.sent('POST', 'connect').at(-1).tools).toEqual(['greet']);
  // Its file is the project's and holds no key.
  expect(screen.getByText(`export JUPYTER_GRADIO_MCP_KEY=${SECRET}`)).toBeTruthy();
});

test('all notebooks are at the address of the server, and the key is not limited', async () => {
  await open();
  fireEvent.change(screen.getByLabelText('Notebook'), { target: { value: '' } });
  await waitFor(() => expect(fake.sent('POST', 'connect').at(-1).url).toBe('http://here/gradio_api/mcp/'));
  press('Make the key');
  await screen.findByText(/Waiting/);
  expect(fake.sent('POST', 'keys')).toEqual([{ name: 'Cursor', expires: '7d' }]);
});

test('on the page of one notebook it says which that is, before and after', async () => {
  await open({ notebooks: [{ ...api([fn('greet')]), address: 'gradio/a.ipynb/' }] });
  expect(screen.getByText('For the notebook a.ipynb')).toBeTruthy();
  press('Make the key');
  await screen.findByText(/Waiting/);
  expect(screen.getByText('For the notebook a.ipynb')).toBeTruthy();
});

test('a client without a name is yours, and its key an agent’s', async () => {
  const clients = (fake.answers['POST connect'] as any)({ url: 'u' }).clients;
  fake.answers['POST connect'] = { clients: [{ ...clients[0], id: 'json', title: 'Any other client' }] };
  await open();
  expect((screen.getByLabelText('Name of the key') as HTMLInputElement).value).toBe('agent');
  press('Make the key');
  await screen.findByText('Waiting for the first call from your client…');
  expect(screen.getByRole('heading', { name: 'Connect your client' })).toBeTruthy();
});

test('a name that is taken gets a number', async () => {
  fake.answers['GET keys'] = { keys: [key(), key({ name: 'Cursor 2' })] };
  await open();
  await waitFor(() => expect((screen.getByLabelText('Name of the key') as HTMLInputElement).value).toBe('Cursor 3'));
});

test('it is connected as soon as the agent with that key comes, not another; then its first call', async () => {
  await open();
  press('Make the key');
  await screen.findByText(/Waiting/);
  act(() => fake.come(agent({ key: 'another', client: 'Nobody' })));
  act(() => fake.come(agent()));
  expect(screen.getByText(/Waiting/)).toBeTruthy();
  act(() => fake.come(agent({ key: 'id1', client: 'Cursor 2.1' })));
  const status = (await screen.findByText('Connected: Cursor 2.1')).closest('[role=status]') as HTMLElement;
  expect(screen.queryByRole('button', { name: 'Revoke the key' })).toBeNull();
  fake.answers['GET calls?limit=20'] = { calls: [recorded({ key: null }), recorded(), recorded({ endpoint: 'early' })] };
  act(() => fake.end('k'));
  expect(await within(status).findByText('First call: early, answered in 20 ms.', {}, { timeout: 3000 })).toBeTruthy();
});

test('an agent that came while the stream was cut is found in the list', async () => {
  await open();
  press('Make the key');
  fake.answers['GET agents'] = { agents: [agent({ key: 'id1', client: 'Cursor 2.1' })] };
  expect(await screen.findByText('Connected: Cursor 2.1')).toBeTruthy();
});

test('a bridge needs no key, and is connected when one comes that was not there', async () => {
  fake.answers['GET agents'] = { agents: [agent({ requests: 7 })] };
  await open();
  chooseClient('claude-desktop');
  expect(screen.queryByLabelText('Name of the key')).toBeNull();
  press('Continue');
  await screen.findByText('Waiting for the first call from Claude Desktop…');
  expect(fake.sent('POST', 'keys')).toEqual([]);
  await act(async () => undefined);
  expect(screen.getByText(/Waiting/)).toBeTruthy();
  act(() => fake.come(agent({ key: 'id1', client: 'Cursor 2.1' })));
  expect(screen.getByText(/Waiting/)).toBeTruthy();
  act(() => fake.come(agent({ requests: 8 })));
  expect(await screen.findByText('Connected: Claude Desktop 1.0')).toBeTruthy();
});

test('a bridge on another machine is given a key', async () => {
  const [, bridge] = (fake.answers['POST connect'] as any)({ url: 'u' }).clients;
  fake.answers['POST connect'] = ({ key }: { key?: string }) => ({
    clients: [{ ...bridge, snippet: `--key-env JUPYTER_GRADIO_MCP_KEY=${key ?? 'YOUR_ACCESS_KEY'}` }]
  });
  await open();
  press('Make the key');
  await screen.findByText(/Waiting/);
  expect(snippet()).toContain(SECRET);
  act(() => fake.come(agent()));
  expect(screen.getByText(/Waiting/)).toBeTruthy();
  act(() => fake.come(agent({ key: 'id1' })));
  expect(await screen.findByText('Connected: Claude Desktop 1.0')).toBeTruthy();
});

test('where the server asks for no key, none is made', async () => {
  const clients = (fake.answers['POST connect'] as any)({ url: 'u' }).clients;
  fake.answers['POST connect'] = { clients: [{ ...clients[0], snippet: '{"url": "u"}', variables: [] }] };
  await open();
  expect(screen.getByText('This server asks for no access key.')).toBeTruthy();
  press('Continue');
  await screen.findByText(/Waiting/);
  act(() => fake.come(agent({ client: 'Cursor 2.1' })));
  expect(await screen.findByText('Connected: Cursor 2.1')).toBeTruthy();
});

test('with the variable no key is made, and whoever comes next is it', async () => {
  await open();
  fireEvent.click(screen.getByLabelText(/environment variable JUPYTER_GRADIO_MCP_KEY/));
  press('Continue');
  await screen.findByText('Waiting for the first call from Cursor…');
  expect(snippet()).toContain('${JUPYTER_GRADIO_MCP_KEY}');
  act(() => fake.come(agent({ key: 'old', client: 'Cursor 2.1' })));
  expect(await screen.findByText('Connected: Cursor 2.1')).toBeTruthy();
  expect(fake.sent('POST', 'keys')).toEqual([]);
});

test.each([
  [422, 'A key needs a name of 1 to 100 printable characters.', 'Name of the key'],
  [422, "'expires': it is no time.", 'Good for']
])('what is wrong with a field is said beside it (%s %s)', async (status, message, label) => {
  fake.answers['POST keys'] = new CallFailure({ code: 'invalid_request', message }, status);
  await open();
  press('Make the key');
  await screen.findByText(message);
  const field = screen.getByLabelText(label);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(field.getAttribute('aria-describedby')!)?.textContent).toBe(message);
  // And it can be tried again.
  fake.answers['POST keys'] = { ...key(), key: SECRET };
  press('Make the key');
  await screen.findByText(/Waiting/);
});

test('a name of blanks is not even sent', async () => {
  await open();
  fireEvent.input(screen.getByLabelText('Name of the key'), { target: { value: ' ' } });
  press('Make the key');
  await screen.findByText(/Give the key a name/);
  expect(fake.sent('POST', 'keys')).toEqual([]);
});

test.each([401, 403])('who may not make keys is told so (%s)', async status => {
  fake.answers['POST keys'] = new CallFailure({ code: 'forbidden', message: 'You may not.' }, status);
  await open();
  press('Make the key');
  expect((await screen.findByText('You may not.')).getAttribute('role')).toBe('alert');
});

test('a key is not lost when its configuration cannot be had', async () => {
  await open();
  fake.answers['POST connect'] = new CallFailure({ code: 'unreachable', message: 'Cannot be reached.' });
  press('Make the key');
  await screen.findByText('Cannot be reached.');
  expect(screen.getByText(SECRET, { exact: false })).toBeTruthy();
});

test('before it is connected it can be closed with the key kept, or revoked', async () => {
  fake.answers['DELETE keys/id1'] = { revoked: ['id1'] };
  await open();
  press('Make the key');
  await screen.findByText(/the key “Cursor” stays/);
  press('Revoke the key');
  await waitFor(() => expect(closed).toBe(1));
  expect(fake.sent('DELETE', 'keys/id1')).toHaveLength(1);
});

test('closed with its key kept it listens no more', async () => {
  await open();
  press('Make the key');
  await screen.findByText(/Waiting/);
  press('Close, keep the key');
  expect(closed).toBe(1);
  expect(fake.sent('DELETE', 'keys/id1')).toEqual([]);
  expect(fake.listeners).toBeGreaterThan(0);
  cleanup();
  expect(fake.listeners).toBe(0);
});
