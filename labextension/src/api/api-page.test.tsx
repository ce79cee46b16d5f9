import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CallFailure } from '../failure';
import type { ApiInfo } from '../protocol';
import { greeter, notebook, result } from '../testing';
import { ApiPage, type ApiPageProps } from './api-page';
import { History } from './history';
import { FakeApi, fn, greet, info } from './testing';

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  History.of('k').clear();
});

afterEach(cleanup);

async function show(told: ApiInfo | Error = info([greet(), fn('quiet')]), more: Partial<ApiPageProps> = {}) {
  const api = new FakeApi(told, notebook(greeter()));
  const props = { transport: api.asHttp, panels: notebook(greeter()), root: document, ...more };
  let shown!: ReturnType<typeof render>;
  await act(async () => {
    shown = render(<ApiPage {...props} />);
    // Until what the server tells has come.
    await new Promise(done => setTimeout(done));
  });
  return { api, again: (changed: Partial<ApiPageProps>) => shown.rerender(<ApiPage {...props} {...changed} />) };
}

const head = (name: string): HTMLElement => within(screen.getByRole('region', { name })).getAllByRole('button')[0];
const listedNames = (): (string | null)[] => screen.getAllByText(/^\/\w+$/).map(({ textContent }) => textContent);
const code = (): string => screen.getByRole('tabpanel').querySelector('pre')!.textContent ?? '';

test('the functions are listed, and one opened shows all that there is to know', async () => {
  await show();
  expect(listedNames()).toEqual(['/greet', '/quiet']);
  expect(head('/greet').getAttribute('aria-expanded')).toBe('false');
  expect(head('/greet').textContent).toContain('4 calls · 75% succeeded · 12 ms');
  fireEvent.click(head('/greet'));
  const opened = within(screen.getByRole('region', { name: '/greet' }));
  expect(await opened.findByText('Whom to greet.', { selector: '.jgma-about *' })).toBeTruthy();
  expect(opened.getByText('= 2')).toBeTruthy();
  expect(opened.getByText("Nothing says what 'times' means.").closest('li')?.textContent).toContain('times');
  expect(opened.getByText('2.5 s').parentElement?.textContent).toContain('p99');
  expect(opened.getByRole('link', { name: 'Link to this function' }).getAttribute('href')).toBe(
    'http://here/gradio/a.ipynb/?view=api&lang=python&fn=greet'
  );
});

test('the only function is open at once, and only its owner is told what to mend', async () => {
  await show(info([greet()], { owner: false }));
  expect(head('/greet').getAttribute('aria-expanded')).toBe('true');
  expect(screen.queryByText(/Nothing says/)).toBeNull();
});

test('a search finds names, descriptions and parameters', async () => {
  await show();
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'whom' } });
  await waitFor(() => expect(listedNames()).toEqual(['/greet']));
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'cake' } });
  expect(await screen.findByText('No function has “cake” in it.')).toBeTruthy();
});

test('the snippet follows the form, and the language is remembered', async () => {
  const told: unknown[] = [];
  await show(info([greet()]), { onPlace: changed => told.push(changed) });
  const field = screen.getByLabelText('Name', { selector: 'input, textarea' });
  fireEvent.input(field, { target: { value: 'Grace' } });
  await waitFor(() => expect(code()).toContain('Grace'));
  fireEvent.click(screen.getByRole('tab', { name: /fetch/ }));
  await waitFor(() => expect(code()).toContain('fetch'));
  expect(told).toEqual([{ language: 'fetch' }]);
  cleanup();
  await show(info([greet()]));
  expect(screen.getByRole('tab', { name: /fetch/ }).getAttribute('aria-selected')).toBe('true');
  expect(code()).toContain('Grace');
});

test('a link says which language and function', async () => {
  await show(undefined, { endpoint: 'quiet', language: 'curl' });
  expect(head('/quiet').getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByRole('tab', { selected: true }).textContent).toMatch(/curl/i);
});

test('a function is tried in place, and run again from the history', async () => {
  const { api } = await show(info([greet()]));
  fireEvent.input(screen.getByLabelText('Name', { selector: 'input, textarea' }), { target: { value: 'Ada' } });
  fireEvent.click(screen.getByRole('button', { name: 'Run' }));
  expect(api.sent[0]).toMatchObject({ endpoint: 'greet', args: { name: 'Ada', times: 2 } });
  await act(() => api.sent[0].tell(result('Hello Ada')));
  const response = within(await screen.findByRole('region', { name: 'Response' }));
  expect(response.getByText('ok')).toBeTruthy();
  expect(response.getByText(/^11 B ·/)).toBeTruthy();
  fireEvent.input(screen.getByLabelText('Name', { selector: 'input, textarea' }), { target: { value: 'Bo' } });
  fireEvent.click(await screen.findByRole('button', { name: 'Run again: greet(name=Ada, times=2)' }));
  await waitFor(() => expect(api.sent).toHaveLength(2));
  expect(api.sent[1].args).toEqual({ name: 'Ada', times: 2 });
  await act(() => api.sent[1].tell({ op: 'error', error: { code: 'call_failed', message: 'No.' } }));
  expect(await response.findByText('call_failed')).toBeTruthy();
});

test('what is not public is hidden until its owner asks', async () => {
  await show(info([greet(), fn('own', { visibility: 'private' })]));
  expect(listedNames()).toEqual(['/greet']);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Show 1 that are not public' }));
  await waitFor(() => expect(listedNames()).toEqual(['/greet', '/own']));
  fireEvent.click(head('/own'));
  expect(await screen.findByText(/It is private/)).toBeTruthy();
});

