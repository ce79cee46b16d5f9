/** How to call a function from elsewhere, in the language that one likes. */

import { useMemo } from 'preact/hooks';

import { LANGUAGES } from '../snippets/index';
import type { Language, Snippet } from '../snippets/contract';
import { TabList } from '../tab-list';
import { Copy } from '../views/copy';
import { __ } from '../words';
import { coloured } from './colours';
import { KeyHelp, type KeySource } from './key-help';

interface Props {
  made: Snippet;
  /** Those that there are for this function. */
  languages: readonly Language[];
  onLanguage(language: Language): void;
  /** Where a key is had; null where none is asked for. */
  keySource: KeySource | null;
  /** Begins its ids. */
  prefix: string;
}

export function SnippetBox({ made, languages, onLanguage, keySource, prefix }: Props) {
  const { text, syntax, install, notes, language } = made;
  const pieces = useMemo(() => coloured(text, syntax), [text, syntax]);
  const front = Math.max(0, languages.indexOf(language));
  const id = (part: string, index: number): string => (part === 'pane' ? `${prefix}-snippet` : `${prefix}-language-${index}`);
  const title = (wanted: Language): string => LANGUAGES.find(({ id: known }) => known === wanted)?.title ?? wanted;
  return (
    <section class="jgma-part jgma-snippet" aria-label={__('How to call it')}>
      <TabList label={__('Language')} titles={languages.map(title)} front={front} id={id} onChoose={index => onLanguage(languages[index])} />
      <div role="tabpanel" id={id('pane', front)} aria-labelledby={id('tab', front)}>
        {install && (
          <div class="jgma-line">
            <code>{install}</code>
            <Copy text={() => install} label={__('Copy')} />
          </div>
        )}
        <div class="jgma-program">
          <pre class="jgma-code" tabIndex={0} aria-label={title(language)}>
            <code>
              {pieces.map(([piece, colour], index) => (colour ? <span key={index} class={`jgma-${colour}`}>{piece}</span> : piece))}
            </code>
          </pre>
          <Copy text={() => text} label={__('Copy code')} />
        </div>
        {notes.length > 0 && (
          <ul class="jgma-notes">
            {notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        {keySource && <KeyHelp {...keySource} language={language} />}
      </div>
    </section>
  );
}
