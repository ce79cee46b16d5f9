/** Stand-ins for tests: panels, and a transport that says what it is told to say. */

import type { Assets, Files, Listener, Transport } from './environment';
import type { ActionInfo, ApiFunction, ApiInfo, ComponentInfo, EventInfo, Frame, Json, Mount, NotebookPanels, PanelInfo } from './protocol';

export function component(id: string, type: string, name: string, more: Partial<ComponentInfo> = {}): ComponentInfo {
  return { id, type, name, required: false, schema: {}, props: {}, ...more };
}

export function action(id: string, inputs: [string, string][], outputs: string[], more: Partial<ActionInfo> = {}): ActionInfo {
  const told = { id, endpoint: id, title: id, description: '', inputs, outputs, examples: [], streams: false };
  return { ...told, triggers: [], after: null, progress: 'full', cancels: [], ...more };
}

/** A function with one text that is needed, one number with a default, and one result. */
export function greeter(more: Partial<ActionInfo> = {}): PanelInfo {
  return {
    id: 'cell:1',
    title: 'greet',
    components: [
      component('greet.name', 'Textbox', 'name', { required: true, props: { label: 'Name', info: 'Whom to greet.' } }),
      component('greet.times', 'Number', 'times', { props: { label: 'Times', value: 2 } }),
      component('greet.out0', 'Textbox', 'output', { props: { label: 'Output' } })
    ],
    actions: [action('greet', [['name', 'greet.name'], ['times', 'greet.times']], ['greet.out0'], more)],
    endpoints: ['greet'],
    layout: {
      type: 'row',
      children: [
        {
          type: 'form',
          action: 'greet',
          children: [
            { type: 'component', id: 'greet.name' },
            { type: 'component', id: 'greet.times' }
          ]
        },
        { type: 'results', action: 'greet', children: [{ type: 'component', id: 'greet.out0' }] }
      ]
    }
  };
}

export function notebook(...panels: PanelInfo[]): NotebookPanels {
  return { kernel: 'k', notebook: 'work/a b.ipynb', title: 'a b', state: 'live', owner: true, panels };
}

/** A function as the server tells of it. */
export function apiFunction(name: string, more: Partial<ApiFunction> = {}): ApiFunction {
  return {
    name,
    union: name,
    kind: 'tool',
    title: name,
    description: '',
    uri: '',
    mime_type: '',
    visibility: 'public',
    mcp: true,
    paused: false,
    parameters: [],
    returns: [],
    headers: [],
    streams: false,
    queue: true,
    examples: [],
    warnings: [],
    figures: { calls: 0, success_rate: null, p50: null, p90: null, p99: null },
    panel: null,
    ...more
  };
}

/** A notebook as the server tells of it to its API page. */
export function apiInfo(functions: ApiFunction[], more: Partial<ApiInfo> = {}): ApiInfo {
  const open = { state: 'live', owner: true, paused: false, mcp: true, open: false } as const;
  return { kernel: 'k', notebook: 'a.ipynb', title: 'a', ...open, functions, ...more };
}

export function mountOf(panel: PanelInfo): Mount {
  const functions = [{ name: 'greet', title: 'greet', signature: '(name: str) -> str', description: 'Greets.' }];
  return { version: 1, kernel: 'k', panel: panel.id, title: panel.title, functions };
}

export interface Sent {
  id: string;
  endpoint: string;
  args: { [parameter: string]: Json };
  tell: Listener;
  event?: EventInfo;
}

export class FakeTransport implements Transport {
  readonly kind = 'http';
  readonly assets: Assets = { module: () => Promise.reject(new Error('none')), text: async () => '', frame: null };
  readonly files: Files = { upload: () => Promise.reject(new Error('none')), url: async file => file.path };
  readonly sent: Sent[] = [];
  readonly resumed: { id: string; tell: Listener }[] = [];
  readonly cancelled: string[] = [];
  readonly answered: { id: string; answers: { [question: string]: unknown } }[] = [];
  private watchers = new Set<() => void>();

  /** `found` is what `panels` answers; an `Error` what it throws. */
  constructor(public found: NotebookPanels | null | Error = null) {}

  async panels(): Promise<NotebookPanels | null> {
    if (this.found instanceof Error) {
      throw this.found;
    }
    return this.found;
  }

  /** Answer something else from now on. */
  change(found: NotebookPanels | null | Error): void {
    this.found = found;
    this.watchers.forEach(watcher => watcher());
  }

  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  call(id: string, endpoint: string, args: { [parameter: string]: Json }, tell: Listener, event?: EventInfo): void {
    this.sent.push({ id, endpoint, args, tell, ...(event && { event }) });
  }

  resume(id: string, tell: Listener): void {
    this.resumed.push({ id, tell });
  }

  cancel(id: string): void {
    this.cancelled.push(id);
  }

  answer(id: string, answers: { [question: string]: { [key: string]: Json } | null }): void {
    this.answered.push({ id, answers });
  }

  async rows(): Promise<never> {
    throw new Error('none');
  }

  page(_panels: NotebookPanels, below = ''): string | null {
    return `/app/${below}`;
  }
}

export const result = (value: Json): Frame => ({ op: 'result', value, fits: true, files: false });
