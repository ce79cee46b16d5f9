/** The colours of short programs: strings, comments, numbers and keywords, which is all that snippets have. */

import type { Snippet } from '../snippets/contract';

export type Colour = '' | 'string' | 'comment' | 'number' | 'keyword';

const WORDS: { [syntax in Snippet['syntax']]: string } = {
  python: 'import from as with for in if else def return async await None True False lambda print not and or try except',
  javascript: 'import from const let await async new for of in function return if else null true false export try catch',
  shell: 'curl echo export if then fi for in do done while read',
  powershell: 'function param if else foreach in return'
};

const STRINGS = String.raw`"""[^]*?"""|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'`;

const COMMENT: { [syntax in Snippet['syntax']]: string } = {
  python: '#.*',
  javascript: String.raw`\/\/.*`,
  // A `#` within a word is none.
  shell: String.raw`(?<=^|\s)#.*`,
  powershell: String.raw`(?<=^|\s)#.*`
};

/** A text in pieces, each with its colour; joined they are the text again. */
export function coloured(text: string, syntax: Snippet['syntax']): [text: string, colour: Colour][] {
  // Where a backslash escapes nothing: POSIX shells in single quotes, PowerShell anywhere.
  const plain = syntax === 'powershell' ? String.raw`"(?:\x60[^]|[^"\x60])*"|'[^']*'` : String.raw`"(?:\\[^]|[^"\\])*"|'[^']*'`;
  const strings =
    syntax === 'python' ? STRINGS : syntax === 'javascript' ? String.raw`${STRINGS}|\x60(?:\\[^]|[^\\\x60])*\x60` : plain;
  const words = `\\b(?:${WORDS[syntax].replaceAll(' ', '|')})\\b`;
  const pattern = new RegExp(`(${strings})|(${COMMENT[syntax]})|(\\b\\d+(?:\\.\\d+)?\\b)|(${words})`, 'gm');
  const pieces: [string, Colour][] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const colour = (['string', 'comment', 'number', 'keyword'] as const)[match.slice(1).findIndex(part => part !== undefined)];
    if (match.index > end) {
      pieces.push([text.slice(end, match.index), '']);
    }
    pieces.push([match[0], colour]);
    end = match.index + match[0].length;
  }
  if (end < text.length) {
    pieces.push([text.slice(end), '']);
  }
  return pieces;
}
