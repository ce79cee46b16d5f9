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
  // A post code such as 01234 is no number.
  return kind === 'auto' && String(number) === trimmed && Number.isFinite(number) ? number : text;
}

export function writeCell(cell: Json | undefined): string {
  return cellText(cell);
}

/** The cells of a text copied from a spreadsheet; cells with tabs or lines of their own are in quotes. */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter === '"' && text[at + 1] === '"') {
        cell += '"';
        at++;
      } else if (letter === '"') {
        quoted = false;
      } else {
        cell += letter;
      }
    } else if (letter === '"' && cell === '') {
      quoted = true;
    } else if (letter === '\t' || letter === '\n') {
      rows[rows.length - 1].push(cell);
      cell = '';
      if (letter === '\n') {
        rows.push([]);
      }
    } else if (letter !== '\r') {
      cell += letter;
    }
  }
  if (cell !== '' || rows[rows.length - 1].length > 0) {
    rows[rows.length - 1].push(cell);
  } else {
    rows.pop();
  }
  return rows;
}
