/** Cells that can be selected: where one is, what is in it and beside it, and how the keyboard gets there. */

import type { Selected } from './contract';
import type { Json } from '../protocol';

/** A cell of a table that is here as a whole; of one that is not, `column` is not known. */
export function selectedAt(row: number, column: number, cells: Json[], data: Json[][] | null): Selected {
  return {
    index: [row, column],
    value: cells[column] ?? null,
    row_value: cells,
    col_value: data === null ? null : data.map(other => other[column] ?? null)
  };
}

const STEPS: { [key: string]: [down: number, right: number] } = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1]
};

/** The arrow keys go from the table into its cells, and from one to the next; Enter does what a click does. */
export function reachable(place: HTMLElement): void {
  place.addEventListener('keydown', event => {
    const { key, target } = event;
    if (!(target instanceof HTMLElement)) {
      return;
    }
    const cell = target.closest<HTMLElement>('.tabulator-cell');
    const step = STEPS[key];
    if (cell === target && (key === 'Enter' || key === ' ')) {
      event.preventDefault();
      cell.click();
    } else if (step && (cell === target || target.classList.contains('tabulator-tableholder'))) {
      event.preventDefault();
      event.stopPropagation();
      const next = cell === null ? cellIn(place.querySelector('.tabulator-row'), 0) : beside(cell, step);
      next?.setAttribute('tabindex', '-1');
      next?.focus();
    }
  });
}

function beside(cell: HTMLElement, [down, right]: [number, number]): HTMLElement | null {
  const row = cell.closest('.tabulator-row')!;
  const at = [...row.querySelectorAll('.tabulator-cell')].indexOf(cell);
  const other = down === 0 ? row : down > 0 ? row.nextElementSibling : row.previousElementSibling;
  return cellIn(other, at + right);
}

function cellIn(row: Element | null, at: number): HTMLElement | null {
  return at < 0 ? null : (row?.querySelectorAll<HTMLElement>('.tabulator-cell')[at] ?? null);
}
