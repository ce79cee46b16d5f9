/** One row of the tree: a notebook or a function. */

import type { Item } from '../lab/item';
import type { ListedFunction } from '../protocol';
import { __ } from '../words';
import type { Row } from './search';

interface Props {
  id: string;
  row: Row;
  active: boolean;
  top: number;
  onSelect(): void;
  onOpen(item: Item): void;
  onFold(notebook: string, close: boolean): void;
  onMenu(x: number, y: number, row: Row): void;
}

export function RowView({ id, row, active, top, onSelect, onOpen, onFold, onMenu }: Props) {
  const { fn, notebook, item, open, below } = row;
  const gone = notebook.state === 'gone';
  const name = fn ? fn.name : notebook.title || notebook.notebook;
  return (
    <div
      id={id}
      class={['jgm-tree-row', fn ? 'jgm-tree-fn' : 'jgm-tree-notebook', active && 'jgm-active', gone && 'jgm-away'].filter(Boolean).join(' ')}
      role="treeitem"
      aria-level={fn ? 2 : 1}
      aria-setsize={row.sisters}
      aria-posinset={row.place}
      aria-selected={active}
      aria-expanded={fn ? undefined : open}
      aria-label={spoken(row)}
      title={fn ? tooltip(fn) : notebook.notebook}
      style={{ top: `${top}px` }}
      onClick={() => {
        onSelect();
        onOpen(item);
      }}
      onContextMenu={event => {
        event.preventDefault();
        event.stopPropagation();
        onMenu(event.clientX, event.clientY, row);
      }}
    >
      {fn ? (
        <Kind kind={fn.kind} />
      ) : (
        <span
          class={open ? 'jgm-twisty jgm-open' : 'jgm-twisty'}
          aria-hidden="true"
          onClick={event => {
            event.stopPropagation();
            onSelect();
            onFold(row.key, open);
          }}
        >
          <svg viewBox="0 0 16 16" width="12" height="12">
            <path d="M5 3l6 5-6 5z" fill="currentColor" />
          </svg>
        </span>
      )}
      {!fn && <span class={`jgm-state-${!gone && row.paused ? 'paused' : notebook.state}`}><span class="jgm-dot" /></span>}
      <span class="jgm-tree-name">{name}</span>
      {fn && fn.title && fn.title !== fn.name && <span class="jgm-tree-title">{fn.title}</span>}
      {badges(row).map(text => (
        <span key={text} class="jgm-tree-badge">
          {text}
        </span>
      ))}
      {!fn && <span class="jgm-tree-count">{below}</span>}
      <span
        class="jgm-tree-more"
        aria-hidden="true"
        title={__('More')}
        onClick={event => {
          event.stopPropagation();
          onMenu(event.clientX, event.clientY, row);
        }}
      >
        ⋯
      </span>
    </div>
  );
}

/** What is unusual about it, in one word each. */
function badges({ fn, notebook, paused }: Row): string[] {
  const words = [];
  if (!fn && notebook.state === 'gone') {
    words.push(__('gone'));
  }
  if (paused) {
    words.push(__('paused'));
  }
  if (fn && fn.visibility !== 'public') {
    words.push(fn.visibility === 'private' ? __('private') : __('undocumented'));
  }
  return words;
}

/** The row for those who hear it. */
function spoken(row: Row): string {
  const { fn, notebook, below } = row;
  const what = fn
    ? [fn.name, KINDS[fn.kind]()]
    : [notebook.title || notebook.notebook, __('{count} functions', { count: below })];
  return [...what, ...badges(row)].join(', ');
}

function tooltip(fn: ListedFunction): string {
  const call = `${fn.name}(${fn.parameters.join(', ')})`;
  return [fn.title === fn.name ? '' : fn.title, call, fn.description].filter(Boolean).join('\n');
}

const KINDS = { tool: () => __('tool'), resource: () => __('resource'), prompt: () => __('prompt') };

/** Drawn in lines, so that they are told apart without colours. */
const SHAPES = {
  tool: 'M9.8 2.2a3.6 3.6 0 0 0-4.5 4.7L2 10.3V14h3.7l3.4-3.3a3.6 3.6 0 0 0 4.7-4.5L11.5 8.5 9 7.9 8.3 5.3z',
  resource: 'M4 1.8h5.5L12.5 5v9.2H4zM9.2 2v3.3h3.1M6 8.5h4.5M6 11h4.5',
  prompt: 'M2 3h12v8H7.5L4.5 13.8V11H2zM5 6h6M5 8.3h4'
};

function Kind({ kind }: { kind: ListedFunction['kind'] }) {
  return (
    <svg class="jgm-tree-kind" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={SHAPES[kind]} fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" />
    </svg>
  );
}
