/** A table to fill in: cells, rows, columns and headers, by hand or pasted from a spreadsheet. */

import type { CellComponent, ColumnDefinition } from 'tabulator-tables';

import { kindsOf, readCell, readTsv, writeCell, type Kind } from './cells';
import type { GridOptions, Mounted } from './contract';
import { element, gridHost, nameGrid, Tabulator } from './tabulator';
import type { Json, TableValue } from '../protocol';

interface Column {
  field: string;
  header: string;
  kind: Kind;
}

type Record_ = { [field: string]: Json };

export function mountEdit(host: HTMLElement, options: GridOptions): Mounted<TableValue> {
  const { root, label = 'Table', describedBy, rowsCanChange = true, columnsCanChange = true } = options;
  const outer = gridHost(host, root, options.wrap === true);
  const place = element('div', '');
  const tools = element('div', 'jgm-tools');
  outer.append(place, tools);

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
  const tell = () => {
    const data = table.getRows().map(row => {
      const record = row.getData() as Record_;
      return columns.map(({ field }) => record[field] ?? null);
    });
    value = { headers: columns.map(column => column.header), data, metadata: null };
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
      return column.kind === 'bool' && typeof before !== 'string'
        ? switcher(before === true, nameOfCell(cell, column), onRendered, success, cancel)
        : writer(before, column, nameOfCell(cell, column), onRendered, success, cancel);
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
  const addRow = async (cells: Json[] = []) => {
    await table.addRow(recordOf(cells));
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
    tool('Add a row', () => addRow());
  }
  if (columnsCanChange) {
    tool('Add a column', async () => {
      addColumn();
      redraw();
    });
  }
  tools.hidden = tools.childElementCount === 0;

  /** Put the cells of a spreadsheet in, from one cell on to the right and down. */
  const paste = async (text: string, from: CellComponent | null) => {
    const cells = readTsv(text);
    const top = from ? (from.getRow().getPosition() as number) - 1 : 0;
    const left = from ? Math.max(0, columns.findIndex(column => column.field === from.getField())) : 0;
    const width = left + Math.max(...cells.map(row => row.length));
    if (columnsCanChange && columns.length < width) {
      while (columns.length < width) {
        addColumn();
      }
      redraw();
    }
    while (rowsCanChange && table.getRows().length < top + cells.length) {
      await addRow();
    }
    const rows = table.getRows();
    for (const [down, line] of cells.entries()) {
      const row = rows[top + down];
      const record = row?.getData() as Record_ | undefined;
      const changes: Record_ = {};
      for (const [right, cell] of line.entries()) {
        const column = columns[left + right];
        if (record && column) {
          changes[column.field] = readCell(cell, column.kind, record[column.field] ?? null);
        }
      }
      await row?.update(changes);
    }
    tell();
  };
  place.addEventListener('pointerdown', event => (pressed = event.target), true);
  place.addEventListener('keydown', () => (pressed = null), true);
  place.addEventListener(
    'paste',
    event => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!readOnly && editing && /[\t\n]/.test(text.replace(/\r?\n$/, ''))) {
        event.preventDefault();
        event.stopPropagation();
        const cell = editing;
        cell.cancelEdit();
        void paste(text, cell);
      }
    },
    true
  );

  /** A box; who pressed the cell with a pointer has meant to switch it. */
  const switcher = (
    on: boolean,
    name: string,
    onRendered: (act: () => void) => void,
    success: (value: Json) => unknown,
    cancel: (value: unknown) => void
  ): HTMLElement => {
    const box = element('input', '');
    box.type = 'checkbox';
    box.checked = on;
    box.setAttribute('aria-label', name);
    const byPointer = pressed !== null;
    onRendered(() => {
      box.focus();
      if (byPointer) {
        success(!on);
      }
    });
    box.onblur = () => success(box.checked);
    box.onkeydown = event => {
      tab(event);
      if (event.key === 'Enter') {
        success(box.checked);
      } else if (event.key === 'Escape') {
        cancel(null);
      }
    };
    return box;
  };
  const writer = (
    before: Json,
    column: Column,
    name: string,
    onRendered: (act: () => void) => void,
    success: (value: Json) => unknown,
    cancel: (value: unknown) => void
  ): HTMLElement => {
    const text = writeCell(before);
    const input = text.includes('\n') ? element('textarea', '') : element('input', '');
    input.value = text;
    input.setAttribute('aria-label', name);
    input.spellcheck = false;
    onRendered(() => {
      input.focus({ preventScroll: true });
      input.select();
    });
    const finish = () => (input.value === text ? cancel(null) : success(readCell(input.value, column.kind, before)));
    input.onblur = finish;
    input.onkeydown = (event: KeyboardEvent) => {
      tab(event);
      const newLine = event.shiftKey && input.localName === 'textarea';
      if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !newLine) {
        event.preventDefault();
        const { navigateDown } = editing ?? {};
        if (!navigateDown?.call(editing)) {
          finish();
        }
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        cancel(null);
      }
    };
    return input;
  };

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
  table.on('cellEditing', cell => (editing = cell));
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

function drawn(cell: Json, kind: Kind): HTMLElement {
  if (kind === 'bool' && typeof cell !== 'string') {
    const box = element('input', '');
    box.type = 'checkbox';
    box.checked = cell === true;
    box.tabIndex = -1;
    box.style.pointerEvents = 'none';
    box.setAttribute('aria-label', cell === true ? 'yes' : 'no');
    return box;
  }
  return element('span', '', writeCell(cell));
}
