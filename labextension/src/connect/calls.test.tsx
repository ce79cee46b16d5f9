import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CallFailure } from '../failure';
import { CallsView } from './calls';
import { MOST, part } from './record';
import { FakeServer, recorded } from './testing';

const ROUTE = `GET calls?limit=${MOST}`;

let fake: FakeServer;

beforeEach(() => {
  fake = new FakeServer();
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const figures = (name: string, calls: number): object => ({
  name,
  notebook: 'a.ipynb',
  calls,
  success_rate: 0.996,
  p50: 0.02,
  p90: 1.25,
  p99: 61
});

async function wait(ms: number): Promise<void> {
  await act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
}

async function show(answer: unknown, only?: string[]): Promise<void> {
  fake.answers[ROUTE] = answer;
  render(<CallsView server={fake.server} kernel="k" notebook="a.ipynb" only={only} />);
  await wait(0);
}

const rows = (): string[] => screen.getAllByRole('row').slice(1).map(row => row.textContent!);
const callRows = (): string[] => [...document.querySelectorAll('.jgmc-calltable tbody tr')].map(row => row.textContent!);

test('without calls it says what will appear here', async () => {
  await show({ calls: [], functions: [figures('greet', 0)] });
  expect(screen.getByText(/Nothing was called yet/)).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
});

test('each call says who, what, when, how long and how it went', async () => {
  const who = { key: null, caller: 'me', client: '', via: 'rest' as const };
  const failed = recorded({ ...who, outcome: 'tool_error', message: 'no such word', waited: 2.5 });
  await show({ calls: [recorded({ arguments: { name: 'Ada' } }), failed], functions: [] });
  expect(rows()[0]).toMatch(/just now.*greet.*Cursor 2.1.*key “Cursor”.*20 ms.*answered.*Arguments/s);
  expect(rows()[1]).toMatch(/over REST.*me.*20 ms.*after 2.5 s of waiting.*tool_error.*no such word/s);
  expect(screen.getByText(/"name": "Ada"/).closest('details')?.open).toBe(false);
  expect(screen.queryByText(/record_arguments/)).toBeNull();
});

test.each(['Anonymous Thebe', "the server's token"])('%s is the owner', async caller => {
  await show({ calls: [recorded({ key: null, caller }), recorded({ caller })], functions: [] });
  expect(rows()[0]).toContain('the owner');
  expect(rows()[1]).toContain(`key “${caller}”`);
});

test('where no arguments are kept it says which setting keeps them', async () => {
  await show({ calls: [recorded()], functions: [] });
  expect(screen.getByText(/GradioMcp.record_arguments/)).toBeTruthy();
});

test('calls can be filtered by function and outcome', async () => {
  await show({ calls: [recorded(), recorded({ endpoint: 'count' }), recorded({ outcome: 'timeout' })], functions: [] });
  fireEvent.change(screen.getByLabelText('Outcome'), { target: { value: 'failed' } });
  expect(callRows()).toHaveLength(1);
  expect(callRows()[0]).toContain('timeout');
  expect(screen.getByText('1 of 3 calls')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Outcome'), { target: { value: '' } });
  fireEvent.change(screen.getByLabelText('Function'), { target: { value: 'count' } });
  expect(callRows()).toHaveLength(1);
  expect(callRows()[0]).toContain('count');
});

test('figures are of the functions that were called', async () => {
  await show({ calls: [recorded()], functions: [figures('greet', 250), figures('idle', 0)] });
  const table = screen.getByRole('region', { name: /Figures/ });
  expect(table.querySelector('tbody')!.textContent).toBe('greet25099 %20 ms1.3 s1 min 1 s');
});

test('a panel has the calls of its own functions, a notebook those of its own', () => {
  const record = { calls: [recorded(), recorded({ endpoint: 'count' }), recorded({ notebook: 'b.ipynb' })], functions: [] };
  expect(part(record, 'a.ipynb', ['greet']).calls).toEqual([record.calls[0]]);
  expect(part(record, 'a.ipynb').calls).toHaveLength(2);
  expect(part(record).calls).toHaveLength(3);
});

test('it follows what ends, with one request a second at most, and not other notebooks', async () => {
  await show({ calls: [], functions: [] });
  const asked = (): number => fake.sent('GET', `calls?limit=${MOST}`).length;
  expect(asked()).toBe(1);
  fake.answers[ROUTE] = { calls: [recorded()], functions: [] };
  for (let index = 0; index < 50; index++) {
    fake.end('k');
  }
  fake.end('another');
  await wait(999);
  expect(asked()).toBe(1);
  await wait(1);
  expect(asked()).toBe(2);
  expect(callRows()).toHaveLength(1);
  await wait(5000);
  fake.end('another');
  await wait(5000);
  expect(asked()).toBe(2);
  fake.end('k');
  await wait(0);
  expect(asked()).toBe(3);
});

test('a failure is said, what was known stays, and nobody listens in the end', async () => {
  await show({ calls: [recorded()], functions: [] });
  fake.answers[ROUTE] = new CallFailure({ code: 'unauthenticated', message: 'Log in again.' }, 401);
  await wait(2000);
  fake.end('k');
  await wait(0);
  expect(screen.getByText('Log in again.')).toBeTruthy();
  expect(callRows()).toHaveLength(1);
  cleanup();
  expect(fake.listeners).toBe(0);
});
