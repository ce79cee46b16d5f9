/** In which language snippets are: the one that was chosen last, anywhere on this server. */

import { LANGUAGES } from '../snippets/index';
import type { Language } from '../snippets/contract';

const KEY = 'jupyter-gradio-mcp:language';

/** What was chosen last; the first one before. */
export function chosenLanguage(): Language {
  try {
    const kept = localStorage.getItem(KEY);
    return LANGUAGES.find(({ id }) => id === kept)?.id ?? LANGUAGES[0].id;
  } catch {
    return LANGUAGES[0].id;
  }
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // It is forgotten with the page then.
  }
}
