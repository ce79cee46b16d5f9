import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette, IPaletteItem } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import plugin, { OPEN_FUNCTIONS } from './index';
import { PANEL_MIME } from './protocol';

// All of JupyterLab's interface hangs on this module, of which the extension needs only the palette's token.
vi.mock('@jupyterlab/apputils', () => ({ ICommandPalette: 'the palette' }));
vi.mock('@jupyterlab/rendermime', () => ({ IRenderMimeRegistry: 'the renderers' }));

type AddCommand = JupyterFrontEnd['commands']['addCommand'];
type Command = Parameters<AddCommand>[1];

/** Activate the extension; the commands and the items of the palette that it made. */
function activate({ palette }: { palette: boolean }): { commands: Map<string, Command>; items: IPaletteItem[] } {
  const commands = new Map<string, Command>();
  const items: IPaletteItem[] = [];
  const app = { commands: { addCommand: (id: string, options: Command) => commands.set(id, options) } };
  const fakePalette = { addItem: (item: IPaletteItem) => items.push(item) };
  void plugin.activate(app as unknown as JupyterFrontEnd, palette ? (fakePalette as unknown as ICommandPalette) : null);
  return { commands, items };
}

const open = vi.fn<typeof window.open>();

beforeEach(() => {
  open.mockClear();
  vi.stubGlobal('open', open);
});

afterEach(() => {
  vi.unstubAllGlobals();
  PageConfig.setOption('baseUrl', '');
});

test('the extension starts by itself and asks for the palette and the renderers without needing them', () => {
  expect(plugin.autoStart).toBe(true);
  expect(plugin.optional).toEqual(['the palette', 'the renderers']);
  expect(plugin.requires ?? []).toEqual([]);
  expect([...activate({ palette: false }).commands.keys()]).toEqual(['jupyter-gradio-mcp:open-functions']);
});

test('the command says what it does', () => {
  const command = activate({ palette: true }).commands.get(OPEN_FUNCTIONS);
  expect(command?.label).toBe('Functions for Agents: Open the List of Live Functions');
  expect(command?.caption).toBe('The functions that notebooks offer with %%mcp_tool, and how to connect an agent');
});

test('the command is in the palette', () => {
  expect(activate({ palette: true }).items).toEqual([{ command: OPEN_FUNCTIONS, category: 'Functions for Agents' }]);
});

test.each([
  ['/', '/gradio_api/mcp/'],
  ['/user/ada/', '/user/ada/gradio_api/mcp/'],
  ['/user/ada', '/user/ada/gradio_api/mcp/']
])('below the base URL %s the command opens %s, in a tab that has no hold on this one', (baseUrl, address) => {
  PageConfig.setOption('baseUrl', baseUrl);
  void activate({ palette: true }).commands.get(OPEN_FUNCTIONS)?.execute({});
  expect(open.mock.calls).toEqual([[`${location.origin}${address}`, '_blank', 'noopener']]);
});

test('outputs with a panel are shown ahead of everything else in them, also untrusted ones', () => {
  const addFactory = vi.fn();
  const app = { commands: { addCommand: () => {} } } as unknown as JupyterFrontEnd;
  void plugin.activate(app, null, { addFactory });
  const [factory, rank] = addFactory.mock.calls[0];
  expect(factory).toMatchObject({ safe: true, mimeTypes: [PANEL_MIME] });
  expect(rank).toBeLessThan(0);
  expect(factory.createRenderer({ mimeType: PANEL_MIME }).node).toBeInstanceOf(HTMLElement);
});
