/** A table to fill in, or to paste into. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Control, ControlProps } from './contract';
import { useEcho } from './echo';
import { JsonEditor } from './json';
import { labelOf } from './label';
import type { GridModule, Mounted } from '../lazy/contract';
import type { ComponentInfo, Json, TableValue } from '../protocol';
import { wholeTable } from '../views/csv';
import { Dataframe as View } from '../views/dataframe';
import { __ } from '../words';

/** Any form of a table that a value may have, as the one that we send. */
export function tableOf(value: unknown, component: ComponentInfo): TableValue | null {
  if (value === undefined || value === null) {
    return emptyTable(component);
  }
  if (Array.isArray(value)) {
    const isRecord = (row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row);
    if (value.length > 0 && value.every(isRecord)) {
      const headers = [...new Set(value.flatMap(row => Object.keys(row)))];
      return { headers, data: value.map(row => headers.map(key => (Object.hasOwn(row, key) ? row[key] : null))), metadata: null };
    }
    if (value.every(Array.isArray)) {
      const width = Math.max(0, ...value.map(row => row.length));
      const named: string[] = component.props.headers ?? [];
      const headers = Array.from({ length: width }, (_, index) => named[index] ?? String(index + 1));
      return { headers, data: value as Json[][], metadata: null };
    }
    return null;
  }
  const table = value as Partial<TableValue>;
  return Array.isArray(table.headers) && Array.isArray(table.data) ? (value as TableValue) : null;
}

function emptyTable({ props }: ComponentInfo): TableValue {
  const columns: number = amount(props.col_count ?? props.column_count) ?? props.headers?.length ?? 3;
  const headers = Array.from({ length: columns }, (_, index) => String(props.headers?.[index] ?? index + 1));
  const rows = amount(props.row_count) ?? 3;
  return { headers, data: Array.from({ length: rows }, () => headers.map(() => null)), metadata: null };
}

/** Gradio's counts are a number, or a number and whether it is fixed. */
function amount(count: unknown): number | undefined {
  const number = Array.isArray(count) ? count[0] : count;
  return typeof number === 'number' && number > 0 ? number : undefined;
}

function isFixed(count: unknown): boolean {
  return Array.isArray(count) && count[1] === 'fixed';
}

/** Rows of a table of the kernel's that are fetched, to be edited. */
const MOST_EDITED = 5000;

function Dataframe(props: ControlProps) {
  const { component, value, environment } = props;
  const table = tableOf(value, component);
  const view = table?.view;
  const rows = table?.rows ?? 0;
  const [held, setHeld] = useState<{ view: string; whole: TableValue | null } | null>(null);
  useEffect(() => {
    if (!table || view === undefined || rows > MOST_EDITED) {
      return;
    }
    let current = true;
    const take = (whole: TableValue | null): void => void (current && setHeld({ view, whole }));
    wholeTable(table, environment).then(
      // Rows that do not come must not look as if there were none.
      whole => take(whole.data.length === rows ? { ...whole, metadata: null } : null),
      () => take(null)
    );
    return () => {
      current = false;
    };
  }, [view]);
  if (view === undefined) {
    return <Editor {...props} />;
  }
  if (rows > MOST_EDITED || (held?.view === view && held.whole === null)) {
    return (
      <div class="jgm-dataframe">
        <View component={component} value={value as Json} streaming={false} environment={environment} />
        <p class="jgm-note">
          {rows > MOST_EDITED ? __('It is too large to be changed here, and is sent as a whole.') : __('It cannot be changed here: its other rows did not come.')}
        </p>
      </div>
    );
  }
  return held?.view === view ? <Editor {...props} value={held.whole} /> : <p class="jgm-note">{__('Loading the table…')}</p>;
}

/** A table that is here with all of its rows. */
function Editor(props: ControlProps) {
  const { component, value, onChange, disabled, describedBy, environment, ears } = props;
  const host = useRef<HTMLDivElement>(null);
  const grid = useRef<Mounted<TableValue> | null>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const table = tableOf(value, component);
  const latest = useRef({ table, onChange });
  latest.current = { table, onChange };
  const echo = useEcho<TableValue>();
  const usable = table !== null;

  useEffect(() => {
    let current = true;
    if (!usable) {
      return;
    }
    environment.assets.module('grid').then(
      (module: GridModule) => {
        if (!current || !host.current) {
          return;
        }
        const { datatype, row_count, col_count, column_count, max_height, wrap, column_widths } = component.props;
        grid.current = module.mount(host.current, {
          root: environment.root,
          label: labelOf(component),
          describedBy,
          value: latest.current.table!,
          editable: true,
          rowsCanChange: !isFixed(row_count),
          columnsCanChange: !isFixed(col_count ?? column_count),
          datatype,
          maxHeight: max_height,
          wrap,
          columnWidths: column_widths,
          ...(ears?.hear('select') && { onSelect: cell => ears.tell('select', { ...cell, selected: true } as unknown as Json) }),
          ...(ears?.hear('edit') && { onEdit: cell => ears.tell('edit', cell as unknown as Json) }),
          onChange: now => {
            echo.tell(now);
            latest.current.onChange(now);
          }
        });
        grid.current.setReadOnly(disabled);
        setState('ready');
      },
      () => current && setState('failed')
    );
    return () => {
      current = false;
      grid.current?.destroy();
      grid.current = null;
      setState('loading');
    };
  }, [usable]);
  useLayoutEffect(() => {
    if (table !== null && !echo.isOwn(value)) {
      grid.current?.update(table);
    }
  }, [value]);
  useEffect(() => grid.current?.setReadOnly(disabled), [disabled]);

  if (!usable || state === 'failed') {
    return <JsonEditor {...props} />;
  }
  return (
    <div class={`jgm-dataframe${props.invalid ? ' jgm-invalid' : ''}`}>
      {state === 'loading' && <p class="jgm-note">Loading the table…</p>}
      <div ref={host} />
    </div>
  );
}

export const DATAFRAME: Control = { view: Dataframe, group: true };
