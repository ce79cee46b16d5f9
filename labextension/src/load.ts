/** Loads `panel.js` from the notebook server, and shows the static card until it is there. */

import { showCard } from './card';
import type { Model } from './comm';
import type { Mount } from './protocol';

/** What `panel.js` exports, as far as its loaders call it. */
export interface PanelModule {
  mountPanel(
    host: HTMLElement,
    options: { mount: Mount; base: string | null; model?: Model | null }
  ): { destroy(): void };
}

/** How a module is loaded; another way in tests. */
export type Load = (address: string) => Promise<PanelModule>;

export const load: Load = address => import(/* webpackIgnore: true */ address);

/** The address of `panel.js`. The server says by itself whether a kept copy is still right. */
export function panelAddress(base: string): string {
  return `${base}gradio_api/static/panel.js`;
}

/** Put a panel into `host` with what `find` finds, the static card before and where it finds nothing. */
export function mountWhenLoaded(
  host: HTMLElement,
  options: { mount: Mount; base: string | null; model?: Model | null },
  find: () => Promise<PanelModule>
): () => void {
  let mounted: { destroy(): void } | null = null;
  let gone = false;
  showCard(host, options.mount, 'Connecting…');
  find().then(
    panel => {
      if (!gone) {
        mounted = panel.mountPanel(host, options);
      }
    },
    () => !gone && showCard(host, options.mount)
  );
  return () => {
    gone = true;
    mounted?.destroy();
  };
}
