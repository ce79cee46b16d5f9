/** The languages that the editor colours. */

import { css } from '@codemirror/lang-css';
import { html } from '@codemirror/lang-html';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { markdown } from '@codemirror/lang-markdown';
import { python } from '@codemirror/lang-python';
import { sql } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import { StreamLanguage } from '@codemirror/language';
import { r } from '@codemirror/legacy-modes/mode/r';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import type { Extension } from '@codemirror/state';

import type { Language } from './contract';

const LANGUAGES: Record<Language, () => Extension> = {
  css,
  html,
  javascript: () => javascript({ jsx: true }),
  json,
  markdown: () => markdown(),
  python,
  r: () => StreamLanguage.define(r),
  shell: () => StreamLanguage.define(shell),
  sql: () => sql(),
  typescript: () => javascript({ jsx: true, typescript: true }),
  yaml
};

/** How else they are called, by Gradio among others. */
const NAMES: Record<string, Language> = {
  bash: 'shell',
  js: 'javascript',
  jsx: 'javascript',
  md: 'markdown',
  py: 'python',
  sh: 'shell',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml'
};

/** What colours a language; nothing for one that nobody knows. */
export function languageOf(name: string | null | undefined): Extension {
  // Gradio's dialects of SQL are named sql-msSQL and so on.
  const asked = (name ?? '').toLowerCase().replace(/^sql-.*/, 'sql');
  const known = NAMES[asked] ?? asked;
  return Object.hasOwn(LANGUAGES, known) ? LANGUAGES[known as Language]() : [];
}
