import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import type { Files } from '../environment';
import { environment, fileNamed, show } from './stage';

afterEach(cleanup);

const pick = (...names: string[]) =>
  fireEvent.change(document.querySelector('input[type=file]')!, {
    target: { files: names.map(name => new File(['12345'], name, { type: 'text/plain' })) }
  });

/** Uploads that go on when the test says so. */
function heldFiles() {
  const calls: {
    name: string;
    arrive(): void;
    fail(why: string): void;
    progress(share: number): void;
    signal: AbortSignal;
  }[] = [];
  const upload: Files['upload'] = (_, name, progress, signal) =>
    new Promise((resolve, reject) =>
      calls.push({
        name,
        arrive: () => resolve(fileNamed(name)),
        fail: why => reject(new Error(why)),
        progress: share => progress?.(share),
        signal: signal!
      })
    );
  return { calls, environment: { files: { ...environment.files, upload } } };
}

test('a file shows how far it is, and is the value when it has arrived', async () => {
  const { calls, environment } = heldFiles();
  const stage = show('File', {}, undefined, { environment });
  pick('a.csv');
  calls[0].progress(0.5);
  await waitFor(() => expect(screen.getByText('50 % of 5 B')).toBeTruthy());
  expect(stage.value()).toBeUndefined();
  calls[0].arrive();
  await waitFor(() => expect(stage.value()).toEqual(fileNamed('a.csv')));
  fireEvent.click(screen.getByLabelText('Remove a.csv'));
  expect(stage.value()).toBeUndefined();
});

test('a file that did not arrive says why, and can be sent again', async () => {
  const { calls, environment } = heldFiles();
  const stage = show('File', {}, undefined, { environment });
  pick('a.csv');
  calls[0].fail('too large: 5 B of 4 B');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('Not sent: too large: 5 B of 4 B'));
  fireEvent.click(screen.getByText('Try again'));
  calls[1].arrive();
  await waitFor(() => expect(stage.value()).toEqual(fileNamed('a.csv')));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a file can be stopped on its way', async () => {
  const { calls, environment } = heldFiles();
  const stage = show('File', {}, undefined, { environment });
  pick('a.csv');
  fireEvent.click(await screen.findByLabelText('Stop sending a.csv'));
  expect(calls[0].signal.aborted).toBe(true);
  calls[0].arrive();
  await waitFor(() => expect(document.querySelector('input[type=file]')).not.toBeNull());
  expect(stage.told).toEqual([]);
});

test('several files arrive together, and none is lost', async () => {
  const { calls, environment } = heldFiles();
  const stage = show('File', { props: { file_count: 'multiple' } }, [fileNamed('old.txt')], { environment });
  pick('a.csv', 'b.csv');
  calls[1].arrive();
  calls[0].arrive();
  await waitFor(() =>
    expect((stage.value() as any[]).map(file => file.orig_name).sort()).toEqual(['a.csv', 'b.csv', 'old.txt'])
  );
  fireEvent.click(screen.getByLabelText('Remove old.txt'));
  expect(stage.value()).toHaveLength(2);
});

test('a file of another kind is not taken, and that is said', () => {
  const { calls, environment } = heldFiles();
  show('File', { props: { file_types: ['.csv', 'image'] } }, undefined, { environment });
  expect(document.querySelector('input[type=file]')!.getAttribute('accept')).toBe('.csv,image/*');
  pick('a.exe');
  expect(calls).toEqual([]);
  expect(screen.getByRole('alert').textContent).toBe('Not taken: a.exe (wanted: .csv,image/*).');
});

test('a file that was there before shows its name, size and address', async () => {
  show('File', {}, fileNamed('report.pdf', 2_345_678));
  expect(screen.getByText('2.3 MB')).toBeTruthy();
  await waitFor(() =>
    expect(screen.getByText('report.pdf').getAttribute('href')).toBe('https://notebook.example/report.pdf')
  );
});
