/** The tree of notebooks and functions. Only the rows that are in sight are drawn, for there may be thousands. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Item } from '../lab/item';
import { __ } from '../words';
import { RowView } from './row';
import type { Row } from './search';

/** Pixels; the style says the same. */
export const ROW_HEIGHT = 28;

/** Rows that are drawn above and below what is in sight. */
const MARGIN = 12;

interface Props {
  rows: Row[];
  onOpen(item: Item): void;
  onMenu(x: number, y: number, item: Item): Promise<void> | void;
  onFold(notebook: string, close: boolean): void;
}

export function Tree({ rows, onOpen, onMenu, onFold }: Props) {
  const tree = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState('');
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useLayoutEffect(() => {
    const element = tree.current!;
    const measure = (): void => setHeight(element.clientHeight || 600);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === active)
  );
  const current: Row | undefined = rows[at];

  const go = (index: number): void => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    const element = tree.current!;
    setActive(rows[to].key);
    const above = to * ROW_HEIGHT;
    if (above < element.scrollTop) {
      element.scrollTop = above;
    } else if (above + ROW_HEIGHT > element.scrollTop + element.clientHeight) {
      element.scrollTop = above + ROW_HEIGHT - element.clientHeight;
    }
    setTop(element.scrollTop);
  };
  const openMenu = async (x: number, y: number, row: Row): Promise<void> => {
    setActive(row.key);
    await onMenu(x, y, row.item);
    // A dialog that the chosen command has opened keeps the focus.
    if (document.activeElement === document.body || document.activeElement === null) {
      tree.current?.focus();
    }
  };
  const menuOfCurrent = (): void => {
    const { left, top: above } = tree.current!.getBoundingClientRect();
    void openMenu(left + 24, above + (at + 1) * ROW_HEIGHT - tree.current!.scrollTop, current!);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!current || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
    const done: { [key: string]: () => void } = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      ArrowRight: () => (current.fn ? undefined : current.open ? go(at + 1) : onFold(current.key, false)),
      ArrowLeft: () => (current.fn ? go(at - current.place) : onFold(current.key, true)),
      Enter: () => onOpen(current.item),
      ' ': () => (current.fn ? onOpen(current.item) : onFold(current.key, current.open)),
      ContextMenu: menuOfCurrent,
      ...(event.shiftKey ? { F10: menuOfCurrent } : {})
    };
    if (done[event.key]) {
      event.preventDefault();
      event.stopPropagation();
      done[event.key]();
    }
  };

  // Of fewer rows than before the browser cannot be scrolled so far; it says so later.
  const seen = Math.max(0, Math.min(top, rows.length * ROW_HEIGHT - height));
  const first = Math.max(0, Math.floor(seen / ROW_HEIGHT) - MARGIN);
  const last = Math.min(rows.length, Math.ceil((seen + height) / ROW_HEIGHT) + MARGIN);
  const shown = rows.slice(first, last).map((row, index) => ({ row, index: first + index }));
  // What has the keyboard is there, wherever it is, so that it can be told of.
  if (current && (at < first || at >= last)) {
    shown.push({ row: current, index: at });
  }
  return (
    <div
      ref={tree}
      class="jgm-tree"
      role="tree"
      tabIndex={0}
      aria-label={__('Notebooks and their functions')}
      aria-activedescendant={current ? `jgm-row-${at}` : undefined}
      hidden={rows.length === 0}
      onKeyDown={onKeyDown}
      onScroll={event => setTop(event.currentTarget.scrollTop)}
    >
      <div class="jgm-tree-rows" role="presentation" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
        {shown.map(({ row, index }) => (
          <RowView
            key={row.key}
            id={`jgm-row-${index}`}
            row={row}
            active={index === at}
            top={index * ROW_HEIGHT}
            onSelect={() => setActive(row.key)}
            onOpen={onOpen}
            onFold={onFold}
            onMenu={openMenu}
          />
        ))}
      </div>
    </div>
  );
}
