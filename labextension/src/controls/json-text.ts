/** JSON as somebody types it: what it means, and what is wrong with it so far. */

import { mistakeIn } from './json-mistake';
import { admitsText } from './label';
import type { Schema } from '../protocol';

export type Reading =
  /** A value; `undefined` if nothing is written. */
  | { value: unknown; problem: null }
  /** No JSON yet; as a value it is the text as it stands. */
  | { value: string; problem: string };

/** What a text means. A schema that takes texts takes what is no JSON as one. */
export function readJson(text: string, schema: Schema): Reading {
  if (text.trim() === '') {
    return { value: undefined, problem: null };
  }
  try {
    return { value: JSON.parse(text), problem: null };
  } catch {
    if (admitsText(schema) && !/^\s*[[{"]/.test(text)) {
      return { value: text, problem: null };
    }
    return { value: text, problem: explain(text) };
  }
}

/** A value as a text that means it. */
export function writeJson(value: unknown): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'string' && value !== '') {
    try {
      JSON.parse(value);
    } catch {
      return value; // a text, or what was no JSON yet
    }
  }
  return JSON.stringify(value, null, 2);
}

/** What is wrong, and in which line, where people look for it. */
function explain(text: string): string {
  const { at, message } = mistakeIn(text) ?? { at: 0, message: 'it cannot be read' };
  const before = text.slice(0, at).split('\n');
  return `${message} (line ${before.length}, column ${before[before.length - 1].length + 1})`;
}
