/** A table: the grid, which searches and sorts it, how large it is, and how to have it elsewhere. */

import { useMemo, useState } from 'preact/hooks';

import type { Selected } from '../lazy/contract';
import type { Json, TableValue } from '../protocol';
import type { ViewProps } from './contract';
import { Copy } from './copy';
import { separated, wholeTable } from './csv';
import { messageOf } from './files';
import { Lazily } from './lazily';

type Cells = { [column: string]: Json };

function isRecord(value: unknown): value is Cells {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list of records that have columns in common. */
export function isRecords(value: unknown): value is Cells[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

export function isTable(value: unknown): value is TableValue {
  const table = value as TableValue | null;
  const { headers, data } = table ?? {};
  return isRecord(value) && Array.isArray(headers) && Array.isArray(data) && data.every(Array.isArray);
}

/** A value as a table: `TableValue`, records, a list of rows, or a list of values; null if it is none of these. */
export function asTable(value: unknown, headers?: unknown): TableValue | null {
  if (isTable(value)) {
    return value;
  }
  if (isRecords(value)) {
    const columns = [...new Set(value.flatMap(Object.keys))];
    return { headers: columns, data: value.map(row => columns.map(column => row[column] ?? null)) };
  }
  if (Array.isArray(value)) {
    const rows = value.map(row => (Array.isArray(row) ? row : [row]) as Json[]);
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const named = Array.isArray(headers) ? headers.map(String) : [];
    const names = Array.from({ length: width }, (_, index) => named[index] ?? String(index + 1));
    return { headers: names, data: rows.map(row => names.map((_, index) => row[index] ?? null)) };
  }
  return null;
}

/** How many rows are seen until the grid is there. */
const FIRST = 20;

export function Dataframe({ component, value, environment, ears }: ViewProps): preact.JSX.Element {
  const { props } = component;
  const table = useMemo(() => asTable(value, props.headers), [value])!;
  const options = {
    fetchRows: environment.rows.bind(environment),
    label: props.label ?? component.name,
    datatype: props.datatype,
    maxHeight: props.max_height,
    wrap: props.wrap,
    columnWidths: props.column_widths,
    onSelect: ears?.hear('select') ? (cell: Selected) => ears.tell('select', { ...cell, selected: true } as unknown as Json) : undefined
  };
  const said = Object.fromEntries(Object.entries(options).filter(([, option]) => option !== undefined));
  const rows = table.rows ?? table.data.length;
  const text = async (separator: ',' | '\t'): Promise<string> =>
    separated(await wholeTable(table, environment), separator);
  return (
    <div>
      {/* Another table of the kernel's has other rows to ask for, so its grid begins anew. */}
      <Lazily key={table.view ?? 'whole'} module="grid" value={table} options={said} environment={environment}>
        <Plain table={table} />
      </Lazily>
      <div class="jgmv-actions">
        <span class="jgmv-first">
          {counted(rows, 'row')} × {counted(table.headers.length, 'column')}
        </span>
        <Copy text={() => text('\t')} />
        <SaveCsv text={() => text(',')} name={`${component.name || 'table'}.csv`} />
      </div>
    </div>
  );
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function SaveCsv({ text, name }: { text(): Promise<string>; name: string }): preact.JSX.Element {
  const [said, setSaid] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setSaid('Fetching rows…');
    try {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([await text()], { type: 'text/csv' }));
      link.download = name;
      link.click();
      // Not before the browser has begun to read it.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      setSaid(null);
    } catch (error) {
      setSaid(`Not saved: ${messageOf(error)}`);
    }
  };
  return (
    <button type="button" class="jgmv-action" aria-live="polite" onClick={() => void save()}>
      {said ?? 'Download CSV'}
    </button>
  );
}

function Plain({ table }: { table: TableValue }): preact.JSX.Element {
  return (
    <div class="jgmv-table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {table.headers.map((header, index) => (
              <th key={index} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.data.slice(0, FIRST).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={typeof cell === 'number' ? 'jgmv-right' : undefined}>
                  {table.metadata?.display_value?.[index]?.[column] ?? cellText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellText(cell: Json): string {
  return cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
