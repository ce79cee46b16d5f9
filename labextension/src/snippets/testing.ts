/** For tests: functions as the server tells of them. */

import type { ApiFunction, ApiParameter, FileData, Json } from '../protocol';
import type { Target } from './contract';

export const TARGET: Target = { base: 'https://example.org/gradio/note.ipynb/', variable: 'JUPYTER_GRADIO_MCP_KEY' };

export function parameter(name: string, more: Partial<ApiParameter> = {}): ApiParameter {
  const known = { label: name, type: 'str', required: true, schema: {}, component: 'Textbox', description: '' };
  return { name, ...known, files: '', example: 'Hello!!', ...more };
}

export function fn(parameters: ApiParameter[], more: Partial<ApiFunction> = {}): ApiFunction {
  const output = { label: '', type: 'str', description: '', schema: {}, component: 'Textbox', files: '' } as const;
  return {
    name: 'f',
    union: 'f',
    kind: 'tool',
    title: 'F',
    description: '',
    uri: '',
    mime_type: '',
    visibility: 'public',
    paused: false,
    parameters,
    returns: [output],
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

export function file(name: string, url: string | null = null): FileData & { [key: string]: Json } {
  const meta = { _type: 'gradio.FileData' } as const;
  return { path: `/tmp/1/${name}`, url, size: null, orig_name: name, mime_type: null, is_stream: false, meta };
}
