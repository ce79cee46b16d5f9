import { PageConfig } from '@jupyterlab/coreutils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Item } from './item';
import { ITEM_COMMANDS, COMMANDS } from './names';
import { fakeApp, type FakeApp } from './testing';

// All of JupyterLab's interface hangs on these modules, of which the extension needs tokens and a few functions.
const told = vi.hoisted(() => ({ copied: [] as string[], errors: [] as unknown[][] }));
vi.mock('@jupyterlab/apputils', () => ({
  ICommandPalette: 'the palette',
  Clipboard: { copyToSystem: (text: string) => told.copied.push(text) },
  Notification: { success: () => {} },
  showErrorMessage: async (...said: unknown[]) => void told.errors.push(said),
  MainAreaWidget: class {},
  WidgetTracker: class {},
  Dialog: class {}
}));
vi.mock('@jupyterlab/application', () => ({ ILabShell: 'the shell', ILayoutRestorer: 'the restorer' }));
vi.mock('@jupyterlab/ui-components', () => ({ LabIcon: class {} }));
vi.mock('@jupyterlab/services', () => ({ ServerConnection: {} }));
vi.mock('@jupyterlab/translation', () => ({ ITranslator: 'the translator', nullTranslator: { load: () => TRANS } }));

const TRANS = { __: (text: string, ...values: unknown[]) => values.reduce((so: string, value, n) => so.replace(`%${n + 1}`, String(value)), text) };

const { addCommands } = await import('./commands');
const { functions } = await import('./functions');

const ITEM: Item = {
  kernel: 'k',
  notebook: 'work/a b.ipynb',
  address: 'gradio/work/a%20b.ipynb/',
  live: true,
  paused: false,
  name: 'greet',
  kind: 'tool',
  panel: 'cell:c1'
};

let app: FakeApp;
const views = { api: vi.fn(), open: vi.fn(), connect: vi.fn() };
const requests = { pause: vi.fn(), list: vi.fn() };
const notebooks = { current: null as object | null, showCell: vi.fn() };
const snippetOf = vi.fn(async () => 'curl …');
const items: string[] = [];

beforeEach(() => {
  app = fakeApp();
  items.length = told.copied.length = told.errors.length = 0;
  vi.clearAllMocks();
  notebooks.current = null;
  add();
});

function add(more: object = {}): void {
  addCommands({
    app: app.front,
    palette: { addItem: ({ command }: { command: string }) => items.push(command) } as never,
    trans: TRANS as never,
    base: '/user/ada/',
    loaded: async () => ({ snippetOf }) as never,
    views: views as never,
    requests: requests as never,
    notebooks: notebooks as never,
    ...more
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  PageConfig.setOption('baseUrl', '');
});

const run = (id: string, args: object = {}): Promise<unknown> => app.commands.execute(id, args);
const can = (id: string, args: object): boolean => app.known.get(id)!.isEnabled!(args as never);

test('everything that needs no function is in the palette', () => {
  const { view, ...all } = COMMANDS;
  expect([...items].sort()).toEqual(Object.values(all).sort());
});

test('what the front end has in its palette is there once', () => {
  app = fakeApp();
  items.length = 0;
  add({ offersSides: true });
  expect(items).not.toContain(COMMANDS.sidebar);
  expect(app.known.has(COMMANDS.sidebar)).toBe(true);
});

test('the plugin needs nothing but the application', () => {
  expect(functions.requires ?? []).toEqual([]);
  expect(functions.optional).toEqual(['the palette', 'the translator', 'the shell', 'the restorer']);
  const bare = fakeApp();
  void functions.activate(bare.front, null, null, null, null);
  expect(bare.known.size).toBeGreaterThan(15);
});

test('addresses are those of the notebook, below the prefix of the server', async () => {
  await run(ITEM_COMMANDS.copyUrl, ITEM);
  await run(ITEM_COMMANDS.copyUrl, { ...ITEM, name: '' });
  await run(COMMANDS.mcpUrl);
  await run(ITEM_COMMANDS.copyName, ITEM);
  const server = `${location.origin}/user/ada/`;
  expect(told.copied).toEqual([
    `${server}gradio/work/a%20b.ipynb/gradio_api/call/v2/greet`,
    `${server}gradio/work/a%20b.ipynb/`,
    `${server}gradio_api/mcp/`,
    'greet'
  ]);
});

test('a call is copied in the language that is asked for', async () => {
  await run(ITEM_COMMANDS.copySnippet, { ...ITEM, language: 'python' });
  expect(snippetOf).toHaveBeenCalledWith({ base: '/user/ada/', kernel: 'k', endpoint: 'greet', language: 'python' });
  expect(told.copied).toEqual(['curl …']);
});

test('what cannot be done is not offered', () => {
  expect(can(ITEM_COMMANDS.remove, ITEM)).toBe(true);
  expect(can(ITEM_COMMANDS.remove, { ...ITEM, live: false })).toBe(false);
  expect(can(ITEM_COMMANDS.remove, { ...ITEM, name: '' })).toBe(false);
  expect(can(ITEM_COMMANDS.showCell, { ...ITEM, panel: 'function:greet' })).toBe(false);
  expect([can(ITEM_COMMANDS.pause, ITEM), can(ITEM_COMMANDS.resume, ITEM)]).toEqual([true, false]);
  expect(can(ITEM_COMMANDS.open, {})).toBe(false);
});

test('this notebook is found by its kernel, also when its file has another name by now', async () => {
  notebooks.current = { context: { path: 'new.ipynb' }, sessionContext: { session: { kernel: { id: 'k2' } } } };
  const listed = { title: 'old', state: 'live', paused: false, functions: [] };
  requests.list.mockResolvedValue({
    notebooks: [
      { ...listed, kernel: 'k1', notebook: 'new.ipynb', address: 'gradio/new.ipynb/' },
      { ...listed, kernel: 'k2', notebook: 'old.ipynb', address: 'gradio/old.ipynb/' }
    ]
  });
  await run(COMMANDS.here);
  expect(views.api.mock.lastCall?.[0]).toMatchObject({ kernel: 'k2', notebook: 'old.ipynb', name: '' });
});

test('what goes wrong is told below the name of the command', async () => {
  await run(COMMANDS.here);
  expect(told.errors).toEqual([['Open the API Page of This Notebook', 'No notebook is open.']]);
  requests.pause.mockRejectedValueOnce(new Error('There is no function greet.'));
  await run(ITEM_COMMANDS.pause, ITEM);
  expect(told.errors[1]).toEqual(['Pause', 'There is no function greet.']);
});

test('functions, notebooks and everything are paused', async () => {
  await run(ITEM_COMMANDS.pause, ITEM);
  await run(COMMANDS.resumeAll);
  expect(requests.pause.mock.calls).toEqual([[ITEM, true], [null, false]]);
});

test('the page for agents opens in a tab that has no hold on this one', async () => {
  const open = vi.fn();
  vi.stubGlobal('open', open);
  await run(COMMANDS.page);
  expect(open).toHaveBeenCalledWith(expect.stringMatching(/^\/user\/ada\/gradio_api\/mcp\/$/), '_blank', 'noopener');
});
