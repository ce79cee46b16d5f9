/** The sidebar: what can be done with everything, a search, and the tree of functions. */

import { useLayoutEffect, useMemo, useReducer, useState } from 'preact/hooks';

import { mount as mountAt, type Mounted } from '../host';
import { Server } from '../server';
import { __ } from '../words';
import { PauseSwitch } from '../connect/index';
import type { SidebarOptions, SidebarSettings } from './contract';
import { useList } from './list';
import { rowsOf } from './search';
import { Tree } from './tree';

const FOLDED = 'jupyter-gradio-mcp:folded';

/** Show the sidebar in `host`. */
export function mountSidebar(
  host: HTMLElement,
  { settings, ...options }: SidebarOptions
): Mounted & { set(settings: SidebarSettings): void } {
  const server = Server.at(options.base);
  let current = settings;
  let heard = (_settings: SidebarSettings): void => {};
  const mounted = mountAt(host, () => (
    <Sidebar server={server} settings={current} listen={set => (heard = set)} {...options} />
  ));
  // It is as high as its place, and scrolls within.
  (host.firstElementChild as HTMLElement).dataset.place = 'side';
  return {
    ...mounted,
    set: changed => {
      current = changed;
      heard(changed);
    }
  };
}

interface Props extends SidebarOptions {
  server: Server;
  listen(set: (settings: SidebarSettings) => void): void;
}

function Sidebar({ server, settings, listen, act, menu }: Props) {
  const { list, problem } = useList(server);
  const [{ showHidden }, setSettings] = useState(settings);
  const [search, setSearch] = useState('');
  const [folded, fold] = useReducer(refolded, null, readFolded);
  useLayoutEffect(() => listen(setSettings), []);
  const rows = useMemo(
    () => rowsOf(list?.notebooks ?? [], { search, showHidden, folded, paused: list?.paused }),
    [list, search, showHidden, folded]
  );
  const count = rows.reduce((sum, { fn, below, open }) => sum + (fn ? 1 : open ? 0 : below), 0);
  const offered = list?.notebooks.some(({ functions }) => functions.length > 0) ?? false;
  return (
    <section class="jgm-side" aria-label={__('Functions')}>
      <header class="jgm-side-top">
        <h2>{__('Functions')}</h2>
        <button type="button" class="jgm-side-main" onClick={() => act('connect', null)}>
          {__('Connect an agent')}
        </button>
        <div class="jgm-side-buttons">
          <button type="button" onClick={() => act('keys', null)}>
            {__('Keys')}
          </button>
          <button type="button" onClick={() => act('calls', null)}>
            {__('Calls')}
          </button>
          {list?.owner && <PauseSwitch server={server} paused={list.paused} />}
        </div>
        {list?.paused && <p class="jgm-banner">{__('Everything is paused: agents are refused.')}</p>}
        <input
          type="search"
          class="jgm-side-search"
          placeholder={__('Search functions')}
          aria-label={__('Search functions')}
          value={search}
          onInput={event => setSearch(event.currentTarget.value)}
        />
        <p class="jgm-hidden" role="status">
          {search ? __('{count} functions found', { count }) : ''}
        </p>
      </header>
      {problem && (
        <p class="jgm-state jgm-state-lost jgm-side-problem" role="status" title={problem.message}>
          <span class="jgm-dot" aria-hidden="true" />
          {problem.code === 'unreachable' ? __('reconnecting') : problem.message}
        </p>
      )}
      {offered && (
        <Tree
          rows={rows}
          onOpen={item => act('open', item)}
          onMenu={menu}
          onFold={(notebook, close) => fold({ notebook, close })}
        />
      )}
      {offered && rows.length === 0 && <p class="jgm-empty jgm-side-empty">{__('Nothing is found.')}</p>}
      {list && !offered && <Empty />}
      {!list && !problem && <p class="jgm-empty jgm-side-empty">{__('Connecting…')}</p>}
    </section>
  );
}

/** What to do first. */
function Empty() {
  return (
    <div class="jgm-side-empty">
      <p>{__('No notebook offers functions now.')}</p>
      <p>{__('Put this line above a function, and run the cell:')}</p>
      <pre class="jgm-pre">{SAMPLE}</pre>
      <p>{__('It has a form then, a REST address, and is a tool for agents; and it is listed here.')}</p>
    </div>
  );
}

const SAMPLE = `%load_ext jupyter_gradio_mcp

%%mcp_tool
def greet(name: str) -> str:
    """Greet somebody."""
    return f"Hello {name}!"`;

function refolded(folded: ReadonlySet<string>, { notebook, close }: { notebook: string; close: boolean }): ReadonlySet<string> {
  const changed = new Set(folded);
  if (close) {
    changed.add(notebook);
  } else {
    changed.delete(notebook);
  }
  try {
    sessionStorage.setItem(FOLDED, JSON.stringify([...changed]));
  } catch {
    // It is forgotten with the page then.
  }
  return changed;
}

function readFolded(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(FOLDED) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}
