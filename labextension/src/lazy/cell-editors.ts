/** How one cell of a table is shown, and how it is filled in: a box for yes or no, a line for all else. */

import type { Json } from '../protocol';
import { readCell, writeCell, type Kind } from './cells';
import { element } from './tabulator';

/** What Tabulator gives an editor to say when it is in the page, and how it ended. */
export interface Steps {
  onRendered(act: () => void): void;
  success(value: Json): unknown;
  cancel(value: unknown): void;
}

export function drawn(cell: Json, kind: Kind): HTMLElement {
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

/** A box; who pressed the cell with a pointer (`byPointer`) has meant to switch it. `tab` goes to another cell. */
export function switcher(
  on: boolean,
  name: string,
  byPointer: boolean,
  { onRendered, success, cancel }: Steps,
  tab: (event: KeyboardEvent) => void
): HTMLElement {
  const box = element('input', '');
  box.type = 'checkbox';
  box.checked = on;
  box.setAttribute('aria-label', name);
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
}

/** A line, or an area for what has several. `down` goes to the cell below; false where there is none. */
export function writer(
  before: Json,
  kind: Kind,
  name: string,
  { onRendered, success, cancel }: Steps,
  tab: (event: KeyboardEvent) => void,
  down: () => boolean
): HTMLElement {
  const text = writeCell(before);
  const input = text.includes('\n') ? element('textarea', '') : element('input', '');
  input.value = text;
  input.setAttribute('aria-label', name);
  input.spellcheck = false;
  onRendered(() => {
    input.focus({ preventScroll: true });
    input.select();
  });
  const finish = () => (input.value === text ? cancel(null) : success(readCell(input.value, kind, before)));
  input.onblur = finish;
  input.onkeydown = (event: KeyboardEvent) => {
    tab(event);
    const newLine = event.shiftKey && input.localName === 'textarea';
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !newLine) {
      event.preventDefault();
      if (!down()) {
        finish();
      }
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      cancel(null);
    }
  };
  return input;
}
