/**
 * Texts in command lines: bash, PowerShell and cmd. JSON can say every character by its number, so whatever means
 * something to a shell is said like that within JSON, and nothing needs a shell's own escapes.
 */

import { jsonNotation, units, write, type Writable } from './literals';

/** A text as one word of bash, and of other POSIX shells. */
export function bash(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text of PowerShell, which takes typographic quotation marks for `'`, too. */
export function powershell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** JSON as one word of bash. Code in it stands between two words, and brings quotes of its own: `"$file"`. */
export function bashJson(value: Writable): string {
  return `'${write(value, { ...jsonNotation(without(/'/g)), code: text => `'${text}'` })}'`;
}

/** JSON as a text of PowerShell; in ASCII, for Windows PowerShell sends nothing else rightly. */
export function powershellJson(value: Writable): string {
  return `'${write(value, { ...jsonNotation(without(/['\u007f-\uffff]/g)), code: text => `' + ${text} + '` })}'`;
}

/** JSON as one word of cmd, as curl reads it. Code in it is put as it is. */
export function cmdJson(value: Writable): string {
  // cmd takes each `"` for its own, so texts may hold none, nor anything that it heeds outside of quotes.
  const plain = without(/[&|<>^%!()'`\u007f-\uffff]/g);
  const text = (given: string) => {
    const inner = plain(given).slice(1, -1);
    return `\\"${inner.replace(/\\(["\\])/g, (_, character: string) => units(character))}\\"`;
  };
  return `"${write(value, jsonNotation(text))}"`;
}

/** How JSON writes texts in which certain characters are said by number. */
function without(characters: RegExp): (text: string) => string {
  const { text } = jsonNotation();
  return given => text(given).replace(characters, units);
}
