/** Markdown, as it is meant to look. */

import { useMemo } from 'preact/hooks';

import type { Environment } from '../environment';
import type { ViewProps } from './contract';
import { Lazily } from './lazily';
import { leadLinks } from './links';

export function Markdown({ component, value, environment }: ViewProps): preact.JSX.Element {
  return <MarkdownText text={String(value)} environment={environment} delimiters={component.props.latex_delimiters} />;
}

interface TextProps {
  text: string;
  environment: Environment;
  /** What formulas begin and end with; the usual if nothing is said. */
  delimiters?: unknown;
}

export function MarkdownText({ text, environment, delimiters }: TextProps): preact.JSX.Element {
  const options = useMemo(
    () => ({
      prepare: (fragment: DocumentFragment) => leadLinks(fragment, environment),
      math: () => environment.assets.module('math'),
      delimiters
    }),
    [environment, JSON.stringify(delimiters)]
  );
  return (
    <Lazily key={JSON.stringify(delimiters)} module="markdown" value={text} options={options} environment={environment} class="jgmv-markdown">
      <div class="jgmv-markdown jgmv-raw">{text}</div>
    </Lazily>
  );
}
