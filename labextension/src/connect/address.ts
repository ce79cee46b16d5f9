/** Which address an MCP client is told, and what of a notebook it then finds there. Pure. */

import type { ListedNotebook, Visibility } from '../protocol';

export type Transport = 'http' | 'sse';

/** What a client is to be connected with. */
export interface Goal {
  /** The absolute address of an app or of the union, ending in `/`. */
  base: string;
  transport: Transport;
  /** The functions, by the names that they have there; null is all, also those that come later. */
  tools: string[] | null;
}

/** The MCP address, without what limits it. */
export function mcpAddress({ base, transport }: Goal): string {
  return `${base}gradio_api/mcp/${transport === 'sse' ? 'sse' : ''}`;
}

/** The MCP address as it is shown and copied. */
export function wholeAddress(goal: Goal): string {
  const only = goal.tools === null ? '' : `?tools=${goal.tools.map(encodeURIComponent).join(',')}`;
  return mcpAddress(goal) + only;
}

/** What a box can be checked for: what agents may see. */
export function offered<F extends { visibility: Visibility; mcp: boolean }>(functions: readonly F[]): F[] {
  return functions.filter(({ visibility, mcp }) => visibility === 'public' && mcp);
}

/**
 * What the address is limited to when only these are wanted of all that there are. Nothing limits it where all are
 * wanted, so that later functions are there, too.
 */
export function limit(wanted: readonly string[], all: readonly string[]): string[] | null {
  return all.every(name => wanted.includes(name)) ? null : all.filter(name => wanted.includes(name));
}

/** The address of a listed notebook's app. */
export function appAddress(server: { base: string }, notebook: Pick<ListedNotebook, 'address'>): string {
  return new URL(notebook.address, server.base).href;
}

/** What a key is called that nobody gave a name: after the client, and what tells it from those there are. */
export function keyName(title: string, taken: readonly string[]): string {
  let name = title;
  for (let number = 2; taken.includes(name); number++) {
    name = `${title} ${number}`;
  }
  return name;
}
