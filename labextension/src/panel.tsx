/** One panel: finds the way to its functions, follows them, and draws them with their state. */

import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';

import { ApiPage } from './api/api-page';
import { History, noted } from './api/history';
import { MountedApi } from './api/mounted';
import { PlainLink } from './api/plain-link';
import { VIEWS, viewTitle, writePlace, type Section } from './api/place';
import { Foot } from './apps/strip';
import { showCard } from './card';
import { choose, type Ways } from './choose';
import { CommTransport } from './comm';
import { Desk } from './desk';
import type { Transport } from './environment';
import { asCallError } from './failure';
import type { HttpTransport } from './http';
import { Layout } from './layout';
import type { CallError, Mount, NotebookPanels, PanelInfo } from './protocol';
import { RecordingPill } from './recorder';
import { SceneContext, type Scene } from './scene';
import { secretsOf } from './secrets';
import { Store } from './store';
import { useEnvironment } from './surroundings';
import { TabList } from './tab-list';
import { __ } from './words';

export const RESTARTED = 'The kernel has restarted. Run the cell to bring the form back.';
const REMOVED = 'The notebook does not offer this any more. Run the cell to bring the form back.';
const SLOW_MS = 3000;

/** A panel of a cell's output. */
export function MountedPanel({ mount, ways, root }: { mount: Mount; ways: Ways; root: ShadowRoot }) {
  const [transport, setTransport] = useState<Transport | null>(null);
  const [problem, setProblem] = useState<CallError | 'nothing' | null>(null);
  const [attempt, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let gone = false;
    let chosen: Transport | null = null;
    choose(ways).then(
      found => {
        chosen = found;
        if (gone) {
          close(found);
        } else if (found) {
          setProblem(null);
          setTransport(found);
        } else {
          setProblem('nothing');
        }
      },
      thrown => !gone && setProblem(asCallError(thrown))
    );
    return () => {
      gone = true;
      close(chosen);
    };
  }, [mount.kernel, attempt]);
  if (transport && mount.view === 'api') {
    return transport.kind === 'http' ? (
      <MountedApi transport={transport as HttpTransport} root={root} endpoint={mount.endpoint} />
    ) : (
      <Card mount={mount} why={elsewhere()} />
    );
  }
  if (transport) {
    return <FollowedPanel mount={mount} transport={transport} root={root} />;
  }
  if (problem === null) {
    return <Card mount={mount} why="Connecting…" />;
  }
  if (problem === 'nothing') {
    return <Card mount={mount} />;
  }
  return <Card mount={mount} why={problem.message} again={() => again(0)} />;
}

function close(transport: Transport | null): void {
  if (transport instanceof CommTransport) {
    transport.close();
  }
}

/** What a notebook offers, as it is now. */
export function usePanels(transport: Transport): {
  /** The last answer; null where there was none. */
  panels: NotebookPanels | null;
  /** Whether the notebook was known when it was last asked for; `undefined` before. */
  known: boolean | undefined;
  problem: CallError | null;
} {
  const [found, setFound] = useState<{ panels: NotebookPanels | null; known?: boolean; problem: CallError | null }>({
    panels: null,
    problem: null
  });
  useEffect(() => {
    let gone = false;
    let latest = 0;
    const ask = (): void => {
      const asked = ++latest;
      transport.panels().then(
        panels => {
          if (!gone && asked === latest) {
            setFound(before => ({ panels: panels ?? before.panels, known: panels !== null, problem: null }));
          }
        },
        thrown => !gone && asked === latest && setFound(before => ({ ...before, problem: asCallError(thrown) }))
      );
    };
    const rest = transport.watch(ask);
    ask();
    return () => {
      gone = true;
      rest();
    };
  }, [transport]);
  return { ...found, known: found.known };
}

function FollowedPanel({ mount, transport, root }: { mount: Mount; transport: Transport; root: ShadowRoot }) {
  const { panels, known, problem } = usePanels(transport);
  const last = useRef<PanelInfo | null>(null);
  const found = panels?.panels.find(panel => panel.id === mount.panel) ?? null;
  last.current = found ?? last.current;
  const slow = useLater(SLOW_MS);
  if (!panels || !last.current) {
    if (problem) {
      return <Card mount={mount} why={problem.message} />;
    }
    if (known === undefined) {
      const busy = transport.kind === 'comm' && slow;
      return <Card mount={mount} why={busy ? 'The kernel is busy with a cell. The form comes when that is done.' : 'Connecting…'} />;
    }
    return <Card mount={mount} why={panels?.state === 'gone' ? RESTARTED : undefined} />;
  }
  const gone = !known || panels.state === 'gone' ? RESTARTED : found ? null : REMOVED;
  return <Panel panel={last.current} panels={panels} transport={transport} root={root} gone={gone} problem={problem} />;
}

export interface PanelProps {
  panel: PanelInfo;
  panels: NotebookPanels;
  transport: Transport;
  root: Document | ShadowRoot;
  /** Why its functions cannot be called any more; null while they can be. */
  gone: string | null;
  /** Why nothing is heard of them right now. */
  problem: CallError | null;
  /** Whether the API page and its sections are tabs of it; the stand-alone page has them for all panels together. */
  views?: boolean;
}

/** Where the store has the number of the view that is in front. */
const TAB = 'view';

let count = 0;

