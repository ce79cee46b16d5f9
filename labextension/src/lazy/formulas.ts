/** Where formulas are in Markdown: between delimiters, and never in code. */

import type { TokenizerAndRendererExtension } from 'marked';

/** What formulas begin and end with, as `latex_delimiters` says it. */
export interface Delimiter {
  left: string;
  right: string;
  /** In a line of its own. */
  display: boolean;
}

/** A dollar alone is a currency, unless an author says otherwise. */
const USUAL: Delimiter[] = [
  { left: '$$', right: '$$', display: true },
  { left: '\\[', right: '\\]', display: true },
  { left: '\\(', right: '\\)', display: false }
];

export interface Formula {
  tex: string;
  display: boolean;
  /** As it was written. */
  source: string;
}

/** Characters of a formula: what begins one and ends nowhere is not looked for further. */
const LONGEST = 3000;

/** What was said of delimiters, as far as it can be used; the usual ones if nothing was. */
export function delimitersOf(said: unknown): Delimiter[] {
  const known = Array.isArray(said)
    ? said.filter(one => typeof one?.left === 'string' && typeof one.right === 'string' && one.left.trim() && one.right.trim())
    : USUAL;
  // The longer ones first: `$$` is not an empty formula between two `$`.
  return [...known].sort((one, other) => other.left.length - one.left.length);
}

/** Whether there can be a formula at all. */
export function mayHave(text: string, delimiters: Delimiter[]): boolean {
  return delimiters.some(({ left, right }) => {
    const start = text.indexOf(left);
    return start >= 0 && text.indexOf(right, start + left.length) >= 0;
  });
}

/**
 * Extensions of marked that note formulas.
 *
 * @param note Is told of each, and says what stands for it.
 */
export function extensions(delimiters: Delimiter[], note: (formula: Formula) => string): TokenizerAndRendererExtension[] {
  const any = delimiters.map(({ left }) => literal(left)).join('|');
  const forms = delimiters.map(one => ({ one, form: formOf(one) }));
  const lines = delimiters.filter(({ display }) => display).map(one => ({ one, form: formOf(one, '^ {0,3}', '[ \\t]*(?:\\n+|$)') }));
  const blocks = lines.map(({ one }) => literal(one.left)).join('|');
  const begins = new RegExp(any);
  const beginsLine = new RegExp(`\\n {0,3}(?:${blocks})`);
  const found = (type: string, among: typeof forms, src: string) => {
    for (const { one, form } of among) {
      const match = form.exec(src);
      if (match) {
        return { type, raw: match[0], tex: match[1]!, display: one.display };
      }
    }
    return undefined;
  };
  const renderer = (token: { raw: string; [more: string]: unknown }): string =>
    note({ tex: String(token.tex), display: Boolean(token.display), source: token.raw.trim() });
  return [
    {
      name: 'formulaBlock',
      level: 'block',
      start: src => {
        // Further than this paragraph nobody asks.
        const end = src.search(/\n[ \t]*\n/);
        const at = blocks ? (end < 0 ? src : src.slice(0, end)).search(beginsLine) : -1;
        return at < 0 ? undefined : at;
      },
      tokenizer: src => found('formulaBlock', lines, src),
      renderer: token => `<p>${renderer(token)}</p>\n`
    },
    {
      name: 'formula',
      level: 'inline',
      start: src => {
        const at = src.search(begins);
        return at < 0 ? undefined : at;
      },
      tokenizer: src => {
        // One that is empty is text, and does not begin another one at its second letter.
        const begun = delimiters.find(({ left }) => src.startsWith(left));
        const empty = begun ? begun.left + begun.right : '';
        return empty && src.startsWith(empty) ? { type: 'text', raw: empty, text: empty } : found('formula', forms, src);
      },
      renderer
    }
  ];
}

/** A formula at the start of a text; what a backslash stands before ends nothing. */
function formOf({ left, right }: Delimiter, before = '^', after = ''): RegExp {
  return new RegExp(`${before}${literal(left)}(?!${literal(right)})((?:\\\\[^]|[^\\\\]){1,${LONGEST}}?)${literal(right)}${after}`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
