/** What the lazily loaded modules can do, for those who mount them; they know no framework. */

import type { Json, Rows, RowsQuery, TableValue } from '../protocol';

/** What each of them gives back for what it has put into a host. */
export interface Mounted<V> {
  /** Show another value; the same value changes nothing. */
  update(value: V): void;
  /** Allow changes, or no longer. */
  setReadOnly(readOnly: boolean): void;
  /** Take it away, and what it listens to. */
  destroy(): void;
}

/** What is the same for all: where it is, and how it is to be named. */
interface Surroundings {
  /** The document or shadow root that it is in; its style sheet is put there once (`adoptedStyleSheets`). */
  root: Document | ShadowRoot;
  /** For people who cannot see it (`aria-label`). */
  label?: string;
  /** Ids of the elements that explain it, for `aria-describedby`. */
  describedBy?: string;
}

// -- grid: `(await environment.assets.module('grid')).mount(host, options)` --

/** A cell, as a function is told of it; without its column where not all of the table is here. */
export interface Selected {
  index: [row: number, column: number];
  value: Json;
  row_value: Json[];
  col_value: Json[] | null;
}

export interface GridOptions extends Surroundings {
  /**
   * The table. With `view`, which only a table to look at can have, it shows `data` at once and asks `fetchRows` for
   * further rows, sorting and searching.
   */
  value: TableValue;
  /** Needed for a `value` with `view`: `environment.rows`. */
  fetchRows?(query: RowsQuery): Promise<Rows>;
  /** Cells, rows and columns can be changed. False if missing. */
  editable?: boolean;
  /** While `editable`: whether rows can be added and removed, and columns. True if missing. */
  rowsCanChange?: boolean;
  columnsCanChange?: boolean;
  /** Gradio's `datatype`, for all columns or for each: `str`, `number`, `bool`, `date`, …. Guessed if missing. */
  datatype?: string | string[];
  /** A field to search by. True if missing for a table to look at with more than ten rows. */
  search?: boolean;
  /** How high it may become, in pixels, before it scrolls. 400 if missing. */
  maxHeight?: number;
  /** Long texts go on over several lines. */
  wrap?: boolean;
  /** Widths of columns, as numbers of pixels or CSS. */
  columnWidths?: (number | string)[];
  /** Rows and columns were changed by who looks at it; a new object each time, without `view`. */
  onChange?(value: TableValue): void;
  /** A cell was selected, by a click or by the keyboard. */
  onSelect?(cell: Selected): void;
  /** A cell was changed. */
  onEdit?(cell: { index: [row: number, column: number]; value: Json; previous_value: Json }): void;
  /** Fetching rows failed; it shows that by itself also, with a way to try again. */
  onError?(message: string): void;
}

export type MountGrid = (host: HTMLElement, options: GridOptions) => Mounted<TableValue>;

// -- editor: `(await environment.assets.module('editor')).mount(host, options)` --

export type Language =
  | 'json'
  | 'python'
  | 'javascript'
  | 'typescript'
  | 'html'
  | 'css'
  | 'markdown'
  | 'sql'
  | 'yaml'
  | 'shell'
  | 'r';

export interface EditorOptions extends Surroundings {
  value: string;
  /** One of `Language`; anything else is plain text. */
  language?: string | null;
  readOnly?: boolean;
  placeholder?: string;
  /** How many lines are seen at least (3 if missing) and at most (20). */
  lines?: number;
  maxLines?: number;
  lineNumbers?: boolean;
  wrap?: boolean;
  /** Mark where a text in JSON has an error. */
  lint?: boolean;
  /** The text was changed by who writes in it. */
  onChange?(text: string): void;
}

/** Tab leaves the editor, as it leaves every other field; Ctrl-M lets it indent, and take that back. */
export type MountEditor = (host: HTMLElement, options: EditorOptions) => Mounted<string>;

/** What `grid.js` and `editor.js` export. */
export interface GridModule {
  mount: MountGrid;
}
export interface EditorModule {
  mount: MountEditor;
}
