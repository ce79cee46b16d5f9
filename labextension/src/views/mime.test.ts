import { expect, test } from 'vitest';

import { asBundle, bestType } from './mime';
import { component, show } from './testing';

test('both forms of a bundle are one, and data that has a mime is none', () => {
  expect(asBundle({ mime: { 'text/plain': 'x' } })).toEqual({ 'text/plain': 'x' });
  expect(asBundle({ type: 'mime', bundle: { 'text/plain': 'x' } })).toEqual({ 'text/plain': 'x' });
  expect(asBundle({ mime: 'text/plain' })).toBeNull();
  expect(asBundle({ mime: { type: 'x' } })).toBeNull();
});

test.each([
  [['text/plain', 'text/html', 'image/png'], 'text/html'],
  [['text/plain', 'image/png', 'image/svg+xml'], 'image/svg+xml'],
  [['text/plain', 'text/latex'], 'text/latex'],
  [['text/html', 'application/vnd.vegalite.v6+json'], 'application/vnd.vegalite.v6+json']
])('of %s, %s is shown', (types, best) => {
  expect(bestType(Object.fromEntries(types.map(type => [type, 'x'])))).toBe(best);
});

test('markup that needs scripts is shown only where there is nothing else', () => {
  const html = '<div></div><SCRIPT>draw()</SCRIPT>';
  expect(bestType({ 'text/html': html, 'text/plain': 'x' })).toBe('text/plain');
});

test('a drawing is shown as a picture, whose scripts do not run', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const { findByAltText, container } = show(component('JSON'), { mime: { 'image/svg+xml': svg } });
  const address = (await findByAltText('result')).getAttribute('src')!;
  expect(decodeURIComponent(address)).toBe(`data:image/svg+xml;charset=utf-8,${svg}`);
  expect(container.querySelector('svg')).toBeNull();
});

test('lines of a text are put together', () => {
  const { container } = show(component('JSON'), { mime: { 'text/plain': ['a\n', 'b'] } });
  expect(container.querySelector('pre')!.textContent).toBe('a\nb');
});
