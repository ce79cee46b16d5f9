import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { fileNamed } from '../controls/stage';
import { Panel } from '../panel';
import type { FileData, PanelInfo } from '../protocol';
import { action, component, FakeTransport, notebook } from '../testing';

let transport: FakeTransport;
let arrivals: { [name: string]: { arrive(): void; fail(): void } };

beforeEach(() => {
  sessionStorage.clear();
  transport = new FakeTransport();
  arrivals = {};
  transport.files.upload = (_, name) =>
    new Promise<FileData>((resolve, reject) => {
      arrivals[name] = { arrive: () => resolve(fileNamed(name)), fail: () => reject(new Error('too large')) };
    });
});

afterEach(cleanup);

function show(type: string, props: { [prop: string]: any }): void {
  const actions = ['click', 'upload'].map(event => action(event, [['file', 'c1']], [], { triggers: [['c1', event]] }));
  const panel: PanelInfo = {
    id: 'app:1',
    title: 'App',
    components: [component('c1', type, 'file', { props })],
    actions,
    endpoints: actions.map(({ endpoint }) => endpoint),
    layout: { type: 'column', children: [{ type: 'component', id: 'c1' }] }
  };
  render(<Panel panel={panel} panels={notebook(panel)} transport={transport} root={document} gone={null} problem={null} />);
}

const choose = (...names: string[]): boolean =>
  fireEvent.change(document.querySelector('input[type=file]')!, { target: { files: names.map(name => new File(['1'], name, { type: 'text/plain' })) } });
const names = (at: number): string[] => [transport.sent[at].args.file].flat().map(file => (file as unknown as FileData).orig_name!);
const events = (): string[] => transport.sent.map(({ endpoint }) => endpoint);

test('files are the value when all have arrived, in the order in which they were chosen', async () => {
  show('UploadButton', { label: 'Send', file_count: 'multiple', file_types: ['.txt'] });
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(events()).toEqual(['click']);
  choose('a.txt', 'b.txt', 'c.csv');
  expect(Object.keys(arrivals)).toEqual(['a.txt', 'b.txt']);
  arrivals['b.txt'].arrive();
  await waitFor(() => expect(screen.queryByText('b.txt')).toBeNull());
  expect(events()).toEqual(['click']);
  arrivals['a.txt'].arrive();
  await waitFor(() => expect(events()).toEqual(['click', 'upload']));
  expect(names(1)).toEqual(['a.txt', 'b.txt']);
});

test('the others do not wait for one that is given up', async () => {
  show('UploadButton', { label: 'Send', file_count: 'multiple' });
  choose('a.txt', 'b.txt');
  arrivals['a.txt'].arrive();
  arrivals['b.txt'].fail();
  fireEvent.click(await screen.findByRole('button', { name: 'Forget b.txt' }));
  await waitFor(() => expect(events()).toEqual(['upload']));
  expect(names(0)).toEqual(['a.txt']);
});

test('a single file is one, whatever was there before', async () => {
  show('UploadButton', { label: 'Send', value: fileNamed('old.txt') });
  choose('a.txt');
  arrivals['a.txt'].arrive();
  await waitFor(() => expect(events()).toEqual(['upload']));
  expect(transport.sent[0].args.file).toMatchObject({ orig_name: 'a.txt' });
});

test('a file is saved under its name, and who listens is told', async () => {
  show('DownloadButton', { label: 'Save', value: { ...fileNamed('a.txt'), url: '/file=a.txt' }, variant: 'primary' });
  const link = await waitFor(() => screen.getByRole('link', { name: 'Save' }));
  expect(link.getAttribute('download')).toBe('a.txt');
  expect(link.classList).toContain('jgm-primary');
  link.addEventListener('click', event => event.preventDefault());
  fireEvent.click(link);
  expect(events()).toEqual(['click']);
});

test('without a file it is a button, and one that is barred does nothing', () => {
  show('DownloadButton', { label: 'Save' });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(events()).toEqual(['click']);
  cleanup();
  show('DownloadButton', { label: 'Barred', interactive: false, value: fileNamed('a.txt') });
  expect((screen.getByRole('button', { name: 'Barred' }) as HTMLButtonElement).disabled).toBe(true);
});
