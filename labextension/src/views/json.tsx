/** Data as a tree that folds. The arrow keys walk and fold it, as trees of the web do. */

import { useMemo, useRef, useState } from 'preact/hooks';

import type { ViewProps } from './contract';
import { Copy } from './copy';

/** How many entries of one branch, and characters of one text, are seen at first. */
const FIRST = 100;
const LONG = 300;
/** Branches up to here are open at first, as long as they are no longer than this. */
const OPEN_DEPTH = 2;
const OPEN_LENGTH = 20;

export function JsonTree({ component, value }: ViewProps): preact.JSX.Element {
  const tree = useRef<HTMLDivElement>(null);
  const text = (): string => JSON.stringify(value, null, 2);
  return (
    <div class="jgmv-json">
      <div
        ref={tree}
        class="jgmv-tree"
        role="tree"
        aria-label={component.props.label ?? component.name}
        onKeyDown={event => walk(event, tree.current!)}
      >
        <Branch value={value} depth={0} />
      </div>
      <div class="jgmv-actions">
        <Copy text={text} />
      </div>
    </div>
  );
}

interface BranchProps {
  name?: string;
  value: unknown;
  depth: number;
}

function Branch({ name, value, depth }: BranchProps): preact.JSX.Element {
  const isList = Array.isArray(value);
  const isBranch = typeof value === 'object' && value !== null;
  const entries = useMemo(() => (isBranch ? Object.entries(value) : []), [value]);
  const [open, setOpen] = useState(depth === 0 || (depth < OPEN_DEPTH && entries.length <= OPEN_LENGTH));
  const [shown, setShown] = useState(FIRST);
  const key = name !== undefined && <span class="jgmv-key">{name}: </span>;
  // Only the first is reached by Tab; from there the arrow keys go on.
  const tabIndex = depth === 0 ? 0 : -1;
  if (!isBranch || entries.length === 0) {
    return (
      <div role="treeitem" class="jgmv-leaf" tabIndex={tabIndex} aria-level={depth + 1}>
        {key}
        <Leaf value={value} />
      </div>
    );
  }
  // Not all of a huge branch at once, unless that is asked for a second time.
  const next = shown === FIRST && entries.length > 10 * FIRST ? 10 * FIRST : entries.length;
  const [before, after] = isList ? ['[', ']'] : ['{', '}'];
  const count = `${entries.length.toLocaleString('en')} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return (
    <div
      role="treeitem"
      class="jgmv-branch"
      aria-expanded={open}
      aria-level={depth + 1}
      tabIndex={tabIndex}
      // So that the keyboard's walk, which knows elements only, can fold it.
      ref={element => {
        if (element) {
          (element as Folding).fold = setOpen;
        }
      }}
    >
      <span class="jgmv-fold" onClick={() => setOpen(!open)}>
        <span class="jgmv-sign" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
        {key}
        <span class="jgmv-soft">
          {before}
          {!open && ` ${count} ${after}`}
        </span>
      </span>
      {open && (
        <div role="group" class="jgmv-children">
          {entries.slice(0, shown).map(([entry, inner]) => (
            <Branch key={entry} name={entry} value={inner} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button type="button" class="jgmv-action" onClick={() => setShown(next)}>
              {next < entries.length ? `Show ${next - shown} more of ${count}` : `Show all ${count}`}
            </button>
          )}
        </div>
      )}
      {open && <span class="jgmv-soft jgmv-end">{after}</span>}
    </div>
  );
}

function Leaf({ value }: { value: unknown }): preact.JSX.Element {
  const [all, setAll] = useState(false);
  if (typeof value !== 'string') {
    const kind = value === null ? 'null' : typeof value;
    return <span class={`jgmv-${kind}`}>{JSON.stringify(value)}</span>;
  }
  const cut = !all && value.length > LONG;
  return (
    <>
      <span class="jgmv-string">{JSON.stringify(cut ? value.slice(0, LONG) : value)}</span>
      {cut && (
        <button type="button" class="jgmv-action" onClick={() => setAll(true)}>
          Show all {value.length.toLocaleString('en')} characters
        </button>
      )}
    </>
  );
}

interface Folding extends HTMLElement {
  fold?(open: boolean): void;
}

function walk(event: KeyboardEvent, tree: HTMLElement): void {
  const here = (event.target as Element).closest<Folding>('[role=treeitem]');
  if (here === null || (event.target as Element).tagName === 'BUTTON') {
    return;
  }
  const items = [...tree.querySelectorAll<Folding>('[role=treeitem]')];
  const index = items.indexOf(here);
  const open = here.getAttribute('aria-expanded');
  let next: HTMLElement | null | undefined;
  switch (event.key) {
    case 'ArrowDown':
      next = items[index + 1];
      break;
    case 'ArrowUp':
      next = items[index - 1];
      break;
    case 'Home':
      next = items[0];
      break;
    case 'End':
      next = items.at(-1);
      break;
    case 'ArrowRight':
      if (open === 'false') {
        here.fold?.(true);
      } else if (open === 'true') {
        next = items[index + 1];
      }
      break;
    case 'ArrowLeft':
      if (open === 'true') {
        here.fold?.(false);
      } else {
        next = here.parentElement?.closest<HTMLElement>('[role=treeitem]');
      }
      break;
    case 'Enter':
    case ' ':
      if (open === null) {
        return;
      }
      here.fold?.(open === 'false');
      break;
    default:
      return;
  }
  event.preventDefault();
  next?.focus();
}
