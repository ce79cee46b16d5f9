/**
 * The JupyterLab and Notebook 7 extension: shows panels, and has a command that opens the page of the live functions.
 */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { PANEL_MIME } from './protocol';
import { PanelOutput } from './output';

/** Id of the command that opens the page of the live functions. */
export const OPEN_FUNCTIONS = 'jupyter-gradio-mcp:open-functions';

/** Ahead of the widget view, which says "model not found" in a saved notebook, and of HTML. */
const RANK = -10;

/** Where that page is, on this notebook server. */
export function functionsUrl(baseUrl: string): string {
  return URLExt.join(baseUrl, 'gradio_api', 'mcp') + '/';
}

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-gradio-mcp:plugin',
  description: 'Shows the panels of functions, and opens the page of the functions that live notebooks offer to agents.',
  autoStart: true,
  optional: [ICommandPalette, IRenderMimeRegistry],
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    rendermime: IRenderMimeRegistry | null
  ): void => {
    rendermime?.addFactory(
      {
        // What is in the output names a panel and is shown as text; it runs nothing by itself.
        safe: true,
        mimeTypes: [PANEL_MIME],
        createRenderer: ({ mimeType }) => new PanelOutput(mimeType, PageConfig.getBaseUrl())
      },
      RANK
    );
    app.commands.addCommand(OPEN_FUNCTIONS, {
      label: 'Functions for Agents: Open the List of Live Functions',
      caption: 'The functions that notebooks offer with %%mcp_tool, and how to connect an agent',
      execute: () => {
        window.open(functionsUrl(PageConfig.getBaseUrl()), '_blank', 'noopener');
      }
    });
    palette?.addItem({ command: OPEN_FUNCTIONS, category: 'Functions for Agents' });
  }
};

export default plugin;
