/** A table to fill in: cells, rows, columns and headers, by hand or pasted from a spreadsheet. */

import type { CellComponent, ColumnDefinition } from 'tabulator-tables';

import { drawn, switcher, writer } from './cell-editors';
import { kindsOf, readCell, readFile, readTsv, type Kind } from './cells';
import type { GridOptions, Mounted } from './contract';
import { reachable, selectedAt } from './grid-select';
import { element, gridHost, nameGrid, Tabulator } from './tabulator';
import type { Json, TableValue } from '../protocol';

interface Column {
  field: string;
  header: string;
  kind: Kind;
}

/** More than can be sent at once in time, and than anybody looks through. */
const MAX_ROWS = 200_000;
const MAX_COLUMNS = 500;
const MAX_BYTES = 100_000_000;

type Record_ = { [field: string]: Json };

export function mountEdit(host: HTMLElement, options: GridOptions): Mounted<TableValue> {
  const { root, label = 'Table', describedBy, rowsCanChange = true, columnsCanChange = true } = options;
  const outer = gridHost(host, root, options.wrap === true);
  const place = element('div', '');
  const tools = element('div', 'jgm-tools');
  const hint = element('p', 'jgm-hint', 'Paste rows from a spreadsheet, or drop a CSV file here.');
  const left = element('p', 'jgm-fault');
  left.setAttribute('role', 'status');
  outer.append(place, tools, hint, left);

  let value = options.value;
  let columns: Column[] = [];
  let fields = 0;
  let readOnly = false;
  let built = false;
  let gone = false;
  let editing: CellComponent | null = null;
  let pressed: EventTarget | null = null;

  const newColumn = (header: string, kind: Kind): Column => ({ field: `c${fields++}`, header, kind });
  const take = (table: TableValue): Record_[] => {
    const kinds = kindsOf(table, options.datatype);
    columns = table.headers.map((header, index) => newColumn(header, kinds[index]));
    return table.data.map(cells => recordOf(cells));
  };
  const recordOf = (cells: Json[]): Record_ =>
    Object.fromEntries(
      columns.map(({ field, kind }, index) => [field, cells[index] ?? (kind === 'bool' ? false : null)])
    );
  const cellsOf = (): Json[][] =>
    (table.getData() as Record_[]).map(record => columns.map(({ field }) => record[field] ?? null));
  const tell = () => {
    value = { headers: columns.map(column => column.header), data: cellsOf(), metadata: null };
    options.onChange?.(value);
  };

  const definitions = (): ColumnDefinition[] => [
    ...columns.map((column, index) => definition(column, index)),
    ...(rowsCanChange ? [handle()] : [])
  ];
  const definition = (column: Column, index: number): ColumnDefinition => ({
    title: column.header,
    field: column.field,
    resizable: true,
    widthGrow: 1,
    width: options.columnWidths?.[index],
    cssClass: column.kind === 'number' ? 'jgm-numeric' : '',
    titleFormatter: () => head(column),
    formatter: cell => drawn(cell.getValue(), column.kind),
    editable: () => !readOnly,
    editor: (cell, onRendered, success, cancel) => {
      const before = cell.getValue() as Json;
      const name = nameOfCell(cell, column);
      const steps = { onRendered, success, cancel };
      if (column.kind === 'bool' && typeof before !== 'string') {
        return switcher(before === true, name, pressed !== null, steps, tab);
      }
      return writer(before, column.kind, name, steps, tab, () => Boolean(editing?.navigateDown()));
    }
  });
  const handle = (): ColumnDefinition => ({
    title: '',
    resizable: false,
    width: 32,
    minWidth: 32,
    cssClass: 'jgm-handle',
    titleFormatter: () => element('span', 'jgm-unseen', 'Remove'),
    formatter: cell => {
      const button = element('button', 'jgm-remove', '×');
      button.type = 'button';
      button.disabled = readOnly;
      button.title = 'Remove this row';
      button.setAttribute('aria-label', 'Remove this row');
      button.onclick = () => void Promise.resolve(cell.getRow().delete()).then(tell);
      return button;
    }
  });
  const nameOfCell = (cell: CellComponent, column: Column) =>
    `${column.header || 'column'}, row ${cell.getRow().getPosition()}`;

  const head = (column: Column): HTMLElement => {
    const made = element('div', 'jgm-head');
    const input = element('input', '');
    input.value = column.header;
    input.disabled = readOnly || !columnsCanChange;
    input.setAttribute('aria-label', `Name of column ${columns.indexOf(column) + 1}`);
    input.oninput = () => {
      column.header = input.value;
      tell();
    };
    // The grid would take a press for the beginning of something of its own.
    for (const event of ['mousedown', 'click', 'keydown'] as const) {
      input.addEventListener(event, inner => inner.stopPropagation());
    }
    made.append(input);
    if (columnsCanChange && columns.length > 1) {
      const button = element('button', 'jgm-remove', '×');
      button.type = 'button';
      button.disabled = readOnly;
      button.title = 'Remove this column';
      button.setAttribute('aria-label', `Remove column ${column.header}`);
      button.onclick = () => {
        columns = columns.filter(one => one !== column);
        redraw();
        tell();
      };
      made.append(button);
    }
    return made;
  };
  const redraw = () => {
    if (built) {
      table.setColumns(definitions());
    }
  };
  const addRow = async () => {
    if (table.getDataCount() >= MAX_ROWS) {
      say(`A table here has at most ${MAX_ROWS.toLocaleString('en')} rows.`);
    } else {
      await table.addRow(recordOf([]));
    }
  };
  const addColumn = () => {
    const taken = new Set(columns.map(column => column.header));
    let number = columns.length + 1;
    while (taken.has(String(number))) {
      number++;
    }
    columns = [...columns, newColumn(String(number), 'auto')];
  };
  const tool = (text: string, act: () => Promise<unknown>) => {
    const button = element('button', '', text);
    button.type = 'button';
    button.onclick = () => {
      if (built) {
        void act().then(tell);
      }
    };
    tools.append(button);
  };
  if (rowsCanChange) {
    tool('Add a row', addRow);
  }
  if (columnsCanChange) {
    tool('Add a column', async () => {
      addColumn();
      redraw();
    });
  }
  const picked = element('input', '');
  picked.type = 'file';
  picked.accept = '.csv,.tsv,.txt,text/csv,text/tab-separated-values';
  picked.hidden = true;
  picked.onchange = () => {
    const [file] = picked.files ?? [];
    picked.value = ''; // the same file can be picked again
    void takeFile(file);
  };
  if (rowsCanChange) {
    outer.append(picked);
    const button = element('button', '', 'Choose a CSV file…');
    button.type = 'button';
    button.onclick = () => picked.click();
    tools.append(button);
  }
  tools.hidden = tools.childElementCount === 0;

  const say = (text: string) => {
    left.textContent = text;
    left.hidden = text === '';
  };
  say('');

  /** Put cells in, from one place on to the right and down: all at once, for there may be very many. */
  const put = async (cells: string[][], top: number, start: number) => {
    const width = start + widest(cells);
    while (columnsCanChange && columns.length < Math.min(width, MAX_COLUMNS)) {
      addColumn();
    }
    const records = (table.getData() as Record_[]).slice();
    const height = rowsCanChange ? Math.max(records.length, Math.min(top + cells.length, MAX_ROWS)) : records.length;
    while (records.length < height) {
      records.push(recordOf([]));
    }
    for (const [down, line] of cells.slice(0, Math.max(0, height - top)).entries()) {
      const record = { ...records[top + down] };
      for (const [right, cell] of line.slice(0, columns.length - start).entries()) {
        const { field, kind } = columns[start + right];
        record[field] = readCell(cell, kind, record[field] ?? null);
      }
      records[top + down] = record;
    }
    await fill(records);
    say(
      notTaken('rows', cells.length, records.length - top) +
        notTaken('columns', widest(cells), columns.length - start)
    );
  };
  const fill = async (records: Record_[]) => {
    const drawn = table.getColumns().map(column => column.getField());
    if (!columns.every(({ field }, index) => field === drawn[index])) {
      redraw();
    }
    await table.replaceData(records);
    if (!gone) {
      tell();
    }
  };
  /** A table in place of this one; of what has names of its own, the columns of these names. */
  const replace = async (cells: string[][]) => {
    const [names, ...lines] = cells;
    if (columnsCanChange) {
      const headers = Array.from({ length: Math.min(widest(cells), MAX_COLUMNS) }, (_, index) => names[index]?.trim());
      take({ headers: headers.map((header, index) => header || String(index + 1)), data: [] });
    }
    const plain = (name: string) => name.trim().toLowerCase();
    const found = columns.map(({ header }) => names.map(plain).indexOf(plain(header)));
    const named = columnsCanChange || found.some(index => index >= 0);
    const rows = named ? lines : cells;
    const least = rowsCanChange ? 0 : table.getDataCount();
    const most = rowsCanChange ? MAX_ROWS : least;
    const records = rows.slice(0, most).map(line => {
      const from = (index: number) => (columnsCanChange || !named ? index : found[index]);
      return recordOf(columns.map(({ kind }, index) => readCell(line[from(index)] ?? '', kind, null)));
    });
    while (records.length < least) {
      records.push(recordOf([]));
    }
    await fill(records);
    const width = widest(cells);
    const taken = columnsCanChange || !named ? columns.length : found.filter(index => index >= 0).length;
    say(notTaken('rows', rows.length, most) + notTaken('columns', width, taken));
  };
  const takeFile = async (file: File | undefined) => {
    if (!file || readOnly || !built) {
      return;
    }
    if (file.size > MAX_BYTES) {
      say(`${file.name} was not taken: it has more than ${MAX_BYTES / 1_000_000} MB.`);
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    // A spreadsheet's own file is a ZIP; no text has this byte.
    const cells = bytes.subarray(0, 1000).includes(0) ? [] : readFile(bytes);
    if (gone || readOnly) {
      return;
    }
    if (cells.length === 0) {
      say(`${file.name} was not taken: it is no CSV file, or an empty one.`);
    } else {
      await replace(cells);
    }
  };
  const paste = (text: string, from: CellComponent | null) => {
    const top = from ? (from.getRow().getPosition() as number) - 1 : 0;
    const start = from ? Math.max(0, columns.findIndex(column => column.field === from.getField())) : 0;
    const cells = readTsv(text);
    return columnsCanChange && rowsCanChange && isBlank() ? replace(withNames(cells, columns)) : put(cells, top, start);
  };
  /** Whether nobody has put anything into it yet. */
  const isBlank = () =>
    (table.getData() as Record_[]).every(record =>
      columns.every(({ field }) => [null, undefined, '', false].includes(record[field] as null))
    );
  const over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      event.stopPropagation();
      outer.classList.toggle('jgm-over', !readOnly && event.type === 'dragover');
    }
  };
  outer.addEventListener('dragover', over);
  outer.addEventListener('dragleave', over);
  outer.addEventListener('drop', event => {
    over(event);
    void takeFile(event.dataTransfer?.files[0]);
  });
  place.addEventListener('pointerdown', event => (pressed = event.target), true);
  place.addEventListener('keydown', () => (pressed = null), true);
  place.addEventListener(
    'paste',
    event => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const many = /[\t\n]/.test(text.replace(/\r?\n$/, ''));
      const header = event.target instanceof HTMLInputElement && event.target.closest('.jgm-head');
      if (built && !readOnly && !header && many) {
        event.preventDefault();
        event.stopPropagation();
        const cell = editing;
        cell?.cancelEdit();
        void paste(text, cell);
      }
    },
    true
  );

  /** Tab goes from cell to cell, and out of the table at its ends; Tabulator by itself would keep it there. */
  const tab = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && editing) {
      event.stopPropagation();
      const moved: unknown = event.shiftKey ? editing.navigatePrev() : editing.navigateNext();
      if (moved) {
        event.preventDefault();
      }
    }
  };

  const data = take(value);
  const table = new Tabulator(place, {
    data,
    columns: definitions(),
    layout: 'fitColumns',
    maxHeight: options.maxHeight ?? 400,
    nestedFieldSeparator: false,
    autoResize: false,
    columnDefaults: { title: '', minWidth: 72 },
    placeholder: 'No rows yet.'
  });
  table.on('tableBuilt', () => {
    built = true;
    width = place.clientWidth;
    nameGrid(place, label, describedBy);
  });
  const placeOf = (cell: CellComponent): [number, number] => [
    (cell.getRow().getPosition() as number) - 1,
    columns.findIndex(column => column.field === cell.getField())
  ];
  const select = (cell: CellComponent) => {
    const [row, column] = placeOf(cell);
    if (column >= 0 && options.onSelect) {
      const data = cellsOf();
      options.onSelect(selectedAt(row, column, data[row] ?? [], data));
    }
  };
  if (options.onSelect) {
    reachable(place);
    table.on('cellClick', (_, cell) => readOnly && select(cell));
  }
  table.on('cellEditing', cell => {
    editing = cell;
    select(cell);
  });
  // Drawn again for its width only, and never under somebody's hands: that would take away what they type.
  let width = 0;
  const fit = () => {
    const now = place.clientWidth;
    if (built && !gone && editing === null && now !== width && now > 0) {
      width = now;
      table.redraw(true);
    }
  };
  const sizes = new ResizeObserver(fit);
  sizes.observe(outer);

  // The next cell may have begun before the former one is told to have ended.
  const ended = (cell: CellComponent) => {
    if (cell === editing) {
      editing = null;
      setTimeout(fit);
    }
  };
  table.on('cellEditCancelled', ended);
  table.on('cellEdited', cell => {
    ended(cell);
    tell();
    const [before, now] = [cell.getOldValue() as Json, cell.getValue() as Json];
    if (before !== now) {
      options.onEdit?.({ index: placeOf(cell), value: now, previous_value: before });
    }
  });

  return {
    update(next) {
      if (next === value || gone || JSON.stringify(next) === JSON.stringify(value)) {
        return;
      }
      value = next;
      const records = take(next);
      const show = () => {
        table.setColumns(definitions());
        void table.setData(records);
      };
      if (built) {
        show();
      } else {
        table.on('tableBuilt', show);
      }
    },
    setReadOnly(now) {
      if (now === readOnly) {
        return;
      }
      readOnly = now;
      hint.hidden = now;
      tools.querySelectorAll('button').forEach(button => (button.disabled = now));
      if (built) {
        redraw();
      } else {
        table.on('tableBuilt', redraw);
      }
    },
    destroy() {
      gone = true;
      sizes.disconnect();
      table.destroy();
      outer.remove();
    }
  };
}

function widest(cells: string[][]): number {
  return cells.reduce((width, line) => Math.max(width, line.length), 0);
}

/** What is pasted into an empty table, with a line of names: its first one where that has texts above numbers. */
function withNames(cells: string[][], columns: Column[]): string[][] {
  const [first, ...rest] = cells;
  const isNumber = (text: string) => typeof readCell(text, 'auto', null) === 'number';
  const named =
    first.every(text => text.trim() !== '' && !isNumber(text)) &&
    first.some((_, index) => rest.some(line => isNumber(line[index] ?? '')));
  const names = Array.from({ length: widest(cells) }, (_, index) => columns[index]?.header ?? String(index + 1));
  return named ? cells : [names, ...cells];
}

function notTaken(what: 'rows' | 'columns', given: number, taken: number): string {
  const [all, fit] = [given, Math.max(0, taken)].map(count => count.toLocaleString('en'));
  return given > taken ? `Of ${all} ${what} only ${fit} were taken: more have no place here. ` : '';
}