test.each([true, false])('what is paused is marked, and run by its owner only (%s)', async owner => {
  await show(info([greet({ paused: true })], { owner }));
  expect(within(head('/greet')).getByText('paused')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Run' }).getAttribute('aria-disabled')).toBe(String(!owner));
});

test('new figures come when calls end, and only for calls of this notebook', async () => {
  const { api } = await show(info([greet()]));
  const { asked } = api;
  api.ended('other');
  expect(api.asked).toBe(asked);
  (api.told as ApiInfo).functions[0].figures.calls = 1234;
  api.ended('k');
  expect(await screen.findByText('1,234 calls · 75% succeeded · 12 ms')).toBeTruthy();
});

test('the page is copied as Markdown', async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
  await show();
  fireEvent.click(screen.getByRole('button', { name: 'Copy page as Markdown' }));
  await waitFor(() => expect(writeText).toHaveBeenCalledWith(expect.stringContaining('## `/greet`')));
  vi.unstubAllGlobals();
});

test.each([new CallFailure({ code: 'not_found', message: '' }, 404), info([], { state: 'gone' })])('after a restart what was there can be read, and cannot be run', async told => {
  const { api } = await show(info([greet()]));
  api.told = told;
  api.change(null);
  expect(await screen.findByText(/The kernel has restarted/)).toBeTruthy();
  expect(screen.getByText('Whom to greet.', { selector: '.jgma-about *' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Run' }).getAttribute('aria-disabled')).toBe('true');
});

test('a notebook without functions says so, and how to offer one', async () => {
  await show(info([]));
  expect(screen.getByText('This notebook offers no functions now.')).toBeTruthy();
  expect(screen.getByText('%%mcp_tool')).toBeTruthy();
});

test('what was gone before the page came, is said', async () => {
  await show(info([], { state: 'gone' }));
  expect(screen.getByText(/The kernel has restarted/)).toBeTruthy();
  expect(screen.queryByText('%%mcp_tool')).toBeNull();
});

test('who may not see it is told why', async () => {
  await show(new CallFailure({ code: 'unauthenticated', message: 'Log in again.' }, 401));
  expect(await screen.findByText('Log in again.')).toBeTruthy();
});

test('the key that the page was opened with is nowhere to be copied, and who follows a link has it', async () => {
  const told = info([greet()]);
  const api = new FakeApi(told, notebook(greeter()));
  const keyed = 'http://here/gradio_key/jgm_1_secret/gradio/a.ipynb/';
  api.page = (_panels, below = '') => keyed + below;
  await act(async () => {
    render(<ApiPage transport={api.asHttp} panels={notebook(greeter())} root={document} />);
    await new Promise(done => setTimeout(done));
  });
  expect(await screen.findByRole('link', { name: 'Link to this function' })).toBeTruthy();
  expect(document.body.innerHTML).not.toContain('jgm_1_secret');
  expect(screen.getByText('http://here/gradio/a.ipynb/', { selector: 'header code' })).toBeTruthy();
  expect(code()).toContain('JUPYTER_GRADIO_MCP_KEY');
  const open = vi.spyOn(window, 'open').mockReturnValue(null);
  fireEvent.click(screen.getByRole('link', { name: 'OpenAPI' }));
  expect(open).toHaveBeenCalledWith(`${keyed}gradio_api/openapi.json`, '_blank', 'noopener');
  open.mockRestore();
});

test('a password that was put in is in no snippet and not in the history, and is kept for another run', async () => {
  const panel = greeter();
  panel.components[0].props.type = 'password';
  const { api } = await show(info([greet()]), { panels: notebook(panel) });
  // Until its parts listen to the form.
  await act(async () => {
    await new Promise(done => setTimeout(done, 100));
  });
  fireEvent.input(screen.getByLabelText('Name', { selector: 'input' }), { target: { value: 'hunter2' } });
  expect(code()).toContain('GREET_NAME');
  fireEvent.click(screen.getByRole('button', { name: 'Run' }));
  expect(api.sent[0].args).toMatchObject({ name: 'hunter2' });
  await act(() => api.sent[0].tell(result('Hello')));
  const again = await screen.findByRole('button', { name: 'Run again: greet(times=2, name=•••)' });
  expect(document.body.textContent).not.toContain('hunter2');
  fireEvent.click(again);
  expect(api.sent[1].args).toMatchObject({ name: 'hunter2', times: 2 });
});

test('beside a snippet is how the owner gets a key, in the shell of the snippet', async () => {
  await show(info([greet()]), { language: 'powershell' });
  expect(screen.getByText('$env:JUPYTER_GRADIO_MCP_KEY = jupyter gradio-mcp keys create my-program')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Make an access key…' }));
  const dialog = within(screen.getByRole('dialog', { name: 'New access key' }));
  expect((dialog.getByLabelText('Opens') as HTMLSelectElement).value).toBe('work/a b.ipynb');
});

test('guests are told whom to ask, and where no key is asked for nobody is told anything', async () => {
  await show(info([greet()], { owner: false }));
  expect(screen.getByText('Ask the notebook’s owner for an access key.')).toBeTruthy();
  cleanup();
  await show(info([greet()], { open: true }));
  expect(screen.queryByText(/access key/)).toBeNull();
});
