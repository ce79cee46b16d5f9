import { act, cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { choose } from './choose';
import { CallFailure } from './failure';
import { mountPanel } from './mount';
import { MountedPanel } from './panel';
import type { Mount } from './protocol';
import { FakeTransport, greeter, mountOf, notebook } from './testing';

vi.mock('./choose', () => ({ choose: vi.fn() }));
const chosen = vi.mocked(choose);

const mount: Mount = mountOf(greeter());

beforeEach(() => sessionStorage.clear());

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

function show(transport: FakeTransport | null | Error): void {
  if (transport instanceof Error) {
    chosen.mockRejectedValue(transport);
  } else {
    chosen.mockResolvedValue(transport);
  }
  render(<MountedPanel mount={mount} ways={{ kernel: 'k' }} root={document as unknown as ShadowRoot} />);
}

test('a panel that is there is shown', async () => {
  show(new FakeTransport(notebook(greeter())));
  expect(await screen.findByRole('button', { name: 'Run' })).toBeTruthy();
});

test('where nothing answers there is the card', async () => {
  show(null);
  expect(await screen.findByText('greet(name: str) -> str')).toBeTruthy();
  expect(await screen.findByText(/Nothing runs here now/)).toBeTruthy();
});

test('a refusal is said, and may be tried again', async () => {
  show(new CallFailure({ code: 'unauthenticated', message: 'Log in again.' }, 401));
  expect(await screen.findByText('Log in again.')).toBeTruthy();
  chosen.mockResolvedValue(new FakeTransport(notebook(greeter())));
  (await screen.findByRole('button', { name: 'Try again' })).click();
  expect(await screen.findByRole('button', { name: 'Run' })).toBeTruthy();
});

test('a panel greys after a restart and comes back', async () => {
  const transport = new FakeTransport(notebook(greeter()));
  show(transport);
  await screen.findByText('live');
  await act(() => transport.change({ ...notebook(), state: 'gone' }));
  expect(await screen.findByText(/The kernel has restarted/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Run' })).toBeTruthy();
  await act(() => transport.change(notebook(greeter())));
  expect(await screen.findByText('live')).toBeTruthy();
});

test('a panel whose kernel is known no more greys as well', async () => {
  const transport = new FakeTransport(notebook(greeter()));
  show(transport);
  await screen.findByText('live');
  await act(() => transport.change(null));
  expect(await screen.findByText(/The kernel has restarted/)).toBeTruthy();
});

test('a panel of functions that were removed says so', async () => {
  const transport = new FakeTransport(notebook(greeter()));
  show(transport);
  await screen.findByText('live');
  await act(() => transport.change(notebook()));
  expect(await screen.findByText(/does not offer this any more/)).toBeTruthy();
});

test('a panel that was gone from the start is a card', async () => {
  show(new FakeTransport({ ...notebook(), state: 'gone' }));
  expect(await screen.findByText(/The kernel has restarted/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Run' })).toBeNull();
});

test('a panel is in a shadow root in which the keys are its own, and goes without a trace', async () => {
  chosen.mockResolvedValue(new FakeTransport(notebook(greeter())));
  const host = document.body.appendChild(document.createElement('div'));
  const mounted = mountPanel(host, { mount });
  const element = host.firstElementChild as HTMLElement;
  expect(element.dataset.lmSuppressShortcuts).toBe('true');
  expect(element.dataset.theme).toBe('light');
  await waitFor(() => expect(element.shadowRoot?.querySelector('form')).toBeTruthy());
  document.body.dataset.jpThemeLight = 'false';
  await waitFor(() => expect(element.dataset.theme).toBe('dark'));
  delete document.body.dataset.jpThemeLight;
  mounted.destroy();
  expect(host.childElementCount).toBe(0);
});
