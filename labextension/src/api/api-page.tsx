/** The API page of one notebook: its functions, and the sections on MCP and calls that are drawn in the same places. */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { CallsView, McpView } from '../connect/index';
import type { Desk } from '../desk';
import type { HttpTransport } from '../http';
import { withoutKey } from '../plain-address';
import type { ApiFunction, ApiInfo, Json, NotebookPanels } from '../protocol';
import { RecordingPill } from '../recorder';
import { secretsOf } from '../secrets';
import { initialValues, languagesFor, snippet } from '../snippets/index';
import { VARIABLE, type Language, type Snippet, type Target } from '../snippets/contract';
import { useEnvironment } from '../surroundings';
import { Copy } from '../views/copy';
import { __ } from '../words';
import { actionOf, useDesks, valuesOf } from './desks';
import { Endpoint } from './endpoint';
import { isPublic, listed, matches } from './find';
import { History, type PastCall } from './history';
import { HistoryList } from './history-list';
import { useApi } from './info';
import { chosenLanguage, keepLanguage } from './language';
import { asMarkdown } from './markdown';
import { writePlace, type Section } from './place';
import { PlainLink } from './plain-link';

export interface ApiPageProps {
  transport: HttpTransport;
  panels: NotebookPanels;
  root: Document | ShadowRoot;
  /** Names of functions; only these. */
  only?: string[];
  /** The one that is opened at once. */
  endpoint?: string | null;
  language?: Language | null;
  /** That of the panel which this is a tab of: its form is the one to try functions with. */
  desk?: Desk;
  show?: Section;
  /** Whether the recorder's button is here; the stand-alone page has it at its top. */
  recorder?: boolean;
  /** Told what was opened and chosen, for the page's address. */
  onPlace?(changed: { endpoint?: string | null; language?: Language }): void;
}

export function ApiPage(props: ApiPageProps) {
  const { transport, panels, only, show = 'api' } = props;
  const { info, known, problem } = useApi(transport);
  if (!info) {
    const waiting = known === undefined && !problem;
    return <p class="jgm-empty jgma-waiting">{problem?.message ?? (waiting ? __('Connecting…') : __('This notebook offers no functions now.'))}</p>;
  }
  const base = withoutKey(absolute(transport.page(panels) ?? transport.server.base));
  const gone = known === false || info.state === 'gone' || panels.state === 'gone';
  return (
    <div class={gone ? 'jgma jgma-gone' : 'jgma'}>
      {problem && <p class="jgma-banner" role="status">{problem.message}</p>}
      {gone && <p class="jgma-banner">{__('The kernel has restarted. These functions come back when their cells have run again.')}</p>}
      {info.paused && !gone && <p class="jgma-banner jgma-paused">{info.owner ? __('This notebook is paused: until it goes on, only you can call its functions.') : __('This notebook is paused: its functions cannot be called until it goes on.')}</p>}
      {show === 'api' && <Functions {...props} info={info} base={base} live={!gone && !problem} key={panels.kernel} />}
      {show === 'mcp' &&
        (info.mcp ? <McpView server={transport.server} api={info} base={base} only={only} /> : <p class="jgm-empty">{__('MCP is switched off on this server.')}</p>)}
      {show === 'calls' && <CallsView server={transport.server} kernel={info.kernel} notebook={info.notebook} only={only} />}
    </div>
  );
}

interface FunctionsProps extends ApiPageProps {
  info: ApiInfo;
  /** The absolute address of the notebook's app, as it may be passed on. */
  base: string;
  live: boolean;
}

let count = 0;

