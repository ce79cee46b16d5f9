import { beforeEach, expect, test, vi } from 'vitest';

import { mount, render } from './markdown';

let host: HTMLElement;

beforeEach(() => {
  host = document.createElement('div');
});

// What is taken out is tested in Chromium (tests/browser/test_views.py): DOMPurify does not work in happy-dom, where
// it also loses the tag of the first element, so that one goes before.
test('Markdown becomes markup', () => {
  expect(render('first\n\n# A\n\n*b* `c`')).toContain('<h1>A</h1>\n<p><em>b</em> <code>c</code></p>\n');
});

test('boxes of task lists are signs', () => {
  expect(render('- [x] done\n- [ ] not')).toMatch(/☑ done[^]*☐ not/);
});

test('what has not changed stays the same element', async () => {
  const shown = mount(host, { value: '# A\n\none' });
  await vi.waitFor(() => expect(host.textContent).toContain('one'));
  const heading = host.querySelector('h1');
  shown.update('# A\n\none two');
  await vi.waitFor(() => expect(host.textContent).toContain('one two'));
  expect(host.querySelector('h1')).toBe(heading);
});

test('what is prepared slowly does not take the place of what came later', async () => {
  const waiting: (() => void)[] = [];
  const shown = mount(host, { value: 'first', prepare: () => new Promise<void>(done => waiting.push(done)) });
  shown.update('second');
  waiting[1]!();
  await vi.waitFor(() => expect(host.textContent).toContain('second'));
  waiting[0]!();
  await Promise.resolve();
  expect(host.textContent).not.toContain('first');
});
