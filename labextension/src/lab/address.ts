/** Addresses as the commands copy and open them. Pure. */

import type { Item } from './item';

/** Where a notebook's functions are; everything's without a notebook. Absolute, and ends in `/`. */
export function appUrl(base: string, item: Pick<Item, 'address'> | null): string {
  return new URL(item?.address ?? '', new URL(base, location.href)).href;
}

/** Where a function is called over REST; of a notebook its page. */
export function itemUrl(base: string, item: Item): string {
  const app = appUrl(base, item);
  return item.name ? `${app}gradio_api/call/v2/${encodeURIComponent(item.name)}` : app;
}

export function mcpUrl(base: string, item: Item | null): string {
  return `${appUrl(base, item)}gradio_api/mcp/`;
}

/** The API page in a window of its own. */
export function apiPageUrl(base: string, item: Item): string {
  const endpoint = item.name ? `&fn=${encodeURIComponent(item.name)}` : '';
  return `${appUrl(base, item)}?view=api${endpoint}`;
}
