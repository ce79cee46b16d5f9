/** What of `panel.js` JupyterLab's extension uses, and how it gets it: only when something of it is to be seen. */

import { load, panelAddress, type Load, type PanelModule } from '../load';
import type { SidebarOptions } from '../sidebar/contract';
import type { ViewOptions } from '../sidebar/contract';

export interface Mounted {
  destroy(): void;
}

export interface MountedSidebar extends Mounted {
  /** Have it show what these settings say. */
  set(settings: SidebarOptions['settings']): void;
}

export interface LabModule extends PanelModule {
  mountSidebar(host: HTMLElement, options: SidebarOptions): MountedSidebar;
  mountView(host: HTMLElement, options: ViewOptions): Mounted;
  /** How one calls a function, to be pasted: with its defaults and examples. */
  snippetOf(asked: { base: string; kernel: string; endpoint: string; language: string }): Promise<string>;
  /** Titles of the languages of snippets, by id. */
  setTranslator(translate: (text: string) => string): void;
}

/** Gives `panel.js`; one copy serves everything of the page. */
export type Loaded = () => Promise<LabModule>;

export function loaded(base: string, translate: (text: string) => string, loader: Load = load): Loaded {
  return async () => {
    const module = (await loader(panelAddress(base))) as LabModule;
    module.setTranslator(translate);
    return module;
  };
}
