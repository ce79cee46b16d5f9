/** What JupyterLab's extension and the views of `panel.js` say to each other. */

import type { Item } from '../lab/item';

export interface SidebarSettings {
  /** Whether functions are listed that agents do not see. */
  showHidden: boolean;
}

/** What the buttons of the sidebar ask for. */
export type Action = 'open' | 'connect' | 'keys' | 'calls' | 'all';

export interface SidebarOptions {
  /** The address that the notebook server's pages begin with. */
  base: string;
  settings: SidebarSettings;
  act(action: Action, item: Item | null): void;
  /** Show the menu of an item, and be done when it is closed. */
  menu(x: number, y: number, item: Item): Promise<void> | void;
}

export interface ViewOptions {
  base: string;
  kind: 'api' | 'keys' | 'calls' | 'connect';
  /** The path of the notebook; "" is all of them. */
  notebook: string;
  /** The kernel that it had last. */
  kernel: string;
  /** The function that is opened at once; "" is none. */
  endpoint: string;
  /** A dialog has been closed. */
  onClose?(): void;
}
