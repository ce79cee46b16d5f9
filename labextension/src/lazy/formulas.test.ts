import { Marked } from 'marked';
import { expect, test } from 'vitest';

import { delimitersOf, extensions, mayHave } from './formulas';

function found(text: string, said?: unknown): string[] {
  const formulas: string[] = [];
  const marked = new Marked({ gfm: true, breaks: true });
  marked.use({
    extensions: extensions(delimitersOf(said), ({ tex, display }) => {
      formulas.push(`${display ? 'block' : 'inline'} ${tex}`);
      return '';
    })
  });
  marked.parse(text);
  return formulas;
}

test.each([
  ['$$x^2$$', ['block x^2']],
  ['so $$a_1 + b_1$$ and \\(c*d*e\\)', ['block a_1 + b_1', 'inline c*d*e']],
  ['before\n$$\n\\begin{matrix}a \\\\ b\\end{matrix}\n$$\nafter', ['block \n\\begin{matrix}a \\\\ b\\end{matrix}\n']],
  ['\\[\n- x\n\n- y\n\\]', ['block \n- x\n\n- y\n']],
  ['- a list with \\(x\\)', ['inline x']],
  ['| a |\n| - |\n| \\(x\\) |', ['inline x']],
  ['it costs $5, or $6', []],
  ['$$$$ and $$ open', []],
  ['\\\\(not one\\\\)', []]
])('formulas of %j', (text, formulas) => {
  expect(found(text)).toEqual(formulas);
});

test.each(['`$$x$$`', '```\n$$x$$\n```', '    $$x$$', '~~~tex\n\\[x\\]\n~~~', '`a` `\\(x\\)`'])('there are none in code: %j', text => {
  expect(found(text)).toEqual([]);
});

test('an author says what formulas begin and end with', () => {
  const dollar = [
    { left: '$', right: '$', display: false },
    { left: '$$', right: '$$', display: true }
  ];
  expect(found('$x$ and $$y$$ and \\(z\\)', dollar)).toEqual(['inline x', 'block y']);
  expect(found('$$y$$', [])).toEqual([]);
  expect(found('$$y$$', [{ left: '', right: '' }, null, 3])).toEqual([]);
});

test('a text without delimiters needs no more than Markdown', () => {
  const usual = delimitersOf(undefined);
  expect(mayHave('a text of $5', usual)).toBe(false);
  expect(mayHave('an open $$x', usual)).toBe(false);
  expect(mayHave('a $$x$$', usual)).toBe(true);
});
