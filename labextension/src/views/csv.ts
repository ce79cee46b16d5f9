/** Tables as texts, for spreadsheets and for files. */

import type { Environment } from '../environment';
import type { Json, TableValue } from '../protocol';

/** How many rows of a table that stayed with the kernel are asked for at a time. */
const PIECE = 10_000;

/** A table with all of its rows, also where most of them are still with the kernel. */
export async function wholeTable(table: TableValue, environment: Environment): Promise<TableValue> {
  const { view, headers } = table;
  if (view === undefined) {
    return table;
  }
  const data: Json[][] = [];
  let count = table.rows ?? table.data.length;
  while (data.length < count) {
    const piece = await environment.rows({ view, start: data.length, stop: data.length + PIECE });
    if (piece.data.length === 0) {
      break;
    }
    data.push(...piece.data);
    count = piece.rows;
  }
  return { headers, data };
}

/** As RFC 4180 has it; with a tab in place of the comma, as spreadsheets take it from the clipboard. */
export function separated(table: TableValue, separator: ',' | '\t'): string {
  const line = (row: Json[]): string => row.map(cell => quoted(cell, separator)).join(separator);
  return [table.headers, ...table.data].map(line).join('\r\n');
}

function quoted(cell: Json, separator: string): string {
  const text = cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
}
