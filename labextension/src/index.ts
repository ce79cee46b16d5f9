/**
 * The JupyterLab and Notebook 7 extension: a command that opens the page of the live functions.
 */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';

/** Id of the command that opens the page of the live functions. */
export const OPEN_FUNCTIONS = 'jupyter-gradio-mcp:open-functions';

/** Where that page is, on this notebook server. */
export function functionsUrl(baseUrl: string): string {
  return URLExt.join(baseUrl, 'gradio_api', 'mcp') + '/';
}

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-gradio-mcp:plugin',
  description: 'Opens the page of the functions that live notebooks offer to agents.',
  autoStart: true,
  optional: [ICommandPalette],
  activate: (app: JupyterFrontEnd, palette: ICommandPalette | null): void => {
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
