import { expect, test } from 'vitest';

import { withKeyOf, withoutKey } from './plain-address';

const PLAIN = 'http://here/u/gradio/a.ipynb/?view=api';
const KEYED = 'http://here/u/gradio_key/jgm_1_a-b/gradio/a.ipynb/?view=api';

test.each([
  [KEYED, PLAIN],
  [PLAIN, PLAIN],
  ['/gradio_key/k%20/gradio/a.ipynb/', '/gradio/a.ipynb/'],
  ['http://here/gradio_key/k/', 'http://here/'],
  ['http://here/gradio_key/k/?a=1', 'http://here/?a=1'],
  ['http://here/gradio_key/k/gradio_api/mcp/', 'http://here/gradio_api/mcp/'],
  ['http://here/gradio/gradio_key/x/a.ipynb/', 'http://here/gradio/gradio_key/x/a.ipynb/']
])('%s is passed on as %s', (address, wanted) => {
  expect(withoutKey(address)).toBe(wanted);
});

test('a page asks with the key that it was opened with, and no other server', () => {
  expect(withKeyOf(PLAIN, KEYED)).toBe(KEYED);
  expect(withKeyOf(KEYED, KEYED)).toBe(KEYED);
  expect(withKeyOf(PLAIN, PLAIN)).toBe(PLAIN);
  expect(withKeyOf('http://there/u/gradio/a.ipynb/', KEYED)).toBe('http://there/u/gradio/a.ipynb/');
});
