import { expect, test } from 'vitest';

import { short } from './examples';
import type { Json } from './protocol';

const file = { path: '/x/a.png', url: null, size: 1, orig_name: null, mime_type: null, is_stream: false, meta: { _type: 'gradio.FileData' } };

test.each<[Json | undefined, string]>([
  ['text', 'text'],
  ['', '“”'],
  [0, '0'],
  [false, 'false'],
  [null, '—'],
  [undefined, '—'],
  [{ a: [1] }, '{"a":[1]}'],
  [file, 'a.png'],
  [[file, { ...file, orig_name: 'b.png' }], 'a.png, b.png']
])('%o is shown as %s', (value, text) => {
  expect(short(value)).toBe(text);
});

test('a long value is cut', () => {
  expect(short('x'.repeat(1000)).length).toBeLessThan(100);
});
