import { expect, test } from 'vitest';

import { byName, inOrder, localFiles, withSecrets, type FileNotation } from './arguments';
import { file, fn, parameter } from './testing';

const FILES: FileNotation = { remote: url => `at ${url}`, local: name => `beside ${name}` };

test('what is not given is left out, or its example if it is required', () => {
  const f = fn([parameter('a'), parameter('b', { required: false, default: 0 }), parameter('c', { required: false })]);
  expect(byName(f, {}, FILES)).toEqual({ a: 'Hello!!' });
  expect(byName(f, { c: null, more: 1 }, FILES)).toEqual({ a: 'Hello!!', c: null, more: 1 });
});

test('in order, gaps have their defaults', () => {
  const optional = [parameter('b', { required: false, default: false }), parameter('c', { required: false })];
  const f = fn([parameter('a'), ...optional, parameter('d', { required: false, default: 1 })]);
  expect(inOrder(f, { a: '' }, FILES)).toEqual(['']);
  expect(inOrder(f, { a: '', d: 2 }, FILES)).toEqual(['', false, null, 2]);
});

test.each([
  [file('a.png', 'https://example.org/x/a.png'), 'at https://example.org/x/a.png'],
  ['http://example.org/b', 'at http://example.org/b'],
  [file('a.png'), 'beside a.png'],
  [file('../../etc/passwd'), 'beside passwd'],
  [file('C:\\folder\\a.png'), 'beside a.png'],
  [{ ...file('a.png'), url: 'blob:https://example.org/1' }, 'beside a.png'],
  [{ ...file('a.png'), url: 'path/to/a.png' }, 'beside a.png'],
  [{ ...file('a.png'), url: '/u/gradio_api/file=/a.png' }, 'beside a.png'],
  [file('a.png', 'https://example.org/u/gradio_api/file=/tmp/1/b.png?sig=s'), 'beside a.png'],
  ['https://example.org/u/gradio_api/file=/tmp/1/b.png?sig=s', 'beside b.png'],
  ['https://example.org/u/gradio_api/file=b.png?sig=s', 'beside b.png'],
  ['data:text/plain,a', 'data:text/plain,a'],
  [null, null]
])('%j is %j', (value, wanted) => {
  expect(byName(fn([parameter('a', { files: 'one' })]), { a: value as any }, FILES)).toEqual({ a: wanted });
});

test('files are found in a list and in a gallery, whose captions are texts', () => {
  const f = fn([parameter('a', { files: 'many' })]);
  const gallery = [{ image: file('a.png'), caption: 'b.png' }, 'c.png'];
  expect(byName(f, { a: gallery }, FILES)).toEqual({
    a: [{ image: 'beside a.png', caption: 'b.png' }, 'beside c.png']
  });
  expect(localFiles(f, { a: gallery })).toEqual(['a.png', 'c.png']);
});

test('where no file is expected, what looks like one is data', () => {
  expect(byName(fn([parameter('a')]), { a: file('a.png') }, FILES)).toEqual({ a: file('a.png') });
});

test('a parameter may be called as what every object has', () => {
  const f = fn(['constructor', 'toString', '__proto__'].map(name => parameter(name, { required: false, default: 'd' })));
  expect(Object.entries(byName(f, {}, FILES))).toEqual([]);
  expect(inOrder(f, {}, FILES)).toEqual([]);
  const given = JSON.parse('{"__proto__": "x"}');
  expect(Object.entries(byName(f, given, FILES))).toEqual([['__proto__', 'x']]);
  expect(inOrder(f, given, FILES)).toEqual(['d', 'd', 'x']);
});

test('a secret is read from a variable, or has dots in its place', () => {
  const f = fn([parameter('path'), parameter('b', { required: false })], { name: '1 login' });
  const values = withSecrets(f, { path: 'hunter2' }, ['path']);
  expect(byName(f, values, { ...FILES, secret: variable => `$${variable}` })).toEqual({ path: '$_1_LOGIN_PATH' });
  expect(inOrder(f, values, FILES)).toEqual(['...']);
});
