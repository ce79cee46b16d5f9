/** Values as they stand in programs: Python, JavaScript and JSON. Whatever nobody could see or type is escaped. */

import type { Json } from '../protocol';

/** A piece of program where a value could be, such as `handle_file("photo.png")`. */
export class Code {
  constructor(readonly text: string) {}
}

/** A value to be written, some of which may be a program's own. */
export type Writable = Json | Code | Writable[] | { [key: string]: Writable };

/** How one language writes values. */
export interface Notation {
  none: string;
  yes: string;
  no: string;
  text(text: string): string;
  /** What stands before a value in an object. */
  key(name: string): string;
  /** Blanks that a level is set in; 0 writes one line. */
  indent: number;
  /** Whether the last item of several lines is followed by a comma. */
  trailing: boolean;
  /** What is within the braces of an object on one line. */
  padding: string;
  /** A piece of program among values; as it is unless this says otherwise. */
  code?(text: string): string;
}

/** Columns that a line may have before a list or object is written over several. */
const WIDTH = 88;

// Controls, formats such as those that turn the direction of text, halves of surrogates, blanks that look alike.
const HIDDEN = /[\p{C}\p{Z}]/u;
const SHORT: { [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Units of UTF-16, as JSON and JavaScript write them. */
export function units(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${hex(character.charCodeAt(i), 4)}`).join('');
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function hidden(character: string): boolean {
  return character !== ' ' && HIDDEN.test(character);
}

function escaped(text: string, quote: string, code: (character: string) => string): string {
  const characters = Array.from(text, character =>
    character === quote || character === '\\'
      ? `\\${character}`
      : (SHORT[character] ?? (hidden(character) ? code(character) : character))
  );
  return quote + characters.join('') + quote;
}

function pythonText(text: string): string {
  return escaped(text, text.includes('"') && !text.includes("'") ? "'" : '"', character => {
    const point = character.codePointAt(0)!;
    return point < 0x100 ? `\\x${hex(point, 2)}` : point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
  });
}

function javascriptText(text: string): string {
  return escaped(text, '"', units);
}

const PYTHON: Notation = {
  none: 'None',
  yes: 'True',
  no: 'False',
  text: pythonText,
  key: name => `${pythonText(name)}: `,
  indent: 4,
  trailing: true,
  padding: ''
};

const JAVASCRIPT: Notation = {
  none: 'null',
  yes: 'true',
  no: 'false',
  text: javascriptText,
  // `"__proto__": …` would be no member, but what the object inherits from.
  key: name => (name === '__proto__' ? '["__proto__"]: ' : `${isName(name) ? name : javascriptText(name)}: `),
  indent: 2,
  trailing: false,
  padding: ' '
};

/** JSON on one line, whose texts are written by `text`. */
export function jsonNotation(text: (text: string) => string = javascriptText): Notation {
  const none = { none: 'null', yes: 'true', no: 'false' };
  return { ...none, text, key: name => `${text(name)}: `, indent: 0, trailing: false, padding: '' };
}

/** Whether JavaScript takes a text for a name. */
export function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** A value in a notation, whose first line begins `indent` blanks from the left. */
export function write(value: Writable | undefined, notation: Notation, indent = 0): string {
  const line = onOneLine(value, notation);
  if (!notation.indent || indent + line.length <= WIDTH || !(value instanceof Object) || value instanceof Code) {
    return line;
  }
  const deeper = indent + notation.indent;
  const [open, items, close] = Array.isArray(value)
    ? ['[', value.map(item => write(item, notation, deeper)), ']']
    : ['{', Object.entries(value).map(([name, item]) => notation.key(name) + write(item, notation, deeper)), '}'];
  return items.length ? `${open}${lines(items, deeper, notation.trailing)}\n${' '.repeat(indent)}${close}` : line;
}

/** Items on lines of their own, with commas. */
export function lines(items: string[], indent: number, trailing: boolean): string {
  const start = `\n${' '.repeat(indent)}`;
  return start + items.join(`,${start}`) + (trailing ? ',' : '');
}

function onOneLine(value: Writable | undefined, notation: Notation): string {
  if (value instanceof Code) {
    return notation.code?.(value.text) ?? value.text;
  }
  if (value === null || value === undefined) {
    return notation.none;
  }
  if (typeof value === 'string') {
    return notation.text(value);
  }
  if (typeof value === 'boolean') {
    return value ? notation.yes : notation.no;
  }
  if (typeof value === 'number') {
    // -0 as a text would be 0, and a whole number of Python has no sign of that kind.
    return Object.is(value, -0) ? '-0.0' : Number.isFinite(value) ? String(value) : notation.none;
  }
  if (Array.isArray(value)) {
    return `[${value.map(item => onOneLine(item, notation)).join(', ')}]`;
  }
  const items = Object.entries(value).map(([name, item]) => notation.key(name) + onOneLine(item, notation));
  return items.length ? `{${notation.padding}${items.join(', ')}${notation.padding}}` : '{}';
}

/** A value as Python writes it. */
export function python(value: Writable | undefined, indent = 0): string {
  return write(value, PYTHON, indent);
}

/** A value as JavaScript writes it. */
export function javascript(value: Writable | undefined, indent = 0): string {
  return write(value, JAVASCRIPT, indent);
}
