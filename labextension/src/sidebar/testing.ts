/** Stand-ins for tests: notebooks as the server lists them. */

import type { ListedFunction, ListedNotebook } from '../protocol';

export function fn(name: string, more: Partial<ListedFunction> = {}): ListedFunction {
  return {
    name,
    union: name,
    kind: 'tool',
    title: name,
    description: '',
    parameters: [],
    visibility: 'public',
    mcp: true,
    paused: false,
    panel: null,
    ...more
  };
}

export function listed(path: string, ...functions: ListedFunction[]): ListedNotebook {
  const title = path.replace(/^.*\/|\.ipynb$/g, '');
  return { kernel: `k-${title}`, notebook: path, title, state: 'live', address: `gradio/${path}/`, paused: false, functions };
}
