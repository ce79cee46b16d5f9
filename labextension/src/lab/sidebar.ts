/** The plugin with the sidebar: the list of all functions, which `panel.js` draws. */

import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Menu } from '@lumino/widgets';

import type { Action, SidebarSettings } from '../sidebar/contract';
import { Frame } from './frame';
import { functionsIcon } from './icon';
import type { Item } from './item';
import { loaded, type MountedSidebar } from './module';
import { COMMANDS, DOMAIN, ITEM_COMMANDS, PREFIX, SIDEBAR } from './names';
import { failedWith } from './views';

const ID = `${PREFIX}sidebar`;

/** After the table of contents, before the extension manager. */
const RANK = 450;

const OF_ACTION: { [action in Exclude<Action, 'open'>]: string } = {
  connect: COMMANDS.connect,
  keys: COMMANDS.keys,
  calls: COMMANDS.calls,
  all: COMMANDS.all
};

/** Titles of languages, as the menu says them; the same as those of the snippets. */
const LANGUAGES: { [id: string]: string } = {
  python: 'Python',
  javascript: 'JavaScript',
  curl: 'cURL',
  requests: 'Python (requests)',
  httpx: 'Python (httpx)',
  fetch: 'JavaScript (fetch)',
  powershell: 'PowerShell',
  cmd: 'cURL (cmd)',
  mcp: 'Python (MCP)'
};

export const sidebar: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'The sidebar with the functions that notebooks offer.',
  autoStart: true,
  optional: [ITranslator, ILayoutRestorer, ISettingRegistry],
  activate: async (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    registry: ISettingRegistry | null
  ): Promise<void> => {
    const base = PageConfig.getBaseUrl();
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const settings: SidebarSettings & { language: string } = { showHidden: true, language: 'python' };
    const frame = new Frame<MountedSidebar>(
      loaded(base, text => trans.__(text)),
      (module, host) =>
        module.mountSidebar(host, {
          base,
          settings,
          act: (action, item) =>
            void app.commands.execute(action === 'open' ? ITEM_COMMANDS.open : OF_ACTION[action], { ...item }),
          menu: (x, y, item) => openMenu(app, x, y, item, settings.language)
        }),
      failedWith(trans)
    );
    frame.id = SIDEBAR;
    frame.addClass('jp-gradio-mcp-sidebar');
    frame.title.icon = functionsIcon;
    frame.title.caption = trans.__('Functions');
    // Notebook 7 names it by its label in the menu, where JupyterLab shows no text.
    frame.node.setAttribute('role', 'region');
    frame.node.setAttribute('aria-label', trans.__('Functions'));
    // Where it is has to be known before the layout is restored, and the settings may take longer than that.
    restorer?.add(frame, SIDEBAR);
    let area = 'left';
    const take = (read: ISettingRegistry.ISettings): void => {
      area = read.get('area').composite === 'right' ? 'right' : 'left';
      settings.showHidden = read.get('showHidden').composite !== false;
      settings.language = String(read.get('snippetLanguage').composite ?? 'python');
      frame.shown?.set({ showHidden: settings.showHidden });
    };
    try {
      const read = await registry?.load(ID);
      if (read) {
        take(read);
        read.changed.connect(take);
      }
    } catch {
      // Then it is as it comes.
    }
    app.shell.add(frame, area, { rank: RANK, type: 'Functions' });
  }
};

/** The context menu of a function or a notebook; done when it is closed. */
export function openMenu({ commands }: JupyterFrontEnd, x: number, y: number, item: Item, language: string): Promise<void> {
  const menu = new Menu({ commands });
  const add = (command: string, more: object = {}): void => void menu.addItem({ command, args: { ...item, ...more } });
  const line = (): void => void menu.addItem({ type: 'separator' });
  add(ITEM_COMMANDS.open);
  if (item.name) {
    add(ITEM_COMMANDS.run);
    add(ITEM_COMMANDS.showCell);
    line();
    add(ITEM_COMMANDS.copyName);
    add(ITEM_COMMANDS.copyUrl);
    // Resources and prompts are MCP's.
    for (const id of new Set(item.kind === 'tool' ? ['curl', language] : ['mcp'])) {
      add(ITEM_COMMANDS.copySnippet, { language: id, languageTitle: LANGUAGES[id] ?? id });
    }
  } else {
    line();
    add(ITEM_COMMANDS.copyName);
    add(ITEM_COMMANDS.copyUrl);
  }
  line();
  add(item.paused ? ITEM_COMMANDS.resume : ITEM_COMMANDS.pause);
  if (item.name) {
    add(ITEM_COMMANDS.remove);
  }
  menu.open(x, y);
  return new Promise(done => {
    menu.aboutToClose.connect(() => {
      // The command that was chosen runs after this.
      setTimeout(() => {
        menu.dispose();
        done();
      });
    });
  });
}
