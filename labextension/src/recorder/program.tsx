/** The program of a recording, in the language that one wants. */

import { useId, useRef, useState } from 'preact/hooks';

import { program } from '../snippets';
import type { ProgramLanguage, RecordedStep } from '../snippets/contract';
import { Copy } from '../views/copy';
import { __ } from '../words';

const LANGUAGES: [ProgramLanguage, string][] = [
  ['python', 'Python'],
  ['javascript', 'JavaScript'],
  ['bash', 'bash']
];

const KEY = 'jupyter-gradio-mcp:recording-language';

export function Program({ steps }: { steps: RecordedStep[] }) {
  const [language, setLanguage] = useState<ProgramLanguage>(lastLanguage);
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  if (steps.length === 0) {
    return <p class="jgmr-empty">{__('None of these calls can be repeated by a program.')}</p>;
  }
  const { text, install, notes, file } = program(language, steps);
  const choose = (at: number): void => {
    const chosen = LANGUAGES[(at + LANGUAGES.length) % LANGUAGES.length][0];
    setLanguage(chosen);
    keepLanguage(chosen);
  };
  const front = LANGUAGES.findIndex(([id]) => id === language);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = { ArrowRight: front + 1, ArrowLeft: front - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      choose(next);
      list.current?.querySelectorAll<HTMLElement>('[role=tab]')[(next + LANGUAGES.length) % LANGUAGES.length]?.focus();
    }
  };
  return (
    <div>
      <div class="jgm-tablist" role="tablist" aria-label={__('Language')} ref={list} onKeyDown={onKeyDown}>
        {LANGUAGES.map(([id, title], at) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${prefix}-${id}`}
            aria-controls={`${prefix}-program`}
            aria-selected={id === language}
            tabIndex={id === language ? 0 : -1}
            onClick={() => choose(at)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}-program`} aria-labelledby={`${prefix}-${language}`}>
        {install && (
          <p class="jgmr-install">
            <code>{install}</code> <Copy text={() => install} label={__('Copy')} />
          </p>
        )}
        {notes.length > 0 && (
          <ul class="jgmr-notes">
            {notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <pre class="jgmr-program" tabIndex={0} aria-label={__('Program')}>
          {text}
        </pre>
        <div class="jgmv-actions">
          <Copy text={() => text} label={__('Copy program')} />
          <button type="button" class="jgmv-action" onClick={() => save(text, file)}>
            {__('Download {file}', { file })}
          </button>
        </div>
      </div>
    </div>
  );
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  // Not before the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function lastLanguage(): ProgramLanguage {
  try {
    const found = localStorage.getItem(KEY);
    return LANGUAGES.find(([id]) => id === found)?.[0] ?? 'python';
  } catch {
    return 'python';
  }
}

function keepLanguage(language: ProgramLanguage): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // It is forgotten with the dialog then.
  }
}
