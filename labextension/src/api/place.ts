/** What a page's address says of what is shown on it: deep links into the API page. */

import type { Language } from '../snippets/contract';
import { __ } from '../words';

export type View = 'run' | 'api' | 'mcp' | 'calls';

/** What `ApiPage` shows. */
export type Section = Exclude<View, 'run'>;

export interface Place {
  view: View;
  /** The function that is opened; null if none is. */
  endpoint: string | null;
  language: Language | null;
}

/** The views in their order. */
export const VIEWS: readonly View[] = ['run', 'api', 'mcp', 'calls'];

/** What a view is called. */
export function viewTitle(view: View): string {
  return { run: __('Run'), api: __('API'), mcp: __('MCP'), calls: __('Calls') }[view];
}

/** Read an address's query. `languages` are those that there are; any other is as good as none. */
export function readPlace(search: string, languages: readonly string[]): Place {
  const query = new URLSearchParams(search);
  const view = query.get('view') === 'api' ? (query.get('tab') ?? 'api') : (query.get('view') ?? 'run');
  const language = query.get('lang');
  return {
    view: VIEWS.includes(view as View) ? (view as View) : 'run',
    endpoint: query.get('fn') || null,
    language: language !== null && languages.includes(language) ? (language as Language) : null
  };
}

/** The query of a place, in front of whatever else `search` has; "" where there is nothing to say. */
export function writePlace({ view, endpoint, language }: Place, search = ''): string {
  const query = new URLSearchParams();
  if (view !== 'run') {
    query.set('view', 'api');
  }
  if (view === 'mcp' || view === 'calls') {
    query.set('tab', view);
  }
  if (view === 'api') {
    if (language) {
      query.set('lang', language);
    }
    if (endpoint) {
      query.set('fn', endpoint);
    }
  }
  for (const [name, value] of new URLSearchParams(search)) {
    if (!['view', 'tab', 'lang', 'fn'].includes(name)) {
      query.append(name, value);
    }
  }
  const text = query.toString();
  return text && `?${text}`;
}
