/** What somebody types or pastes into the cells of a table. */

import type { Json, TableValue } from '../protocol';
import { cellText } from './rows';

export type Kind = 'number' | 'bool' | 'str' | 'auto';

/** The kinds of a table's columns: as Gradio's `datatype` says, otherwise as their cells are. */
export function kindsOf(table: TableValue, datatype?: string | string[]): Kind[] {
  return table.headers.map((_, column) => {
    const said = Array.isArray(datatype) ? datatype[column] : datatype;
    if (said && said !== 'auto') {
      return said === 'number' || said === 'bool' ? said : 'str';
    }
    const cells = table.data.map(row => row[column]).filter(cell => cell !== null && cell !== undefined && cell !== '');
    if (cells.length === 0) {
      return 'auto';
    }
    return cells.every(cell => typeof cell === 'number')
      ? 'number'
      : cells.every(cell => typeof cell === 'boolean')
        ? 'bool'
        : 'str';
  });
}

/** What a text means in a column; a text that is no number stays one, also in a column of numbers. */
export function readCell(text: string, kind: Kind, before: Json): Json {
  const trimmed = text.trim();
  if (kind === 'bool') {
    return /^(true|yes|1|x|✓)$/i.test(trimmed) ? true : /^(false|no|0|)$/i.test(trimmed) ? false : text;
  }
  if (trimmed === '') {
    return kind === 'number' || kind === 'auto' || before === null ? null : text;
  }
  if (typeof before === 'object' && before !== null) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  const number = Number(trimmed);
  if (kind === 'number') {
    return Number.isFinite(number) ? number : text;
  }
  return kind === 'auto' && isNumeral(trimmed) ? number : text;
}

/** Whether a text is a number and nothing else: a post code such as 01234 is none, nor what has too many digits. */
function isNumeral(text: string): boolean {
  const whole = /^-?(0|[1-9]\d*)$/.test(text);
  return whole ? Number.isSafeInteger(Number(text)) : /^-?(0|[1-9]\d*)\.\d+$/.test(text) || /^-?\d(\.\d+)?e[+-]?\d+$/i.test(text);
}

export function writeCell(cell: Json | undefined): string {
  return cellText(cell);
}

/** The cells of a text copied from a spreadsheet. */
export function readTsv(text: string): string[][] {
  return readSeparated(text, '\t');
}

/** The cells of a CSV or TSV file, whichever separator it has; spreadsheets write what their country has. */
export function readFile(bytes: Uint8Array): string[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('windows-1252').decode(bytes);
  }
  return readSeparated(text, separatorOf(text));
}

/** What separates the cells of the first line: whatever is there most often, outside of quotes. */
function separatorOf(text: string): string {
  const first = text.slice(0, 100_000).replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, 1)[0];
  const often = (separator: string): number => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (often(one) > often(best) ? one : best));
}

/** The cells of a text; cells with separators or lines of their own are in quotes (RFC 4180). */
function readSeparated(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] | null = null;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length || row !== null) {
    let cell = '';
    while (text[at] === '"') {
      const end = text.indexOf('"', at + 1);
      cell += text.slice(at + 1, end < 0 ? undefined : end);
      at = end < 0 ? text.length : end + 1;
      if (text[at] === '"') {
        cell += '"'; // two are one
      }
    }
    const start = at;
    while (at < text.length && text[at] !== separator && text[at] !== '\n') {
      at++;
    }
    cell += text.slice(start, text[at - 1] === '\r' && at > start ? at - 1 : at);
    if (row === null) {
      rows.push((row = []));
    }
    row.push(cell);
    if (text[at] !== separator) {
      row = null;
    }
    at++;
  }
  return rows;
}
