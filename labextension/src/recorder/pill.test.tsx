import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { forgetAll } from '../once';
import type { ApiFunction, ApiInfo, Json } from '../protocol';
import { result } from '../testing';
import type { Sources } from './gather';
import { RecordingPill } from './pill';
import { recorder } from './recorder';

const BASE = 'http://here/gradio/a.ipynb/';

const greet = {
  name: 'greet', union: 'greet', kind: 'tool', title: 'greet', visibility: 'public', headers: [], streams: false, queue: true, description: '',
  parameters: [{ name: 'name', label: 'Name', type: 'str', required: true, schema: { type: 'string' }, component: 'Textbox', description: '', files: '', example: 'x' }],
  returns: [{ label: '', type: 'str', description: '', schema: { type: 'string' }, component: 'Textbox', files: '' }]
} as unknown as ApiFunction;

const sources: Sources = {
  api: async () => ({ functions: [greet], open: false }) as unknown as ApiInfo,
  open: async () => new ArrayBuffer(0)
};

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  forgetAll();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

let count = 0;

async function call(name: Json, value: Json | null, base: string | null = BASE): Promise<void> {
  const id = `${count++}`;
  await act(async () => {
    recorder().begin({ id, base, endpoint: 'greet', args: { name }, at: count });
    recorder().end(id, value === null ? { op: 'error', error: { code: 'function_failed', message: 'no luck' } } : result(value));
  });
}

const press = async (name: string | RegExp): Promise<void> => {
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name }));
  });
  // What is asked for comes a little later.
  await act(async () => {
    await new Promise(done => setTimeout(done, 10));
  });
};

test('the button begins a recording, and then says how many calls there are', async () => {
  render(<RecordingPill sources={sources} />);
  await press('Record API calls');
  expect(screen.getByRole('button').textContent).toBe('Recording: 0 calls');
  await call('Ada', 'hello');
  expect(screen.getByRole('button').textContent).toBe('Recording: 1 call');
});

test('a compact one is there only while it records', async () => {
  render(<RecordingPill compact sources={sources} />);
  expect(screen.queryByRole('button')).toBeNull();
  await act(async () => recorder().start());
  expect(screen.getByRole('button').textContent).toContain('Recording');
  await act(async () => recorder().stop());
  expect(screen.queryByRole('button')).toBeNull();
});

test('several show one recording, which is said once', async () => {
  render(<><RecordingPill sources={sources} /><RecordingPill compact sources={sources} /></>);
  await press('Record API calls');
  await call('Ada', 'hello');
  expect(screen.getAllByRole('button').map(button => button.textContent)).toEqual(['Recording: 1 call', 'Recording: 1 call']);
  expect(screen.getAllByRole('status').map(region => region.textContent)).toEqual(['Recording: 1 call']);
});

test('the dialog has the calls and their program in three languages, and no failed one', async () => {
  render(<RecordingPill sources={sources} />);
  await press('Record API calls');
  await call('Ada', 'hello Ada');
  await call('Bo', null);
  await press('Recording: 2 calls');
  const calls = within(screen.getByRole('list', { name: 'Calls' })).getAllByRole('listitem');
  expect(calls[0].textContent).toContain('greet(name: "Ada")→ "hello Ada"');
  expect(calls[1].textContent).toContain('Failed, not in the program: no luck');
  expect(screen.getByText('Not in the program: 1 of 2.')).toBeTruthy();
  for (const language of ['Python', 'JavaScript', 'bash']) {
    await act(async () => {
      fireEvent.click(screen.getByRole('tab', { name: language }));
    });
    const program = screen.getByLabelText('Program').textContent;
    expect(program).toContain('Ada');
    expect(program).not.toContain('Bo');
  }
});

test('the language is the last one that was chosen; arrow keys go round', async () => {
  recorder().start();
  const { unmount } = render(<RecordingPill sources={sources} />);
  await call('Ada', 'hello');
  await press(/Recording/);
  await act(async () => {
    fireEvent.keyDown(screen.getByRole('tab', { name: 'Python' }), { key: 'ArrowLeft' });
  });
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe('bash');
  unmount();
  render(<RecordingPill sources={sources} />);
  await press(/Recording/);
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe('bash');
});

test('calls are removed, and all of them cleared', async () => {
  recorder().start();
  render(<RecordingPill sources={sources} />);
  await call('Ada', 'hello Ada');
  await call('Bo', 'hello Bo');
  await press(/Recording/);
  await press('Remove call 1, greet');
  expect(screen.getByLabelText('Program').textContent).not.toContain('Ada');
  await press('Clear');
  expect(screen.queryByLabelText('Program')).toBeNull();
  expect(screen.getByText(/Run a function in any panel/)).toBeTruthy();
});

test('after a stop the recording is still to be had, and goes on', async () => {
  recorder().start();
  render(<RecordingPill sources={sources} />);
  await call('Ada', 'hello');
  await press(/Recording/);
  await press('Stop recording');
  await press('Close');
  await press('Recorded: 1 call');
  await press('Go on recording');
  expect(recorder().on).toBe(true);
});

test('what is missing is said', async () => {
  recorder().start();
  render(<RecordingPill sources={{ ...sources, api: async () => Promise.reject(new Error('The notebook is closed.')) }} />);
  await call('Ada', 'hello');
  await call('Bo', 'hello', null);
  await press(/Recording/);
  expect(screen.getByText(/Not in the program: .*closed/)).toBeTruthy();
  expect(screen.getByText(/functions without an address.*: 1\./)).toBeTruthy();
  expect(screen.getByText('None of these calls can be repeated by a program.')).toBeTruthy();
});
