/** The plugin that shows panels and API pages below cells. */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { PanelOutput } from '../output';
import { PANEL_MIME } from '../protocol';
import { PREFIX } from './names';

/** Ahead of the widget view, which says "model not found" in a saved notebook, and of HTML. */
const RANK = -10;

export const outputs: JupyterFrontEndPlugin<void> = {
  id: `${PREFIX}outputs`,
  description: 'Shows the panels of functions below their cells.',
  autoStart: true,
  optional: [IRenderMimeRegistry],
  activate: (_app: JupyterFrontEnd, rendermime: IRenderMimeRegistry | null): void => {
    rendermime?.addFactory(
      {
        // What is in the output names a panel and is shown as text; it runs nothing by itself.
        safe: true,
        mimeTypes: [PANEL_MIME],
        createRenderer: ({ mimeType }) => new PanelOutput(mimeType, PageConfig.getBaseUrl())
      },
      RANK
    );
  }
};
