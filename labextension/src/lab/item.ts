/** What commands on one notebook or one function are told: JSON, for it goes through menus and saved layouts. */

import type { ListedFunction, ListedNotebook } from '../protocol';

/** A notebook or, with a name, one of its functions. */
export type Item = {
  /** Jupyter's id of the kernel. */
  kernel: string;
  /** Path of the notebook. */
  notebook: string;
  /** Where the notebook is, relative to the server's base. */
  address: string;
  live: boolean;
  paused: boolean;
  /** Of the function within its notebook; "" for the notebook itself. */
  name: string;
  /** Of the function; "" for the notebook itself. */
  kind: ListedFunction['kind'] | '';
  /** Id of the panel, which tells the function's cell; "" if it has none. */
  panel: string;
};

export function itemOf(notebook: ListedNotebook, fn?: ListedFunction): Item {
  return {
    kernel: notebook.kernel,
    notebook: notebook.notebook,
    address: notebook.address,
    live: notebook.state === 'live',
    paused: fn ? fn.paused : notebook.paused,
    name: fn?.name ?? '',
    kind: fn?.kind ?? '',
    panel: fn?.panel ?? ''
  };
}

/** The id of the cell that a panel is of; null where it came from no cell. */
export function cellOf(panel: string): string | null {
  // Several apps of one cell are told apart by a number.
  return /^cell:(.*)$/s.exec(panel)?.[1] ?? /^app:([^:]+)(?::\d+)?$/.exec(panel)?.[1] ?? null;
}
