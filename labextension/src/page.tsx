/** The stand-alone page: a notebook's panels without Jupyter around them, or the list of the notebooks. */

import { useEffect, useState } from 'preact/hooks';

import type { Transport } from './environment';
import { asCallError } from './failure';
import { mount, type Mounted } from './host';
import { HttpTransport } from './http';
import { Server } from './server';
import { Panel, RESTARTED, usePanels } from './panel';
import type { CallError } from './protocol';
import { isDark } from './theme';

export interface PageOptions {
  /** The address of the app or, for the list, of the union; ending in `/`. */
  base: string;
  kind: 'app' | 'list';
  /** The address of the list, to go back to; null if there is none to go to. */
  home?: string | null;
}

/** What `GET gradio_api/panel` tells of each notebook at the union. */
interface Notebook {
  kernel: string;
  notebook: string;
  title: string;
  state: 'live' | 'gone';
  address: string;
  functions: { name: string; title: string; description: string }[];
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

function App({ transport, home, root }: { transport: Transport; home: string | null; root: ShadowRoot }) {
  const { panels, known, problem } = usePanels(transport);
  const title = panels?.title ?? '';
  useEffect(() => {
    if (title) {
      document.title = title;
    }
  }, [title]);
  const gone = known === false || panels?.state === 'gone' ? GONE : null;
  return (
    <div class="jgm-page">
      <Top title={title} home={home} />
      {!panels && <p class="jgm-empty">{problem?.message ?? (known === undefined ? 'Connecting…' : GONE)}</p>}
      {panels?.panels.length === 0 && <p class="jgm-empty">This notebook offers no functions now.</p>}
      {panels?.panels.map(panel => (
        <Panel key={panel.id} panel={panel} panels={panels} transport={transport} root={root} gone={gone} problem={problem} />
      ))}
    </div>
  );
}

const GONE = RESTARTED.replace('Run the cell to bring the form back.', 'It comes back when its cells have run again.');

function List({ server }: { server: Server }) {
  const [notebooks, setNotebooks] = useState<Notebook[] | null>(null);
  const [problem, setProblem] = useState<CallError | null>(null);
  useEffect(() => {
    const ask = (): void => {
      server.panels('').then(
        answer => {
          setNotebooks((answer as unknown as { notebooks?: Notebook[] } | null)?.notebooks ?? []);
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
      <Top title="Notebooks with functions" home={null} />
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
              {notebook.functions.map(({ name, title, description }) => (
                <div key={name}>
                  <dt>{title || name}</dt>
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

function Top({ title, home }: { title: string; home: string | null }) {
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