export function Panel({ panel, panels, transport, root, gone, problem, views = true }: PanelProps) {
  const http = transport.kind === 'http' ? (transport as HttpTransport) : null;
  const desk = useMemo(
    () => {
      const secrets = (endpoint: string): string[] => secretsOf(made.panel, endpoint);
      const noting = http ? noted(http, History.of(panels.kernel), secrets) : transport;
      const made = new Desk(panel, noting, new Store(panels.kernel, panel.id), transport);
      return made;
    },
    [transport, panels.kernel, panel.id]
  );
  const prefix = useMemo(() => `jgm${count++}`, []);
  const environment = useEnvironment(transport, root);
  const section = useRef<HTMLElement>(null);
  const [, again] = useReducer((times: number) => times + 1, 0);
  // At once, for what happens before an effect that waits for the paint would be missed.
  useLayoutEffect(() => {
    const rest = desk.listen(() => again(0));
    return () => {
      rest();
      desk.close();
    };
  }, [desk]);
  if (desk.panel !== panel) {
    desk.update(panel);
  }
  desk.address = transport.page(panels);
  const live = gone === null;
  desk.live = live;
  const app = useMemo(() => isApp(panel), [panel]);
  useEffect(() => desk.begin(), [desk, panel, live]);
  const scene: Scene = useMemo(() => ({ desk, environment, live, prefix }), [desk, environment, live, prefix, panel]);
  const [state, text] = gone !== null ? ['gone', 'gone'] : problem ? ['lost', 'reconnecting'] : desk.busy ? ['busy', 'busy'] : ['live', 'live'];
  const { tabs } = desk.store.kept;
  const tabbed = views ? http : null;
  const front = tabbed ? Math.min(tabs[TAB] ?? 0, VIEWS.length - 1) : 0;
  const choose = (index: number): void => {
    tabs[TAB] = index;
    desk.store.save();
    again(0);
  };
  const id = (part: string, index: number): string => `${prefix}-view-${part}-${index}`;
  const called = useMemo(() => [...new Set([...panel.actions.map(({ endpoint }) => endpoint).filter(Boolean), ...panel.endpoints])], [panel]);
  // What listens in an app and is not public concerns nobody but the app.
  const only = app ? panel.endpoints : called;
  const toApi = (event: MouseEvent): void => {
    // Any other way to follow a link opens the page.
    if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      choose(VIEWS.indexOf('api'));
      section.current?.querySelector<HTMLElement>(`#${id('tab', VIEWS.indexOf('api'))}`)?.focus();
    }
  };
  const page = transport.page(panels, writePlace({ view: 'api', endpoint: only.length === 1 ? only[0] : null, language: null }));
  // What `launch()` opened has a page of its own in Gradio, too; it is that of the notebook, for who is logged in.
  const own = /^app(:|$)/.test(panel.id) ? transport.page(panels) : null;
  const pane = (index: number) =>
    tabbed && {
      role: 'tabpanel' as const,
      id: id('pane', index),
      'aria-labelledby': id('tab', index),
      hidden: front !== index
    };
  return (
    <SceneContext.Provider value={scene}>
      <section class={live ? 'jgm-panel' : 'jgm-panel jgm-gone'} aria-labelledby={`${prefix}-title`} ref={section}>
        <header class="jgm-header">
          <h2 id={`${prefix}-title`}>{panel.title}</h2>
          {tabbed && own && (
            <PlainLink href={own} target="_blank">
              {__('Open page')}
            </PlainLink>
          )}
          <RecordingPill compact />
          <p class={`jgm-state jgm-state-${state}`} role="status">
            <span class="jgm-dot" aria-hidden="true" />
            {text}
          </p>
        </header>
        {gone !== null && <p class="jgm-banner">{gone}</p>}
        {live && problem && <p class="jgm-banner">{problem.message}</p>}
        {tabbed && <TabList label={__('View')} titles={VIEWS.map(viewTitle)} front={front} id={id} onChoose={choose} />}
        {/* It stays when another is in front, for what runs in it goes on. */}
        <div class="jgm-body" {...pane(0)}>
          {app ? (
            <div class="jgm-column">
              <Layout node={panel.layout} place="0" />
              <Foot />
            </div>
          ) : (
            <Layout node={panel.layout} place="0" />
          )}
        </div>
        {tabbed &&
          VIEWS.slice(1).map((view, index) => (
            <div key={view} class="jgm-body" {...pane(index + 1)}>
              {front === index + 1 && (
                <ApiPage transport={tabbed} panels={panels} root={root} only={view === 'calls' ? called : only} desk={desk} show={view as Section} />
              )}
            </div>
          ))}
        <footer class="jgm-footer">
          {!http && elsewhere()}
          {page && (
            <PlainLink href={page} target={tabbed ? '_blank' : undefined} onClick={tabbed ? toApi : undefined}>
              {__('Use via API or MCP')}
            </PlainLink>
          )}
        </footer>
      </section>
    </SceneContext.Provider>
  );
}

/** Whether something on a panel begins an action without a form. */
function isApp(panel: PanelInfo): boolean {
  return panel.actions.some(action => action.triggers.length > 0 || action.after !== null);
}

/** How to get to what there is only where the notebook server answers. */
function elsewhere(): string {
  const command = 'jupyter gradio-mcp serve';
  return __('To use it via API or MCP, install jupyter-gradio-mcp where Jupyter itself runs, or serve the notebook with: {command}', { command });
}

/** The static card, with a way to try again where that may help. */
function Card({ mount, why, again }: { mount: Mount; why?: string; again?(): void }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current) {
      showCard(host.current, mount, why);
    }
  }, [mount, why]);
  return (
    <>
      <div ref={host} />
      {again && (
        <div class="jgm-actions">
          <button type="button" onClick={again}>
            Try again
          </button>
        </div>
      )}
    </>
  );
}

function useLater(milliseconds: number): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), milliseconds);
    return () => clearTimeout(timer);
  }, []);
  return later;
}
