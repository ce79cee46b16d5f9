/** One function on the API page: a line, and all that there is to know of it when it is opened. */

import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

import type { Desk } from '../desk';
import type { Environment } from '../environment';
import type { ApiFunction, Json } from '../protocol';
import type { Language, Snippet } from '../snippets/contract';
import { initialValues } from '../snippets/index';
import { __ } from '../words';
import { actionOf, valuesOf } from './desks';
import { FigureTable, inShort } from './figures';
import type { KeySource } from './key-help';
import { Parameters } from './parameters';
import { PlainLink } from './plain-link';
import { SnippetBox } from './snippet-box';
import { TryIt } from './try-it';

export interface EndpointProps {
  fn: ApiFunction;
  open: boolean;
  onOpen(open: boolean): void;
  /** Made when it is opened, where it has a form. */
  desk: Desk | null;
  environment: Environment;
  live: boolean;
  /** Whether it is told what its author should mend. */
  warn: boolean;
  /** Whether the form is folded away, for it is near already. */
  folded: boolean;
  languages: readonly Language[];
  snippet(values: { [parameter: string]: Json }): Snippet | null;
  onLanguage(language: Language): void;
  /** Where a key for the snippet is had; null where none is asked for. */
  keySource: KeySource | null;
  /** Its deep link; null where there is no page. */
  link: string | null;
  /** Begins the ids within it. */
  prefix: string;
  /** Called with its element, to bring it into view. */
  place(element: HTMLElement | null): void;
}

export function Endpoint(props: EndpointProps) {
  const { fn, open, onOpen, prefix, place } = props;
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    place(element.current);
    return () => place(null);
  }, []);
  const summary = fn.description.split('\n', 1)[0];
  return (
    <section class={open ? 'jgma-endpoint jgma-open' : 'jgma-endpoint'} aria-labelledby={`${prefix}-name`} ref={element}>
      <h3>
        <button type="button" class="jgma-head" aria-expanded={open} aria-controls={`${prefix}-body`} onClick={() => onOpen(!open)}>
          <span class={`jgma-kind jgma-${fn.kind}`}>{KINDS[fn.kind]()}</span>
          <span class="jgma-who">
            <code id={`${prefix}-name`}>{fn.kind === 'tool' ? `/${fn.name}` : fn.kind === 'resource' ? fn.uri : fn.name}</code>
            {fn.title && fn.title !== fn.name && <span class="jgma-title">{fn.title}</span>}
            <Badges fn={fn} />
          </span>
          <span class="jgma-soft jgma-facts">{inShort(fn.figures)}</span>
          <span class="jgma-sign" aria-hidden="true" />
          {!open && summary && <span class="jgma-summary">{summary}</span>}
        </button>
      </h3>
      <div id={`${prefix}-body`} hidden={!open}>
        {open && <Opened {...props} />}
      </div>
    </section>
  );
}

const KINDS = {
  tool: () => __('tool'),
  resource: () => __('resource'),
  prompt: () => __('prompt')
};

function Badges({ fn }: { fn: ApiFunction }) {
  return (
    <>
      {fn.paused && <span class="jgma-badge jgma-paused">{__('paused')}</span>}
      {fn.visibility !== 'public' && (
        <span class="jgma-badge">{fn.visibility === 'private' ? __('private') : __('undocumented')}</span>
      )}
      {fn.streams && <span class="jgma-badge" title={__('Its results come in parts.')}>{__('streams')}</span>}
    </>
  );
}

function Opened({ fn, desk, environment, live, warn, folded, languages, snippet, onLanguage, keySource, link, prefix }: EndpointProps) {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  // What the snippet says follows the form.
  useLayoutEffect(() => desk?.listen(() => draw(0)), [desk]);
  const action = actionOf(desk, fn.name);
  const values = action ? valuesOf(desk, fn.name) : initialValues(fn);
  const made = snippet(values);
  return (
    <div class="jgma-body">
      {fn.description && <p class="jgma-description">{fn.description}</p>}
      {fn.kind === 'resource' && (
        <p>
          <code>{fn.uri}</code> {fn.mime_type && <span class="jgma-soft">{fn.mime_type}</span>}
        </p>
      )}
      <div class="jgma-columns">
        <div class="jgma-about">
          <Parameters fn={fn} warn={warn} />
          <FigureTable figures={fn.figures} />
        </div>
        {made ? (
          <SnippetBox made={made} languages={languages} onLanguage={onLanguage} keySource={keySource} prefix={prefix} />
        ) : (
          <p class="jgm-empty">{fn.visibility === 'private' ? PRIVATE() : __('It is called by MCP clients only.')}</p>
        )}
      </div>
      {desk && action && (
        <details class="jgma-try" open={!folded}>
          <summary>{__('Try it')}</summary>
          <TryIt desk={desk} action={action} environment={environment} live={live} prefix={`${prefix}-try`} />
        </details>
      )}
      {link && (
        <p class="jgma-soft">
          <PlainLink href={link} target="_blank">
            {__('Link to this function')}
          </PlainLink>
        </p>
      )}
    </div>
  );
}

function PRIVATE(): string {
  return __('It is private: it can be run from its form in the notebook, and from nowhere else.');
}
