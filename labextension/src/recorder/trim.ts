/** Values as a recording keeps them: no larger than is good. */

import { isFileData, type Json } from '../protocol';

/** Quotes, colon and comma of a member. */
const PUNCTUATION = 4;

/** The beginning of a value, of about `limit` characters, and all files: what is kept stays at its place. */
export function shortened(value: Json, limit: number): Json {
  let left = limit;
  const shorten = (inner: Json): Json => {
    if (isFileData(inner)) {
      return inner;
    }
    if (Array.isArray(inner)) {
      const items = inner.map(shorten);
      while (left < 0 && items.at(-1) === null) {
        items.pop();
      }
      return left < 0 && items.length === 0 ? null : items;
    }
    if (typeof inner === 'object' && inner !== null) {
      const entries = Object.entries(inner).map(([name, one]) => {
        left -= name.length + PUNCTUATION;
        return [name, shorten(one)] as const;
      });
      const kept = left < 0 ? entries.filter(([, one]) => one !== null) : entries;
      return left < 0 && kept.length === 0 ? null : Object.fromEntries(kept);
    }
    left -= lengthOf(inner) + 1;
    return left < 0 ? null : inner;
  };
  return shorten(value);
}

/** Characters of a value as JSON. */
export function lengthOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}
