import { expect, test } from 'vitest';

import { coloured } from './colours';

const python = 'from gradio_client import Client\n# a key\nclient = Client("http://a/#b", n=12)\nprint(client.x1)';

test('strings, comments, numbers and keywords have colours, and nothing is lost', () => {
  const pieces = coloured(python, 'python');
  expect(pieces.map(([text]) => text).join('')).toBe(python);
  const of = (colour: string): string[] => pieces.filter(([, has]) => has === colour).map(([text]) => text);
  expect(of('keyword')).toEqual(['from', 'import', 'print']);
  expect(of('comment')).toEqual(['# a key']);
  expect(of('string')).toEqual(['"http://a/#b"']);
  expect(of('number')).toEqual(['12']);
});

test.each([
  ['javascript', 'const a = `x${1}`; // "no string"', '`x${1}`'],
  ['shell', `curl -H 'a\\' -d "it's \\"1\\""`, `'a\\'`],
  ['powershell', 'Invoke-RestMethod "C:\\a" -Body \'it\'', '"C:\\a"']
] as const)('%s has strings of its own', (syntax, text, string) => {
  const pieces = coloured(text, syntax);
  expect(pieces.map(([piece]) => piece).join('')).toBe(text);
  expect(pieces.filter(([, colour]) => colour === 'string')[0][0]).toBe(string);
});
