/** Where API pages, keys and calls are shown: in JupyterLab's main area; elsewhere, which has none, beside the notebook. */

import type { ILabShell, ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, MainAreaWidget, showErrorMessage, WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ViewOptions } from '../sidebar/contract';
import { apiPageUrl, appUrl } from './address';
import { Frame } from './frame';
import { functionsIcon } from './icon';
import type { Item } from './item';
import type { Loaded } from './module';
import { COMMANDS } from './names';

/** What a view is of; JSON, for a saved layout holds it. */
export type View = {
  kind: 'api' | 'keys' | 'calls';
  /** "" is all notebooks. */
  notebook: string;
  kernel: string;
  endpoint: string;
};

export class Views {
  private tracker = new WidgetTracker<MainAreaWidget<Frame>>({ namespace: 'jupyter-gradio-mcp' });
  private views = new WeakMap<MainAreaWidget<Frame>, View>();

  constructor(
    private app: JupyterFrontEnd,
    private labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    private base: string,
    private loaded: Loaded,
    private trans: TranslationBundle
  ) {
    if (labShell) {
      void restorer?.restore(this.tracker, {
        command: COMMANDS.view,
        args: widget => this.views.get(widget) ?? {},
        name: widget => widget.id
      });
    }
  }

  /** Open the API page of a notebook or a function; of all without an item. */
  api(item: Item | null): void {
    if (this.labShell || !item) {
      this.open({ kind: 'api', notebook: item?.notebook ?? '', kernel: item?.kernel ?? '', endpoint: item?.name ?? '' });
    } else {
      window.open(apiPageUrl(this.base, item), '_blank', 'noopener');
    }
  }

  /** Open a view, or bring the one that is open to the front. */
  open(view: View): void {
    if (this.labShell) {
      this.inMainArea(view);
    } else if (view.kind === 'api') {
      window.open(`${appUrl(this.base, null)}gradio/`, '_blank', 'noopener');
    } else {
      this.inDialog(view);
    }
  }

  /** The dialog that connects an agent; with all notebooks where none is named. */
  async connect(notebook: string): Promise<void> {
    let module;
    try {
      module = await this.loaded();
    } catch {
      await showErrorMessage(this.trans.__('Connect an Agent'), this.trans.__(UNREACHABLE));
      return;
    }
    const host = document.createElement('div');
    document.body.append(host);
    const shown = module.mountView(host, {
      ...this.options({ kind: 'api', notebook, kernel: '', endpoint: '' }),
      kind: 'connect',
      onClose: () => {
        shown.destroy();
        host.remove();
      }
    });
  }

  private inMainArea(view: View): void {
    const id = `jupyter-gradio-mcp-${view.kind}-${view.notebook}`;
    const known = this.tracker.find(open => open.id === id);
    const widget = known ?? this.made(id, view);
    if (known && view.endpoint && this.views.get(known)?.endpoint !== view.endpoint) {
      this.views.set(known, view);
      known.content.redraw();
      void this.tracker.save(known);
    }
    if (!widget.isAttached) {
      this.app.shell.add(widget, 'main');
    }
    this.app.shell.activateById(id);
  }

  private made(id: string, view: View): MainAreaWidget<Frame> {
    const content = this.frame((): View => this.views.get(widget) ?? view);
    const widget: MainAreaWidget<Frame> = new MainAreaWidget({ content });
    widget.id = id;
    widget.title.icon = functionsIcon;
    widget.title.label = this.title(view);
    widget.title.caption = view.notebook || widget.title.label;
    widget.title.closable = true;
    widget.toolbar.hide();
    this.views.set(widget, view);
    void this.tracker.add(widget);
    return widget;
  }

  private inDialog(view: View): void {
    const body = this.frame(() => view);
    body.addClass('jp-gradio-mcp-dialog');
    void new Dialog({
      title: this.title(view),
      body,
      buttons: [Dialog.okButton({ label: this.trans.__('Close') })],
      hasClose: true
    }).launch();
  }

  private frame(view: () => View): Frame {
    const frame = new Frame(
      this.loaded,
      (module, host) => module.mountView(host, this.options(view())),
      failedWith(this.trans)
    );
    frame.addClass('jp-gradio-mcp-view');
    return frame;
  }

  private options(view: View): ViewOptions {
    return { base: this.base, ...view };
  }

  private title({ kind, notebook }: View): string {
    if (kind === 'keys') {
      return this.trans.__('Access Keys');
    }
    if (kind === 'calls') {
      return this.trans.__('Calls');
    }
    const name = notebook.split('/').pop()?.replace(/\.ipynb$/, '') ?? '';
    return name ? this.trans.__('API of %1', name) : this.trans.__('API');
  }
}

export const UNREACHABLE =
  'The notebook server does not hand out the page of the functions. Is jupyter-gradio-mcp installed and enabled there?';

/** Say in a place that `panel.js` could not be had, and offer to try again. */
export function failedWith(trans: TranslationBundle): (host: HTMLElement, again: () => void) => void {
  return (host, again) => {
    const text = document.createElement('p');
    text.textContent = trans.__(UNREACHABLE);
    const button = document.createElement('button');
    button.className = 'jp-mod-styled jp-mod-reject';
    button.textContent = trans.__('Try Again');
    button.onclick = again;
    const place = document.createElement('div');
    place.className = 'jp-gradio-mcp-failed';
    place.append(text, button);
    host.replaceChildren(place);
  };
}
