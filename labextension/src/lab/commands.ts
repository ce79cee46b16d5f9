/** The commands on all functions, and on one of them. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { showErrorMessage, type ICommandPalette } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { itemUrl, mcpUrl } from './address';
import { copy } from './clipboard';
import { cellOf, itemOf, type Item } from './item';
import type { Loaded } from './module';
import { CATEGORY, COMMANDS, ITEM_COMMANDS, SIDEBAR } from './names';
import type { Notebooks } from './notebooks';
import { remove } from './removal';
import type { Requests } from './requests';
import type { View, Views } from './views';

export interface Means {
  app: JupyterFrontEnd;
  palette: ICommandPalette | null;
  trans: TranslationBundle;
  base: string;
  loaded: Loaded;
  views: Views;
  notebooks: Notebooks;
  requests: Requests;
  /** Whether the front end itself offers to show what is at its sides, as Notebook 7 does; then its palette has that. */
  offersSides?: boolean;
}

/** Where the page is that tells agents and people what there is, on this notebook server. */
export function functionsUrl(base: string): string {
  return URLExt.join(base, 'gradio_api', 'mcp') + '/';
}

export function addCommands(means: Means): void {
  const { app, palette, trans, base, views, requests } = means;
  const add = (id: string, label: string, caption: string, run: () => unknown): void => {
    app.commands.addCommand(id, { label, caption, execute: () => guarded(label, run) });
    if (id !== COMMANDS.sidebar || !means.offersSides) {
      palette?.addItem({ command: id, category: CATEGORY });
    }
  };
  add(COMMANDS.sidebar, trans.__('Show the Functions'), trans.__('The sidebar with the functions of all notebooks'), () =>
    app.shell.activateById(SIDEBAR)
  );
  add(COMMANDS.page, trans.__('Open the Page for Agents'), trans.__('What agents find here, and how one is connected'), () =>
    window.open(functionsUrl(base), '_blank', 'noopener')
  );
  add(COMMANDS.all, trans.__('Open the API Page of All Notebooks'), trans.__('Every function, and how it is called'), () =>
    views.api(null)
  );
  add(COMMANDS.here, trans.__('Open the API Page of This Notebook'), trans.__('Its functions, and how they are called'), async () =>
    views.api(await thisNotebook(means))
  );
  add(COMMANDS.connect, trans.__('Connect an Agent…'), trans.__('A key, and what the agent is to be told'), () =>
    views.connect(means.notebooks.current?.context.path ?? '')
  );
  add(COMMANDS.keys, trans.__('Access Keys'), trans.__('Who may call functions; list, make and revoke keys'), () =>
    views.open({ kind: 'keys', notebook: '', kernel: '', endpoint: '' })
  );
  add(COMMANDS.calls, trans.__('Calls'), trans.__('Who called what, and how it went'), () =>
    views.open({ kind: 'calls', notebook: '', kernel: '', endpoint: '' })
  );
  add(COMMANDS.pauseAll, trans.__('Pause All Functions'), trans.__('Refuse agents for now'), () => requests.pause(null, true));
  add(COMMANDS.resumeAll, trans.__('Resume All Functions'), trans.__('Answer agents again'), () => requests.pause(null, false));
  add(COMMANDS.mcpUrl, trans.__('Copy the MCP URL'), trans.__('The address that an agent is connected with'), () =>
    copy(mcpUrl(base, null), trans.__('The MCP URL is copied.'))
  );
  // With what a saved layout says, and so in no palette.
  app.commands.addCommand(COMMANDS.view, {
    label: trans.__('Open a View of Functions'),
    isVisible: () => false,
    execute: args => views.open(args as View)
  });
  addItemCommands(means);
}

function addItemCommands(means: Means): void {
  const { app, trans, base, loaded, views, notebooks, requests } = means;
  const add = (
    id: string,
    label: string | ((item: Item, args: { [key: string]: unknown }) => string),
    run: (item: Item, args: { [key: string]: unknown }) => unknown,
    can: (item: Item) => boolean = () => true
  ): void => {
    const labelled = (args: object): string => (typeof label === 'string' ? label : label(args as Item, args as never));
    app.commands.addCommand(id, {
      label: labelled,
      // Without an item, as from a palette, there is nothing to do it to.
      isEnabled: args => typeof args.kernel === 'string' && can(args as Item),
      execute: args => guarded(labelled(args), () => run(args as Item, args))
    });
  };
  add(ITEM_COMMANDS.open, trans.__('Open the API Page'), item => views.api(item));
  add(ITEM_COMMANDS.run, trans.__('Run…'), item => views.api(item), item => item.live);
  add(ITEM_COMMANDS.copyName, trans.__('Copy the Name'), item =>
    copy(item.name || item.notebook, trans.__('%1 is copied.', item.name || item.notebook))
  );
  add(ITEM_COMMANDS.copyUrl, trans.__('Copy the URL'), item => copy(itemUrl(base, item), trans.__('The URL is copied.')));
  add(
    ITEM_COMMANDS.copySnippet,
    (_, args) => trans.__('Copy as %1', String(args.languageTitle ?? args.language ?? 'cURL')),
    async (item, args) => {
      const asked = { base, kernel: item.kernel, endpoint: item.name, language: String(args.language ?? 'curl') };
      copy(await (await loaded()).snippetOf(asked), trans.__('The call is copied.'));
    }
  );
  add(
    ITEM_COMMANDS.showCell,
    trans.__('Show the Cell'),
    async item => {
      if (!(await notebooks.showCell(item.notebook, cellOf(item.panel) ?? ''))) {
        throw new Error(trans.__('The cell is not in the notebook any more.'));
      }
    },
    item => cellOf(item.panel) !== null
  );
  add(ITEM_COMMANDS.pause, trans.__('Pause'), item => requests.pause(item, true), item => !item.paused);
  add(ITEM_COMMANDS.resume, trans.__('Resume'), item => requests.pause(item, false), item => item.paused);
  add(
    ITEM_COMMANDS.remove,
    trans.__('Remove…'),
    item => remove(item, app.serviceManager, trans),
    item => item.live && item.name !== ''
  );
}

/** The notebook that a person works in. @throws Error where it offers nothing. */
async function thisNotebook({ notebooks, requests, trans }: Means): Promise<Item> {
  const { current } = notebooks;
  const kernel = current?.sessionContext.session?.kernel?.id;
  const path = current?.context.path;
  const list = current ? (await requests.list()).notebooks : [];
  const found = list.find(listed => listed.kernel === kernel) ?? list.find(listed => listed.notebook === path);
  if (!found) {
    throw new Error(
      current
        ? trans.__('This notebook offers no functions. Put %%mcp_tool above one, and run its cell.')
        : trans.__('No notebook is open.')
    );
  }
  return itemOf(found);
}

/** Do it; what goes wrong is told below the command's name. */
async function guarded(label: string, run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    await showErrorMessage(label.replace('…', ''), error);
  }
}
