/**
 * Addresses without what opens them. `<base URL>gradio_key/<key>/…` has an access key in it: the page goes on asking by
 * one that it was opened with, and shows, copies and writes down the address without it. Those of files are signed.
 */

import { isFileData, type Json } from './protocol';

// A notebook's folder may be called so, too; only in front of our own routes it is a key.
const KEY = /\/gradio_key\/[^/?#]+\/(?=gradio\/|gradio_api\/|[?#]|$)/;

/** The address as it may be passed on. */
export function withoutKey(address: string): string {
  return address.replace(KEY, '/');
}

/** An address that was written down, as this page may ask it: with the key that the page itself was opened with. */
export function withKeyOf(address: string, page = document.baseURI): string {
  const found = KEY.exec(page);
  if (!found) {
    return address;
  }
  const server = `${page.slice(0, found.index)}/`;
  const keyless = address.startsWith(server) && withoutKey(address) === address;
  return keyless ? server + found[0].slice(1) + address.slice(server.length) : address;
}

/** Files without their addresses, which are signed: what is shown and passed on opens nothing. */
export function withoutAddresses(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withoutAddresses);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([name, inner]) => [name, withoutAddresses(inner)] as const);
  return { ...Object.fromEntries(entries), ...(isFileData(value) ? { url: null } : {}) };
}
