/** Which functions of a notebook are listed. */

import type { ApiFunction, ApiInfo } from '../protocol';

export interface Wanted {
  /** Names; only these, and these also where they are not public. */
  only?: string[];
  /** The one that was asked for by name. */
  endpoint?: string | null;
  /** Whether those that are not public are listed too. */
  all: boolean;
}

/** The functions that there are for this place, before anybody searches. */
export function listed(info: ApiInfo, { only, endpoint, all }: Wanted): ApiFunction[] {
  const among = only ? info.functions.filter(({ name }) => only.includes(name)) : info.functions;
  return among.filter(fn => isPublic(fn) || all || only !== undefined || fn.name === endpoint);
}

export function isPublic({ visibility }: ApiFunction): boolean {
  return visibility === 'public';
}

/** Whether all words of a search are somewhere in what is said of a function. */
export function matches(fn: ApiFunction, search: string): boolean {
  const text = [
    fn.name,
    fn.title,
    fn.description,
    fn.uri,
    fn.kind,
    ...fn.parameters.flatMap(({ name, label, description }) => [name, label, description])
  ]
    .join('\n')
    .toLowerCase();
  return search.toLowerCase().split(/\s+/).every(word => text.includes(word));
}
