/** How JupyterLab shows an output that is a panel. */

import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';

import { showCard } from './card';
import { load, mountWhenLoaded, panelAddress, type Load } from './load';
import type { Mount } from './protocol';

export class PanelOutput extends Widget implements IRenderMime.IRenderer {
  private remove: (() => void) | null = null;
  private shown = '';

  constructor(
    private mimeType: string,
    private base: string,
    private loader: Load = load
  ) {
    super();
    this.addClass('jp-gradio-mcp-panel');
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const mount = mountOf(model, this.mimeType);
    const text = JSON.stringify(mount);
    if (text === this.shown) {
      return;
    }
    this.shown = text;
    this.remove?.();
    this.remove = null;
    if (mount?.version !== 1) {
      showCard(this.node, mount, 'This output is of another version of jupyter-gradio-mcp. Run the cell.');
    } else if (typeof mount.kernel !== 'string' || !mount.kernel || !(mount.panel || mount.view)) {
      showCard(this.node, mount);
    } else {
      const { base, loader } = this;
      this.remove = mountWhenLoaded(this.node, { mount: mount as Mount, base }, () => loader(panelAddress(base)));
    }
  }

  override dispose(): void {
    this.remove?.();
    this.remove = null;
    super.dispose();
  }
}

/** What the output says; which kernel and panel it is of is beside it, in the metadata, for that changes each time. */
function mountOf(model: IRenderMime.IMimeModel, mimeType: string): Partial<Mount> | null {
  const data = model.data[mimeType];
  return typeof data === 'object' && data !== null
    ? { ...(data as Partial<Mount>), ...(model.metadata[mimeType] as Partial<Mount> | undefined) }
    : null;
}
