/** For tests: functions as the server tells of them. */

import type { ApiFunction, ApiParameter, FileData, Json } from '../protocol';
import { apiFunction } from '../testing';
import type { Target } from './contract';

export const TARGET: Target = { base: 'https://example.org/gradio/note.ipynb/', variable: 'JUPYTER_GRADIO_MCP_KEY' };

export function parameter(name: string, more: Partial<ApiParameter> = {}): ApiParameter {
  const known = { label: name, type: 'str', required: true, schema: {}, component: 'Textbox', description: '' };
  return { name, ...known, files: '', example: 'Hello!!', ...more };
}

export function fn(parameters: ApiParameter[], more: Partial<ApiFunction> = {}): ApiFunction {
  const output = { label: '', type: 'str', description: '', schema: {}, component: 'Textbox', files: '' } as const;
  return apiFunction('f', { title: 'F', parameters, returns: [output], ...more });
}

export function file(name: string, url: string | null = null): FileData & { [key: string]: Json } {
  const meta = { _type: 'gradio.FileData' } as const;
  return { path: `/tmp/1/${name}`, url, size: null, orig_name: name, mime_type: null, is_stream: false, meta };
}
