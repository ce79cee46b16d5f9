import { expect, test } from 'vitest';

import { baseOf, headersOf, needs } from './address';
import { fn, TARGET } from './testing';

test('an address has no character that a shell takes for anything, and means the same', () => {
  const base = baseOf({ ...TARGET, base: "http://[::1]:8888/it's/a [b] $c;d&e(f)!/x%20y.ipynb" });
  expect(base).toBe('http://[::1]:8888/it%27s/a%20%5Bb%5D%20%24c%3Bd%26e%28f%29%21/x%20y.ipynb/');
  expect(decodeURIComponent(base)).toBe("http://[::1]:8888/it's/a [b] $c;d&e(f)!/x y.ipynb/");
});

test('the credential and the headers that a function cannot do without are sent, of others one is told', () => {
  const headers = [
    { name: 'X-Api-Token', required: true },
    { name: 'X-Else', required: false }
  ];
  const f = fn([], { headers });
  expect(headersOf(TARGET, [f, f]).map(({ name, variable }) => [name, variable])).toEqual([
    ['Authorization', 'JUPYTER_GRADIO_MCP_KEY'],
    ['X-Api-Token', 'X_API_TOKEN']
  ]);
  expect(headersOf({ ...TARGET, variable: null }, [])).toEqual([]);
  expect(needs([TARGET, TARGET], [f], ['a.png'])).toEqual([
    'The environment variable JUPYTER_GRADIO_MCP_KEY holds an access key.',
    'The environment variable X_API_TOKEN holds the value of the header X-Api-Token.',
    'The function also reads the header X-Else, if it is sent.',
    'The file “a.png” is in the folder where this runs.'
  ]);
});
