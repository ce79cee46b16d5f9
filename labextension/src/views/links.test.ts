import { expect, test } from 'vitest';

import { filePath, leadLinks } from './links';
import { surroundings } from './testing';

test.each([
  ['/gradio_api/file=assets/logo.png', 'assets/logo.png'],
  ['gradio_api/file=/abs/a%20b.png', '/abs/a b.png'],
  ['/file=a.png', 'a.png'],
  ['http://127.0.0.1:7860/gradio_api/file=a.png', 'a.png'],
  ['/gradio_api/file=100%.png', '100%.png'],
  ['https://example.org/gradio_api/file=a.png', null],
  ['/other/file=a.png', null],
  ['a.png', null]
])('the link %s names the file %s', (link, path) => {
  expect(filePath(link)).toBe(path);
});

test('links to files are led to where they are, and others stay', async () => {
  const host = document.createElement('div');
  host.innerHTML =
    '<img src="/gradio_api/file=a.png"><a href="/gradio_api/file=b.csv">b</a>' +
    '<a href="https://example.org/?file=c">c</a>';
  await leadLinks(host, surroundings({ url: async ({ path }) => `https://here.example/signed/${path}` }));
  expect([...host.children].map(child => child.getAttribute('src') ?? child.getAttribute('href'))).toEqual([
    'https://here.example/signed/a.png',
    'https://here.example/signed/b.csv',
    'https://example.org/?file=c'
  ]);
});

test('a file that is not let out, or leads to a script, leaves no link', async () => {
  const host = document.createElement('div');
  host.innerHTML = '<img src="/gradio_api/file=a.png"><a href="/gradio_api/file=b">b</a>';
  const url = async ({ path }: { path: string }): Promise<string> => {
    if (path === 'b') {
      return 'javascript:alert(1)';
    }
    throw new Error('403');
  };
  await leadLinks(host, surroundings({ url }));
  expect(host.querySelector('img')!.hasAttribute('src')).toBe(false);
  expect(host.querySelector('a')!.hasAttribute('href')).toBe(false);
});