function Functions({ transport, panels, root, only, endpoint = null, language: linked, desk: shared, recorder = true, onPlace, info, base, live }: FunctionsProps) {
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const [language, setLanguage] = useState<Language>(linked ?? chosenLanguage());
  const prefix = useMemo(() => `jgma${count++}`, []);
  const there = listed(info, { only, endpoint, all });
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(endpoint !== null ? [endpoint] : there.length === 1 ? [there[0].name] : []));
  const elements = useMemo(() => new Map<string, HTMLElement>(), []);
  const deskOf = useDesks(transport, panels, shared);
  const history = History.of(panels.kernel);
  const environment = useEnvironment(transport, root);
  const target: Target = { base, variable: info.open ? null : VARIABLE };

  const toView = useRef<string | null>(endpoint);
  useEffect(() => {
    if (endpoint !== null) {
      setOpened(before => new Set(before).add(endpoint));
      toView.current = endpoint;
    }
  }, [endpoint]);
  useEffect(() => {
    const element = toView.current === null ? undefined : elements.get(toView.current);
    if (element) {
      toView.current = null;
      // A tab of a panel stays where it is: nobody asked for one of its functions.
      if (!shared) {
        element.scrollIntoView({ block: 'nearest' });
      }
    }
  });
  const open = (name: string, opens: boolean): void => {
    const next = new Set(opened);
    next[opens ? 'add' : 'delete'](name);
    setOpened(next);
    onPlace?.({ endpoint: opens ? name : ([...next].pop() ?? null) });
  };
  const choose = (chosen: Language): void => {
    setLanguage(chosen);
    keepLanguage(chosen);
    onPlace?.({ language: chosen });
  };
  const made = (fn: ApiFunction, values: { [parameter: string]: Json }): Snippet | null => {
    const languages = languagesOf(fn);
    const panel = panels.panels.find(({ id }) => id === fn.panel);
    const needed = (name: string): boolean => fn.parameters.some(parameter => parameter.name === name && parameter.required);
    // A snippet has all that is given, and what it cannot do without.
    const secrets = (panel ? secretsOf(panel, fn.name) : []).filter(name => Object.hasOwn(values, name) || needed(name));
    // At the server's base a function may have another name.
    const named = transport.page(panels) === null ? { ...fn, name: fn.union } : fn;
    return languages.length > 0 ? snippet(languages.includes(language) ? language : languages[0], { fn: named, values, secrets }, target) : null;
  };
  const again = ({ endpoint: name, args, hidden = [] }: PastCall): (() => void) | null => {
    const fn = there.find(one => one.name === name);
    if (!live || !fn?.panel || !panels.panels.some(({ id }) => id === fn.panel)) {
      return null;
    }
    return () => {
      const desk = deskOf(fn.panel);
      const action = actionOf(desk, name);
      if (desk && action) {
        setSearch('');
        open(name, true);
        toView.current = name;
        const now = valuesOf(desk, name);
        const given = { ...args, ...Object.fromEntries(Object.entries(now).filter(([parameter]) => hidden.includes(parameter))) };
        const values = action.inputs.filter(([parameter]) => Object.hasOwn(given, parameter)).map(([parameter, id]) => [id, given[parameter]]);
        desk.fill(action, Object.fromEntries(values));
        // A password is not kept: who has not put it in by now does so, and runs it.
        if (hidden.every(parameter => Object.hasOwn(now, parameter))) {
          desk.run(action);
        }
      }
    };
  };

  const hidden = only ? 0 : info.functions.filter(fn => !isPublic(fn)).length;
  const found = there.filter(fn => matches(fn, search));
  const markdown = (): string =>
    asMarkdown({ info, functions: found, base, snippet: fn => made(fn, initialValues(fn)) });
  return (
    <>
      <header class="jgma-top">
        <div class="jgma-line">
          <span class="jgma-soft">{__('Address')}</span>
          <code>{base}</code>
          <Copy text={() => base} label={__('Copy address')} />
        </div>
        <div class="jgma-tools">
          {there.length > 1 && (
            <input
              type="search"
              class="jgm-input jgma-search"
              aria-label={__('Search functions')}
              placeholder={__('Search names, descriptions, parameters')}
              value={search}
              onInput={event => setSearch(event.currentTarget.value)}
            />
          )}
          {info.owner && hidden > 0 && (
            <label class="jgma-toggle">
              <input type="checkbox" checked={all} onChange={event => setAll(event.currentTarget.checked)} />{' '}
              {__('Show {count} that are not public', { count: hidden })}
            </label>
          )}
          {recorder && <RecordingPill />}
          <span class="jgma-links">
            <Copy text={markdown} label={__('Copy page as Markdown')} />
            <PlainLink href={absolute(`${transport.page(panels) ?? transport.server.base}gradio_api/openapi.json`)} target="_blank">
              OpenAPI
            </PlainLink>
          </span>
        </div>
        <p class="jgm-hidden" role="status">
          {search && (found.length === 1 ? __('1 function') : __('{count} functions', { count: found.length }))}
        </p>
      </header>
      {there.length === 0 && info.state === 'live' && (only ? <p class="jgm-empty">{__('Programs cannot call what is here.')}</p> : <Nothing info={info} />)}
      {there.length > 0 && found.length === 0 && <p class="jgm-empty">{__('No function has “{search}” in it.', { search })}</p>}
      <div class="jgma-list">
        {found.map(fn => (
          <Endpoint
            key={fn.name}
            fn={fn}
            open={opened.has(fn.name)}
            onOpen={opens => open(fn.name, opens)}
            desk={opened.has(fn.name) ? deskOf(fn.panel) : null}
            environment={environment}
            // What is paused is so for others.
            live={live && (info.owner || !fn.paused)}
            warn={info.owner}
            folded={shared !== undefined}
            languages={languagesOf(fn)}
            snippet={values => made(fn, values)}
            onLanguage={choose}
            keySource={info.open ? null : { server: transport.server, info }}
            link={transport.page(panels, writePlace({ view: 'api', endpoint: fn.name, language }))}
            prefix={`${prefix}-${fn.name}`}
            place={element => (element ? elements.set(fn.name, element) : elements.delete(fn.name))}
          />
        ))}
      </div>
      <HistoryList history={history} only={only} again={again} />
    </>
  );
}

function Nothing({ info }: { info: ApiInfo }) {
  return (
    <div class="jgma-nothing">
      <p>{__('This notebook offers no functions now.')}</p>
      {info.owner && (
        <>
          <p class="jgma-soft">{__('Put this above a function in a cell, and run it:')}</p>
          <pre class="jgma-code">%%mcp_tool</pre>
        </>
      )}
    </div>
  );
}

/** In which languages somebody can call it; what is private is called by nobody. */
function languagesOf(fn: ApiFunction): readonly Language[] {
  return fn.visibility === 'private' ? [] : languagesFor(fn).map(({ id }) => id);
}

function absolute(address: string): string {
  return new URL(address, document.baseURI).href;
}
