/**
 * The notebooks that are open, found in the shell by what they are: the token of their tracker comes with a package
 * that would bring the editor and all else with it.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Kernel } from '@jupyterlab/services';
import type { Widget } from '@lumino/widgets';

/** As much of JupyterLab's `NotebookPanel` as is used here. */
export interface OpenNotebook extends Widget {
  context: { path: string; ready: Promise<void> };
  sessionContext: { session: { kernel: Kernel.IKernelConnection | null } | null };
  content: {
    widgets: readonly { model: { id: string }; node: HTMLElement }[];
    activeCellIndex: number;
    scrollToItem(index: number, align?: string): Promise<void>;
  };
}

function isNotebook(widget: Widget | null | undefined): widget is OpenNotebook {
  const found = widget as Partial<OpenNotebook> | null | undefined;
  return (
    typeof found?.context?.path === 'string' &&
    found.sessionContext !== undefined &&
    Array.isArray(found.content?.widgets) &&
    typeof found.content?.scrollToItem === 'function'
  );
}

/** The notebook that a person works in: the current one, else the one that was current last. */
export class Notebooks {
  private last: OpenNotebook | null = null;

  constructor(private app: JupyterFrontEnd) {
    app.shell.currentChanged?.connect(() => this.note());
  }

  get current(): OpenNotebook | null {
    this.note();
    return this.last && !this.last.isDisposed ? this.last : null;
  }

  find(path: string): OpenNotebook | null {
    for (const widget of this.app.shell.widgets('main')) {
      if (isNotebook(widget) && widget.context.path === path) {
        return widget;
      }
    }
    return null;
  }

  /** Show a cell of a notebook, which is opened if it is not; false where there is no such cell. */
  async showCell(path: string, cell: string): Promise<boolean> {
    let notebook = this.find(path);
    if (!notebook) {
      // In Notebook 7 it opens in a tab of its own, which is not ours to scroll.
      const opened: unknown = await this.app.commands.execute('docmanager:open', { path });
      notebook = isNotebook(opened as Widget) ? (opened as OpenNotebook) : this.find(path);
      if (!notebook) {
        return true;
      }
    }
    this.app.shell.activateById(notebook.id);
    await notebook.context.ready;
    const index = notebook.content.widgets.findIndex(widget => widget.model.id === cell);
    if (index < 0) {
      return false;
    }
    notebook.content.activeCellIndex = index;
    await notebook.content.scrollToItem(index, 'smart');
    return true;
  }

  private note(): void {
    const { currentWidget } = this.app.shell;
    if (isNotebook(currentWidget)) {
      this.last = currentWidget;
    }
  }
}
