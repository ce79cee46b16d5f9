/** The surroundings that views are tested in: files at known addresses, and modules that a test gives. */

import { cleanup, render, type RenderResult } from '@testing-library/preact';
import { h, type VNode } from 'preact';
import { afterEach } from 'vitest';

import type { Environment } from '../environment';
import type { ComponentInfo, FileData, Rows, RowsQuery } from '../protocol';
import { viewFor } from './index';

afterEach(cleanup);

export function component(type: string, props: ComponentInfo['props'] = {}, name = 'result'): ComponentInfo {
  return { id: name, type, name, required: false, schema: {}, props };
}

export function file(name: string, mime: string | null = null, more: Partial<FileData> = {}): FileData {
  return {
    path: `/store/${name}`,
    url: `/files/${name}`,
    size: 1234,
    orig_name: name,
    mime_type: mime,
    is_stream: false,
    meta: { _type: 'gradio.FileData' },
    ...more
  };
}

interface Given {
  modules?: { [name: string]: object };
  rows?(query: RowsQuery): Promise<Rows>;
  url?(file: FileData): Promise<string>;
}

export interface Surroundings extends Environment {
  /** Have the theme change. */
  setDark(dark: boolean): void;
}

export function surroundings({ modules = {}, rows, url }: Given = {}): Surroundings {
  let dark = false;
  const listeners = new Set<() => void>();
  return {
    assets: {
      module: async name => {
        if (!Object.hasOwn(modules, name)) {
          throw new Error(`there is no ${name}`);
        }
        return modules[name];
      },
      text: async name => `text of ${name}`,
      frame: null
    },
    files: {
      upload: () => Promise.reject(new Error('views send nothing')),
      url: url ?? (async one => one.url ?? `/files${one.path}`)
    },
    rows: rows ?? (async () => ({ data: [], rows: 0 })),
    root: document,
    dark: () => dark,
    onTheme(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    setDark(value) {
      dark = value;
      listeners.forEach(listener => listener());
    }
  };
}

/** A value as its component's view shows it. `again` shows another one in its place. */
export function show(
  of: ComponentInfo,
  value: unknown,
  environment: Environment = surroundings(),
  streaming = false
): RenderResult & { again(value: unknown): void } {
  const element = (shown: unknown): VNode<any> =>
    h(viewFor(of, shown), { component: of, value: shown, streaming, environment });
  const result = render(element(value));
  return { ...result, again: next => result.rerender(element(next)) };
}
