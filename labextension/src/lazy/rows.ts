/** The rows of a table to look at: all of them at hand, or fetched piece by piece as they come into sight. */

import type { Json, Rows, RowsQuery, TableLook, TableValue } from '../protocol';

/** One row as the grid draws it; its cells are null until they have come. */
export interface RowData {
  index: number;
  cells: Json[] | null;
  /** What the cells look like, of a styled table. */
  look?: RowLook;
}

/** The texts of the cells of a row, and their CSS. */
export interface RowLook {
  texts?: string[];
  styles?: string[];
}

function lookOf(look: TableLook | null | undefined, row: number): RowLook | undefined {
  return look ? { texts: look.display_value?.[row], styles: look.styling?.[row] } : undefined;
}

/** How the rows are wanted. */
export interface Order {
  sort: number | null;
  descending: boolean;
  search: string;
}

export interface RowSource {
  /** How many there are without a search. */
  total: number;
  /** The rows in an order; those that are not at hand yet are empty. */
  arrange(order: Order): Promise<RowData[]>;
  /** Have the row's cells fetched; `arrived` is told of those that came with it. */
  need(row: RowData): void;
}

/** Rows that are fetched at a time. */
const PIECE = 200;
/** A higher page than browsers can scroll would lose its last rows. */
export const MOST_ROWS = 500_000;

/** A table that is here as a whole. */
export function localRows(table: TableValue): RowSource {
  const texts = new Map<Json[], string>();
  const textOf = (cells: Json[]) => {
    const known = texts.get(cells);
    if (known !== undefined) {
      return known;
    }
    const text = cells.map(cellText).join('\u0001').toLowerCase();
    texts.set(cells, text);
    return text;
  };
  // Rows change their places, and take their looks with them.
  const looks = new Map<Json[], RowLook | undefined>();
  if (table.metadata) {
    table.data.forEach((cells, row) => looks.set(cells, lookOf(table.metadata, row)));
  }
  return {
    total: table.data.length,
    need: () => undefined,
    async arrange({ sort, descending, search }) {
      const query = search.trim().toLowerCase();
      let found = query === '' ? [...table.data] : table.data.filter(cells => textOf(cells).includes(query));
      if (sort !== null) {
        found.sort((one, other) => compare(one[sort], other[sort], descending));
      }
      return found.map((cells, index) => ({ index, cells, look: looks.get(cells) }));
    }
  };
}

/**
 * A table whose further rows are fetched.
 *
 * Args:
 *   arrived: Told of rows whose cells have come.
 *   failed: Told why some did not; they are asked for again when they are next seen.
 */
export function remoteRows(
  table: TableValue,
  fetchRows: (query: RowsQuery) => Promise<Rows>,
  arrived: (rows: RowData[]) => void,
  failed: (error: unknown) => void
): RowSource {
  const view = table.view!;
  const total = table.rows ?? table.data.length;
  let rows: RowData[] = [];
  let order: Order = { sort: null, descending: false, search: '' };
  let pending = new Set<number>();
  let wanted: Set<number> | null = null;

  const queryOf = (wish: Order, start: number): RowsQuery => ({ view, start, stop: start + PIECE, ...wish });
  const fill = (target: RowData[], start: number, { data, metadata }: Pick<Rows, 'data' | 'metadata'>) =>
    data.flatMap((cells, offset) => {
      const row = target[start + offset];
      return row ? [Object.assign(row, { cells, look: lookOf(metadata, offset) })] : [];
    });
  const load = (piece: number) => {
    const target = rows;
    const waiting = pending;
    waiting.add(piece);
    fetchRows(queryOf(order, piece * PIECE)).then(
      answer => {
        waiting.delete(piece);
        if (target === rows) {
          arrived(fill(target, piece * PIECE, answer));
        }
      },
      error => {
        waiting.delete(piece);
        if (target === rows) {
          failed(error);
        }
      }
    );
  };
  return {
    total,
    async arrange(wish) {
      const plain = wish.sort === null && wish.search.trim() === '';
      const first = plain
        ? { data: table.data, rows: total, metadata: table.metadata }
        : await fetchRows(queryOf({ ...wish, search: wish.search.trim() }, 0));
      order = { ...wish, search: wish.search.trim() };
      pending = new Set();
      wanted = null;
      rows = Array.from({ length: Math.min(first.rows, MOST_ROWS) }, (_, index) => ({ index, cells: null }));
      fill(rows, 0, first);
      return rows;
    },
    need(row) {
      const piece = Math.floor(row.index / PIECE);
      if (row.cells !== null || pending.has(piece)) {
        return;
      }
      if (wanted === null) {
        // One drawing asks for many rows; and who scrolls fast has passed most of them when it is done.
        const now = (wanted = new Set<number>());
        setTimeout(() => {
          if (now === wanted) {
            wanted = null;
            [...now].slice(-3).forEach(load);
          }
        }, 60);
      }
      wanted.delete(piece);
      wanted.add(piece);
    }
  };
}

/** A cell as a text. */
export function cellText(cell: Json | undefined): string {
  if (cell === null || cell === undefined) {
    return '';
  }
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** Numbers by size, texts by the alphabet; what is empty comes last, whichever way round. */
function compare(one: Json | undefined, other: Json | undefined, descending: boolean): number {
  const empty = Number(one === null || one === undefined) - Number(other === null || other === undefined);
  if (empty !== 0 || one === null || one === undefined) {
    return empty;
  }
  const way = descending ? -1 : 1;
  if (typeof one === 'number' && typeof other === 'number') {
    return way * (one - other);
  }
  return way * cellText(one).localeCompare(cellText(other), undefined, { numeric: true });
}
