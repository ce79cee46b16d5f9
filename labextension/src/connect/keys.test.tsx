import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test } from 'vitest';

import { CallFailure } from '../failure';
import { KeysView } from './keys';
import { FakeServer, fn, key } from './testing';

let fake: FakeServer;

beforeEach(() => {
  fake = new FakeServer();
  fake.answers['GET panel'] = { notebooks: [{ notebook: 'a.ipynb', functions: [] }, { notebook: 'b.ipynb', functions: [] }], owner: true, paused: false };
});

const press = (name: string | RegExp): boolean => fireEvent.click(screen.getByRole('button', { name }));

test('where there are none it says what they are for', async () => {
  render(<KeysView server={fake.server} />);
  expect(await screen.findByText(/There are no access keys/)).toBeTruthy();
});

test('each says what it opens and how it is used, the newest first; those that ended are marked', async () => {
  const now = Date.now() / 1000;
  fake.answers['GET keys'] = {
    keys: [
      key({ id: 'old', name: 'old', created: now - 9 * 86_400, expires: now - 60, last_used: now - 7200 }),
      key({ name: 'new', expires: null, notebooks: ['a.ipynb'], endpoints: ['greet', 'count'] })
    ]
  };
  render(<KeysView server={fake.server} />);
  await screen.findByText('new');
  const [first, last] = screen.getAllByRole('listitem').map(item => item.textContent);
  expect(first).toContain('Opens greet, count of a.ipynb');
  expect(first).toContain('made 1 min ago');
  expect(first).toContain('never used');
  expect(first).toContain('never ends');
  expect(last).toContain('expired');
  expect(last).toContain('Opens all notebooks');
  expect(last).toContain('used 2 h ago');
});

test('a key is revoked by two presses, and may be kept after the first', async () => {
  fake.answers['GET keys'] = { keys: [key()] };
  fake.answers['DELETE keys/id1'] = () => {
    fake.answers['GET keys'] = { keys: [] };
    return { revoked: ['id1'] };
  };
  render(<KeysView server={fake.server} />);
  await screen.findByText('Cursor');
  press('Revoke Cursor');
  press('Keep it');
  expect(fake.sent('DELETE', 'keys/id1')).toEqual([]);
  press('Revoke Cursor');
  press('Revoke Cursor now');
  expect(await screen.findByText('Cursor is revoked.')).toBeTruthy();
  expect(await screen.findByText(/There are no access keys/)).toBeTruthy();
});

test('a key that cannot be revoked says why', async () => {
  fake.answers['GET keys'] = { keys: [key()] };
  fake.answers['DELETE keys/id1'] = new CallFailure({ code: 'unknown', message: 'There is none.' }, 404);
  render(<KeysView server={fake.server} />);
  await screen.findByText('Cursor');
  press('Revoke Cursor');
  press('Revoke Cursor now');
  expect(await screen.findByText('There is none.')).toBeTruthy();
});

test('a new one is shown once', async () => {
  fake.answers['POST keys'] = { ...key({ name: 'mine' }), key: 'jgm_0123456789ab_secret' };
  render(<KeysView server={fake.server} />);
  await screen.findByText(/There are no access keys/);
  press('New access key');
  await screen.findByRole('option', { name: 'b.ipynb' });
  fireEvent.input(screen.getByLabelText('Name of the key'), { target: { value: 'mine' } });
  fireEvent.change(screen.getByLabelText('Good for'), { target: { value: '30d' } });
  fireEvent.change(screen.getByLabelText('Opens'), { target: { value: 'b.ipynb' } });
  press('Make the key');
  expect(await screen.findByText('jgm_0123456789ab_secret')).toBeTruthy();
  expect(fake.sent('POST', 'keys')).toEqual([{ name: 'mine', expires: '30d', notebooks: ['b.ipynb'] }]);
});

test('a new one can be for some functions, of the notebook that it is made on the page of', async () => {
  fake.answers['GET panel'] = { notebook: 'a.ipynb', panels: [] };
  fake.answers['POST keys'] = { ...key({ name: 'mine' }), key: 'jgm_0123456789ab_secret' };
  const here = { notebook: 'a.ipynb', functions: [fn('greet'), fn('count'), fn('hide', { visibility: 'private' })] };
  render(<KeysView server={fake.server} here={here} />);
  await screen.findByText(/There are no access keys/);
  press('New access key');
  fireEvent.input(screen.getByLabelText('Name of the key'), { target: { value: 'mine' } });
  expect(screen.queryByLabelText(/hide/)).toBeNull();
  fireEvent.click(screen.getByLabelText('All'));
  expect(screen.getByText('Choose at least one function.')).toBeTruthy();
  press('Make the key');
  fireEvent.click(screen.getByLabelText(/count/));
  press('Make the key');
  expect(await screen.findByText('jgm_0123456789ab_secret')).toBeTruthy();
  expect(fake.sent('POST', 'keys')).toEqual([{ name: 'mine', expires: '7d', notebooks: ['a.ipynb'], endpoints: ['count'] }]);
});

test('who may not see them is told so', async () => {
  fake.answers['GET keys'] = new CallFailure({ code: 'forbidden', message: 'Only the owner may.' }, 403);
  render(<KeysView server={fake.server} />);
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('Only the owner may.'));
});
