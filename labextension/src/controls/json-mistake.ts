/** Where a text stops being JSON, and what should be there: browsers have words of their own, some without a place. */

export interface Mistake {
  /** Offset of the first letter that does not fit. */
  at: number;
  message: string;
}

class Wrong extends Error {
  constructor(
    readonly at: number,
    message: string
  ) {
    super(message);
  }
}

const BLANK = /[ \t\r\n]*/y;
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;
const WORD = /[\w.+-]+/y;

/** The first mistake; null in a text that is JSON. */
export function mistakeIn(text: string): Mistake | null {
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found ? found[0].length : 0;
    return found && found[0];
  };
  const sees = (letter: string): boolean => {
    match(BLANK);
    return text[at] === letter;
  };
  const skip = (letter: string): boolean => {
    const seen = sees(letter);
    at += seen ? 1 : 0;
    return seen;
  };
  const wrong = (message: string): never => {
    throw new Wrong(at, at >= text.length ? `the text ends, but ${message}` : message);
  };
  const quoted = () => {
    match(TEXT);
    if (text[at] !== '"') {
      wrong(text[at] === '\\' ? 'no such escape: write \\\\ for a backslash' : 'a text ends with " on its line');
    }
    at++;
  };
  const members = (end: string, member: () => void) => {
    at++;
    if (skip(end)) {
      return;
    }
    do {
      match(BLANK);
      if (text[at] === end) {
        wrong(`there is a comma too many before ${end}`);
      }
      member();
    } while (skip(','));
    if (!skip(end)) {
      wrong(`a comma or ${end} is expected`);
    }
  };
  const value = () => {
    match(BLANK);
    const letter = text[at];
    if (letter === '{') {
      members('}', () => {
        if (text[at] !== '"') {
          wrong('a name in double quotes is expected');
        }
        quoted();
        if (!skip(':')) {
          wrong('a colon is expected');
        }
        value();
      });
    } else if (letter === '[') {
      members(']', value);
    } else if (letter === '"') {
      quoted();
    } else if (match(LITERAL) === null) {
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0];
      const meant = { True: 'true', False: 'false', None: 'null', NaN: 'null' }[word ?? ''];
      wrong(
        meant
          ? `${word} is written ${meant} in JSON`
          : letter === "'"
            ? 'texts are in double quotes'
            : word && /^[a-z]/i.test(word)
              ? `${word} is no value; texts are in double quotes`
              : 'a value is expected'
      );
    }
  };
  try {
    value();
    match(BLANK);
    if (at < text.length) {
      wrong('there is more than one value');
    }
    return null;
  } catch (error) {
    if (error instanceof Wrong) {
      return { at: error.at, message: error.message };
    }
    throw error; // nested deeper than the stack
  }
}
