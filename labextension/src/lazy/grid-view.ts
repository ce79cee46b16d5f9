/** A table to look at: sorted by its headers, searched, and scrolled however long it is. */

import type { CellComponent, ColumnDefinition, RowComponent } from 'tabulator-tables';

import type { GridOptions, Mounted } from './contract';
import { dress } from './cell-look';
import { reachable, selectedAt } from './grid-select';
import { cellText, localRows, MOST_ROWS, remoteRows, type Order, type RowData, type RowSource } from './rows';
import { element, gridHost, nameGrid, Tabulator } from './tabulator';
import type { TableValue } from '../protocol';

const FEW = 10;

export function mountView(host: HTMLElement, options: GridOptions): Mounted<TableValue> {
  const { root, label = 'Table', describedBy } = options;
  const wrap = options.wrap === true && options.value.view === undefined;
  const outer = gridHost(host, root, wrap);
  const bar = element('div', 'jgm-bar');
  const search = element('input', 'jgm-search');
  search.type = 'search';
  search.placeholder = 'Search…';
  search.setAttribute('aria-label', `Search in ${label}`);
  const count = element('span', 'jgm-count');
  count.setAttribute('role', 'status');
  bar.append(search, count);
  const place = element('div', '');
  const fault = element('p', 'jgm-fault');
  fault.setAttribute('role', 'alert');
  fault.hidden = true;
  outer.append(bar, place, fault);

  let value = options.value;
  let source: RowSource;
  let order: Order = { sort: null, descending: false, search: '' };
  let turn = 0;
  let gone = false;
  let built = false;
  let headers: HTMLElement[] = [];
  const waiting = new Map<RowData, RowComponent>();

  const complain = (error: unknown, retry: () => void) => {
    const message = error instanceof Error ? error.message : String(error);
    const again = element('button', '', 'Try again');
    again.type = 'button';
    again.onclick = () => {
      fault.hidden = true;
      retry();
    };
    fault.replaceChildren(`Rows could not be fetched: ${message} `, again);
    fault.hidden = false;
    options.onError?.(message);
  };
  const sourceOf = (table: TableValue): RowSource =>
    table.view === undefined || options.fetchRows === undefined
      ? localRows(table)
      : remoteRows(
          table,
          options.fetchRows,
          rows => {
            fault.hidden = true;
            for (const row of rows) {
              waiting.get(row)?.reformat();
              waiting.delete(row);
            }
          },
          error => complain(error, () => [...waiting.keys()].forEach(row => source.need(row)))
        );

  const columnsOf = (table: TableValue): ColumnDefinition[] => {
    headers = [];
    return table.headers.map((header, index) => ({
      title: header,
      field: `c${index}`,
      resizable: true,
      maxInitialWidth: 360,
      width: options.columnWidths?.[index],
      cssClass: isNumeric(table, index, options.datatype) ? 'jgm-numeric' : '',
      titleFormatter: () => titleOf(header, index),
      formatter: (cell: CellComponent, _: unknown, onRendered: (done: () => void) => void) => {
        const row = cell.getRow();
        const data = row.getData() as RowData;
        if (data.cells === null) {
          waiting.set(data, row);
          source.need(data);
          return element('span', 'jgm-null', '…');
        }
        dress(cell.getElement(), data.look?.styles?.[index] ?? '', onRendered);
        return shown(data.look?.texts?.[index] ?? data.cells[index]);
      }
    }));
  };
  const titleOf = (header: string, index: number): HTMLElement => {
    const button = element('button', 'jgm-sort');
    button.type = 'button';
    button.append(element('span', '', header || ' '), element('span', 'jgm-arrow'));
    button.onclick = () => {
      const again = order.sort === index;
      const next = again && order.descending ? null : index;
      order = { ...order, sort: next, descending: again && next !== null };
      void arrange();
    };
    headers[index] = button;
    return button;
  };
  const markOrder = () =>
    headers.forEach((button, index) => {
      const sorted = order.sort === index;
      button.lastElementChild!.textContent = sorted ? (order.descending ? '▼' : '▲') : '';
      const state = sorted ? (order.descending ? 'descending' : 'ascending') : 'none';
      button.closest('.tabulator-col')?.setAttribute('aria-sort', state);
    });
  const showCount = (found: number) => {
    const all = source.total.toLocaleString('en');
    const capped = found >= MOST_ROWS ? `; the first ${MOST_ROWS.toLocaleString('en')} are shown` : '';
    count.textContent = order.search.trim()
      ? `${found.toLocaleString('en')} of ${all} rows${capped}`
      : // How many there are is said below the table.
        capped && `${all} rows${capped}`;
    const long = source.total > FEW;
    search.hidden = !(options.search ?? long);
    bar.hidden = search.hidden && !long;
  };
  const arrange = async () => {
    const mine = ++turn;
    markOrder();
    try {
      const rows = await source.arrange(order);
      if (!gone && mine === turn) {
        fault.hidden = true;
        waiting.clear();
        await table.replaceData(rows);
        showCount(rows.length);
      }
    } catch (error) {
      if (!gone && mine === turn) {
        complain(error, () => void arrange());
      }
    }
  };

  source = sourceOf(value);
  const table = new Tabulator(place, {
    data: [],
    columns: columnsOf(value),
    layout: 'fitDataFill',
    maxHeight: options.maxHeight ?? 400,
    rowHeight: wrap ? undefined : 28,
    columnDefaults: { title: '', minWidth: 48 },
    nestedFieldSeparator: false,
    placeholder: 'No rows.',
    keybindings: false
  });
  table.on('tableBuilt', () => {
    built = true;
    nameGrid(place, label, describedBy);
    void arrange();
  });

  const { onSelect } = options;
  if (onSelect) {
    outer.classList.add('jgm-choosable');
    reachable(place);
    table.on('cellClick', (_, cell) => {
      const { cells, index } = cell.getRow().getData() as RowData;
      const whole = value.view === undefined ? value.data : null;
      const row = cells && whole ? whole.indexOf(cells) : index;
      if (cells) {
        onSelect(selectedAt(row, Number(cell.getField().slice(1)), cells, whole));
      }
    });
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  search.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        order = { ...order, search: search.value };
        void arrange();
      },
      value.view === undefined ? 50 : 250
    );
  };
  showCount(source.total);

  return {
    update(next) {
      if (next === value || gone) {
        return;
      }
      const sameColumns = next.headers.join('\u0001') === value.headers.join('\u0001');
      value = next;
      source = sourceOf(next);
      if (!sameColumns) {
        order = { ...order, sort: null, descending: false };
      }
      if (built) {
        if (!sameColumns) {
          table.setColumns(columnsOf(next));
        }
        void arrange();
      }
    },
    setReadOnly: () => undefined,
    destroy() {
      gone = true;
      clearTimeout(timer);
      table.destroy();
      outer.remove();
    }
  };
}

function isNumeric(table: TableValue, column: number, datatype: GridOptions['datatype']): boolean {
  const said = Array.isArray(datatype) ? datatype[column] : datatype;
  if (said && said !== 'auto') {
    return said === 'number';
  }
  const cells = table.data.map(row => row[column]).filter(cell => cell !== null && cell !== undefined);
  return cells.length > 0 && cells.every(cell => typeof cell === 'number');
}

/** A cell as it is shown: text, never markup. */
function shown(cell: unknown): HTMLElement {
  if (cell === null || cell === undefined) {
    return element('span', 'jgm-null', 'null');
  }
  if (typeof cell === 'boolean') {
    return element('span', '', cell ? '✓ true' : '✗ false');
  }
  const text = cellText(cell as any);
  const made = element('span', '', text);
  if (text.length > 40) {
    made.title = text.slice(0, 2000);
  }
  return made;
}
