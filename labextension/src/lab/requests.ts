/** What the commands ask of the notebook server by themselves, without `panel.js`. */

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import type { NotebookList } from '../protocol';
import type { Item } from './item';

export class Requests {
  constructor(private settings: ServerConnection.ISettings) {}

  /** All notebooks with functions. */
  list(): Promise<NotebookList> {
    return this.ask('panel');
  }

  /** Have a function, a notebook or, with null, everything refuse agents, or answer them again. */
  async pause(item: Item | null, paused: boolean): Promise<void> {
    const where = item ? { notebook: item.notebook, ...(item.name ? { endpoint: item.name } : {}) } : {};
    await this.ask('pause', { method: 'POST', body: JSON.stringify({ paused, ...where }) });
  }

  /** @throws Error with what the server says. */
  private async ask(route: string, init: RequestInit = {}): Promise<any> {
    const address = URLExt.join(this.settings.baseUrl, 'gradio_api', route);
    const response = await ServerConnection.makeRequest(address, init, this.settings);
    const answer = await response.json().catch(() => null);
    if (!response.ok) {
      throw new Error(answer?.error?.message ?? answer?.message ?? answer?.error ?? response.statusText);
    }
    return answer;
  }
}
