/** Stand-ins for JupyterLab, as far as the plugins ask for it. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { vi } from 'vitest';

type Command = Parameters<JupyterFrontEnd['commands']['addCommand']>[1];

export class FakeApp {
  readonly known = new Map<string, Command>();
  readonly opened: { widget: { id: string }; area: string | undefined }[] = [];
  readonly activated: string[] = [];
  readonly main: object[] = [];
  currentWidget: object | null = null;
  readonly serviceManager = { serverSettings: {}, kernels: {} };
  readonly shell = {
    add: (widget: { id: string }, area?: string) => void this.opened.push({ widget, area }),
    activateById: (id: string) => void this.activated.push(id),
    widgets: () => this.main[Symbol.iterator](),
    currentChanged: { connect: vi.fn() },
    get currentWidget(): object | null {
      return app.currentWidget;
    }
  };
  readonly commands = {
    addCommand: (id: string, options: Command) => void this.known.set(id, options),
    execute: vi.fn(async (id: string, args: object = {}): Promise<unknown> => this.known.get(id)?.execute(args as never))
  };

  get front(): JupyterFrontEnd {
    return this as unknown as JupyterFrontEnd;
  }
}

let app: FakeApp;

export function fakeApp(): FakeApp {
  return (app = new FakeApp());
}
