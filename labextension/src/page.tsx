/** The stand-alone page: a notebook's panels without Jupyter around them, or the list of the notebooks. */

import { useEffect, useState } from 'preact/hooks';

import { ApiPage } from './api/api-page';
import { LANGUAGES } from './snippets/index';
import { readPlace, VIEWS, viewTitle, writePlace, type Place, type View } from './api/place';
import { asCallError } from './failure';
import { mount, type Mounted } from './host';
import { HttpTransport } from './http';
import { RecordingPill } from './recorder';
import { Server } from './server';
import { Panel, RESTARTED, usePanels } from './panel';
import type { CallError, ListedNotebook, NotebookList } from './protocol';
import { isDark } from './theme';
import { __ } from './words';

export interface PageOptions {
  /** The address of the app or, for the list, of the union; ending in `/`. */
  base: string;
  kind: 'app' | 'list';
  /** The address of the list, to go back to; null if there is none to go to. */
  home?: string | null;
}

const THEME = 'jupyter-gradio-mcp:theme';

/** Show the page in `host`. */
export function mountPage(host: HTMLElement, { base, kind, home = null }: PageOptions): Mounted {
  const server = Server.at(base);
  document.body.style.maxWidth = '72rem';
  document.body.style.margin = '0 auto';
  paint(storedTheme() ?? (isDark() ? 'dark' : 'light'));
  return mount(host, root =>
    kind === 'list' ? <List server={server} /> : <App transport={new HttpTransport(server, '')} home={home} root={root} />
  );
}

function App({ transport, home, root }: { transport: HttpTransport; home: string | null; root: ShadowRoot }) {
  const { panels, known, problem } = usePanels(transport);
  const { place, go, note } = usePlace();
  // Forms that were in sight stay, for what runs in them goes on.
  const [forms, setForms] = useState(place.view === 'run');
  const title = panels?.title ?? '';
  useEffect(() => {
    if (title) {
      document.title = place.view === 'run' ? title : `${viewTitle(place.view)} · ${title}`;
    }
  }, [title, place.view]);
  useEffect(() => {
    if (place.view === 'run') {
      setForms(true);
    }
  }, [place.view]);
  const gone = known === false || panels?.state === 'gone' ? GONE : null;
  return (
    <div class="jgm-page">
      <Top title={title} home={home} />
      <Views view={place.view} go={go} />
      {!panels && <p class="jgm-empty">{problem?.message ?? (known === undefined ? 'Connecting…' : GONE)}</p>}
      {panels && forms && (
        <div class="jgm-panels" hidden={place.view !== 'run'}>
          {panels.panels.length === 0 && <p class="jgm-empty">This notebook offers no functions now.</p>}
          {panels.panels.map(panel => (
            <Panel key={panel.id} panel={panel} panels={panels} transport={transport} root={root} gone={gone} problem={problem} views={false} />
          ))}
        </div>
      )}
      {panels && place.view !== 'run' && (
        <ApiPage
          recorder={false}
          transport={transport}
          panels={panels}
          root={root}
          endpoint={place.endpoint}
          language={place.language}
          show={place.view}
          onPlace={note}
        />
      )}
    </div>
  );
}

/** What the page's address says, and how to change it. */
function usePlace(): { place: Place; go(view: View): void; note(changed: Partial<Place>): void } {
  const read = (): Place => readPlace(location.search, LANGUAGES.map(({ id }) => id));
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const back = (): void => setPlace(read());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const address = (to: Place): string => location.pathname + writePlace(to, location.search) + location.hash;
  return {
    place,
    go: view => {
      const to = { ...place, view, endpoint: null };
      history.pushState(null, '', address(to));
      setPlace(to);
    },
    // Only the address: what it says is on the page already.
    note: changed => history.replaceState(null, '', address({ ...read(), ...changed }))
  };
}

/** The way from one view of the page to the others. */
function Views({ view, go }: { view: View; go(view: View): void }) {
  return (
    <nav class="jgm-nav" aria-label={__('Views')}>
      {VIEWS.map(one => (
        <a
          key={one}
          href={writePlace({ view: one, endpoint: null, language: null }) || location.pathname}
          aria-current={one === view ? 'page' : undefined}
          onClick={event => {
            if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
              event.preventDefault();
              go(one);
            }
          }}
        >
          {viewTitle(one)}
        </a>
      ))}
    </nav>
  );
}

const GONE = RESTARTED.replace('Run the cell to bring the form back.', 'It comes back when its cells have run again.');

function List({ server }: { server: Server }) {
  const [notebooks, setNotebooks] = useState<ListedNotebook[] | null>(null);
  const [problem, setProblem] = useState<CallError | null>(null);
  useEffect(() => {
    const ask = (): void => {
      server.panels('').then(
        answer => {
          setNotebooks((answer as unknown as NotebookList | null)?.notebooks ?? []);
          setProblem(null);
        },
        thrown => setProblem(asCallError(thrown))
      );
    };
    const rest = server.watch('', ask);
    ask();
    return rest;
  }, [server]);
  return (
    <div class="jgm-page">
      {/* Nothing is called from here, so there is nothing to record. */}
      <Top title="Notebooks with functions" home={null} recorder={false} />
      {problem && <p class="jgm-empty">{problem.message}</p>}
      {notebooks?.length === 0 && <p class="jgm-empty">No notebook offers functions now.</p>}
      <ul class="jgm-notebooks">
        {notebooks?.map(notebook => (
          <li key={notebook.kernel} class="jgm-panel">
            <header class="jgm-header">
              <h2>
                <a href={server.base + notebook.address}>{notebook.title || notebook.notebook}</a>
              </h2>
              <p class={`jgm-state jgm-state-${notebook.state}`}>
                <span class="jgm-dot" aria-hidden="true" />
                {notebook.state}
              </p>
            </header>
            <dl class="jgm-body">
              {notebook.functions.map(({ name, kind, title, description }) => (
                <div key={name}>
                  <dt>
                    {title || name} {kind !== 'tool' && <span class="jgma-badge">{kind === 'resource' ? __('resource') : __('prompt')}</span>}
                  </dt>
                  <dd>{description}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Top({ title, home, recorder = true }: { title: string; home: string | null; recorder?: boolean }) {
  const [dark, setDark] = useState(isDark());
  const toggle = (): void => {
    const theme = dark ? 'light' : 'dark';
    paint(theme);
    try {
      localStorage.setItem(THEME, theme);
    } catch {
      // It is forgotten with the page then.
    }
    setDark(!dark);
  };
  return (
    <header class="jgm-top">
      {home && <a href={home}>All notebooks</a>}
      <h1>{title}</h1>
      <button type="button" onClick={toggle}>
        {dark ? 'Light' : 'Dark'}
      </button>
      {recorder && <RecordingPill />}
    </header>
  );
}

/** Have the page in these colours, what is not drawn by us included. */
function paint(theme: string): void {
  document.documentElement.dataset.jgmTheme = theme;
  document.documentElement.style.colorScheme = theme;
  document.documentElement.style.background = theme === 'dark' ? '#121212' : '#ffffff';
}

function storedTheme(): string | null {
  try {
    const found = localStorage.getItem(THEME);
    return found === 'dark' || found === 'light' ? found : null;
  } catch {
    return null;
  }
}
