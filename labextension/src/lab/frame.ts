/** A place in JupyterLab where `panel.js` draws. It is loaded when the place is seen for the first time. */

import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import type { LabModule, Loaded, Mounted } from './module';

export class Frame<M extends Mounted = Mounted> extends Widget {
  /** What was drawn; null before. */
  shown: M | null = null;
  private begun = false;

  constructor(
    private loaded: Loaded,
    private draw: (module: LabModule, host: HTMLElement) => M,
    private failed: (host: HTMLElement, again: () => void) => void
  ) {
    super();
    this.addClass('jp-gradio-mcp-frame');
    // So that what has been opened can be left and come back to by keys.
    this.node.tabIndex = -1;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.begin();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this.begin();
    }
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    if (!this.node.contains(document.activeElement)) {
      this.node.focus();
    }
  }

  /** Draw anew what was drawn before. */
  redraw(): void {
    this.shown?.destroy();
    this.shown = null;
    if (this.begun) {
      this.begun = false;
      this.begin();
    }
  }

  override dispose(): void {
    this.shown?.destroy();
    this.shown = null;
    super.dispose();
  }

  private begin(): void {
    if (this.begun) {
      return;
    }
    this.begun = true;
    this.loaded().then(
      module => {
        if (!this.isDisposed && this.begun && !this.shown) {
          this.shown = this.draw(module, this.node);
        }
      },
      () => {
        this.begun = false;
        if (!this.isDisposed) {
          this.failed(this.node, () => this.begin());
        }
      }
    );
  }
}
