import { expect, test } from 'vitest';

import { addressOf, asFile, mediaKind, nameOf, safeAddress, sizeOf } from './files';
import { file, surroundings } from './testing';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1234, '1.2 kB'],
  [99_499, '99.5 kB'],
  [123_456, '123 kB'],
  [999_900, '1.0 MB'],
  [5e12, '5.0 TB']
])('%d bytes are %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text);
});

test.each([
  ['javascript:alert(1)', false],
  [' javascript:alert(1)', false],
  ['data:text/html,<script>', false],
  ['vbscript:x', false],
  ['data:image/png;base64,AA', true],
  ['/files/a.png', true],
  ['../a.png', true],
  ['https://example.org/a.png', true],
  ['blob:https://example.org/1', true]
])('whether %s may be shown: %s', (address, may) => {
  expect(safeAddress(address)).toBe(may ? address : null);
});

test('a file whose address is a script has none', async () => {
  const environment = surroundings();
  await expect(addressOf(file('a.png', null, { url: 'javascript:1' }), environment)).rejects.toThrow(
    'a.png has an address that cannot be shown.'
  );
});

test('the name that a file came with goes before the one in its path', () => {
  expect(nameOf(file('a.png', null, { orig_name: 'mine.png' }))).toBe('mine.png');
  expect(nameOf(file('a.png', null, { orig_name: null, path: 'C:\\temp\\b.png' }))).toBe('b.png');
});

test('the type that a file says goes before its ending', () => {
  expect(mediaKind(file('a.png', 'text/plain'))).toBe('other');
  expect(mediaKind(file('a.webm'))).toBe('video');
});

test('an address on the web is a file, and a path is none', () => {
  expect(asFile('https://example.org/a/b.png?x=1')).toMatchObject({ url: 'https://example.org/a/b.png?x=1' });
  expect(nameOf(asFile('https://example.org/a/b.png?x=1')!)).toBe('b.png');
  expect(asFile('/etc/passwd')).toBeNull();
  expect(asFile({ path: '/etc/passwd' })).toBeNull();
});
