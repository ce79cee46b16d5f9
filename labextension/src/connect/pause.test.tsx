import { fireEvent, render, screen } from '@testing-library/preact';
import { beforeEach, expect, test } from 'vitest';

import { CallFailure } from '../failure';
import { PauseSwitch } from './pause';
import { FakeServer } from './testing';

let fake: FakeServer;

beforeEach(() => {
  fake = new FakeServer();
});

const press = (name: string): boolean => fireEvent.click(screen.getByRole('button', { name }));

test('a function is paused and resumed', async () => {
  render(<PauseSwitch server={fake.server} notebook="a.ipynb" endpoint="greet" paused={false} />);
  fake.answers['POST pause'] = { paused: false, notebooks: { 'a.ipynb': { paused: false, endpoints: ['greet'] } } };
  press('Pause greet');
  await screen.findByRole('button', { name: 'Resume greet' });
  expect(screen.getByRole('status').textContent).toBe('greet is paused');
  fake.answers['POST pause'] = { paused: false, notebooks: { 'a.ipynb': { paused: false, endpoints: [] } } };
  press('Resume greet');
  await screen.findByRole('button', { name: 'Pause greet' });
  expect(fake.sent('POST', 'pause')).toEqual([
    { paused: true, notebook: 'a.ipynb', endpoint: 'greet' },
    { paused: false, notebook: 'a.ipynb', endpoint: 'greet' }
  ]);
});

test('everything', async () => {
  fake.answers['POST pause'] = { paused: true, notebooks: {} };
  render(<PauseSwitch server={fake.server} paused={false} />);
  press('Pause everything');
  await screen.findByRole('button', { name: 'Resume everything' });
  expect(fake.sent('POST', 'pause')).toEqual([{ paused: true }]);
});

test('what stays paused because something larger is says so', async () => {
  fake.answers['POST pause'] = { paused: false, notebooks: { 'a.ipynb': { paused: true, endpoints: [] } } };
  render(<PauseSwitch server={fake.server} notebook="a.ipynb" endpoint="greet" paused />);
  press('Resume greet');
  expect(await screen.findByText('Still paused: the whole notebook is.')).toBeTruthy();
});

test('what was paused elsewhere is shown', () => {
  const { rerender } = render(<PauseSwitch server={fake.server} notebook="a.ipynb" paused={false} />);
  rerender(<PauseSwitch server={fake.server} notebook="a.ipynb" paused />);
  expect(screen.getByRole('button', { name: 'Resume notebook a.ipynb' })).toBeTruthy();
});

test('a refusal is said', async () => {
  fake.answers['POST pause'] = new CallFailure({ code: 'forbidden', message: 'Only the owner may.' }, 403);
  render(<PauseSwitch server={fake.server} paused={false} />);
  press('Pause everything');
  expect(await screen.findByText('Only the owner may.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Pause everything' })).toBeTruthy();
});

test('while something larger is paused the switch says so, and waits', () => {
  render(<PauseSwitch server={fake.server} notebook="a.ipynb" endpoint="greet" paused={false} within="everything" />);
  const button = screen.getByRole('button', { name: 'Pause greet: Everything is paused' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button);
  expect(fake.sent('POST', 'pause')).toEqual([]);
  expect(screen.getByText('Everything is paused')).toBeTruthy();
});
