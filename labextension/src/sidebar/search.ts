/** Which rows the sidebar has: notebooks with their functions, and what of them a search leaves. Pure. */

import { itemOf, type Item } from '../lab/item';
import type { ListedFunction, ListedNotebook } from '../protocol';

export interface Row {
  /** Tells it from the others, also after a restart of the kernel. */
  key: string;
  item: Item;
  notebook: ListedNotebook;
  /** Missing where the row is the notebook's own. */
  fn?: ListedFunction;
  /** Of a notebook: how many functions are below it. */
  below: number;
  /** Its place among its sisters, from 1, and how many there are. */
  place: number;
  sisters: number;
  open: boolean;
  /** Whether agents are refused: for itself or, of a notebook, for everything is paused. */
  paused: boolean;
}

export interface Asked {
  search: string;
  showHidden: boolean;
  /** The paths of the notebooks whose functions are folded away. */
  folded: ReadonlySet<string>;
  /** Whether everything is paused. */
  paused?: boolean;
}

const texts = new WeakMap<ListedFunction, string>();

/** What a function is found by, in small letters; made once for each answer of the server. */
function textOf(fn: ListedFunction): string {
  let text = texts.get(fn);
  if (text === undefined) {
    text = [fn.name, fn.union, fn.title, fn.description, ...fn.parameters].join('\n').toLowerCase();
    texts.set(fn, text);
  }
  return text;
}

/** The rows in their order. A search looks into all functions, also those that are folded away. */
export function rowsOf(notebooks: readonly ListedNotebook[], { search, showHidden, folded, paused = false }: Asked): Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows: Row[] = [];
  const heads: Row[] = [];
  for (const notebook of notebooks) {
    const all = showHidden ? notebook.functions : notebook.functions.filter(fn => fn.visibility === 'public');
    const name = `${notebook.title}\n${notebook.notebook}`.toLowerCase();
    const found =
      words.length === 0 ? all : all.filter(fn => words.every(word => textOf(fn).includes(word) || name.includes(word)));
    if (words.length > 0 && found.length === 0) {
      continue;
    }
    const open = words.length > 0 || !folded.has(notebook.notebook);
    const head: Row = {
      key: notebook.notebook,
      item: itemOf(notebook),
      notebook,
      below: found.length,
      place: heads.length + 1,
      sisters: 0,
      open,
      paused: paused || notebook.paused
    };
    heads.push(head);
    rows.push(head);
    if (open) {
      found.forEach((fn, index) =>
        rows.push({
          key: `${notebook.notebook}\n${fn.name}`,
          item: itemOf(notebook, fn),
          notebook,
          fn,
          below: 0,
          place: index + 1,
          sisters: found.length,
          open: false,
          paused: fn.paused
        })
      );
    }
  }
  heads.forEach(head => (head.sisters = heads.length));
  return rows;
}
