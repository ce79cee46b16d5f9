/** Markdown, as it is meant to look. */

import { useMemo } from 'preact/hooks';

import type { Environment } from '../environment';
import type { ViewProps } from './contract';
import { Lazily } from './lazily';
import { leadLinks } from './links';

export function Markdown({ value, environment }: ViewProps): preact.JSX.Element {
  return <MarkdownText text={String(value)} environment={environment} />;
}

export function MarkdownText({ text, environment }: { text: string; environment: Environment }): preact.JSX.Element {
  const options = useMemo(
    () => ({ prepare: (fragment: DocumentFragment) => leadLinks(fragment, environment) }),
    [environment]
  );
  return (
    <Lazily module="markdown" value={text} options={options} environment={environment} class="jgmv-markdown">
      <div class="jgmv-markdown jgmv-raw">{text}</div>
    </Lazily>
  );
}
