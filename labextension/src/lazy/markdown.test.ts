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
  await vi.waitFor(() => expect(host.textContent).toContain('one two'), 5000);
  expect(host.querySelector('h1')).toBe(heading);
});

test('what is prepared slowly does not take the place of what came later', async () => {
  const waiting: (() => void)[] = [];
  const shown = mount(host, { value: 'first', prepare: () => new Promise<void>(done => waiting.push(done)) });
  shown.update('second');
  await vi.waitFor(() => expect(waiting).toHaveLength(2), 5000);
  waiting[1]!();
  await vi.waitFor(() => expect(host.textContent).toContain('second'));
  waiting[0]!();
  await Promise.resolve();
  expect(host.textContent).not.toContain('first');
});

test.each([
  ['is nested too deeply', '>'.repeat(5000) + 'x', /cannot be set/],
  ['is too long', '# a\n*b* `c`\n\n'.repeat(100_000), /too long/]
])('a text that %s is shown as it was written, with the reason, and the next one as Markdown', async (_, text, why) => {
  const shown = mount(host, { value: text });
  await vi.waitFor(() => expect(host.querySelector('.jgmv-raw')?.textContent).toBe(text));
  expect(host.firstElementChild!.textContent).toMatch(why);
  shown.update('first\n\n# A');
  await vi.waitFor(() => expect(host.querySelector('h1')).not.toBeNull(), 5000);
  expect(host.querySelector('.jgmv-raw')).toBeNull();
});

test('a text whose links cannot be led is shown as it was written', async () => {
  mount(host, { value: '*a*', prepare: () => Promise.reject(new Error('no')) });
  await vi.waitFor(() => expect(host.querySelector('.jgmv-raw')?.textContent).toBe('*a*'));
});

test('of many updates the last is shown, and few are worked on', async () => {
  const prepare = vi.fn();
  const shown = mount(host, { value: 'start', prepare });
  for (let count = 1; count <= 300; count += 1) {
    shown.update(`start ${count}`);
  }
  await vi.waitFor(() => expect(host.textContent).toContain('start 300'), 5000);
  expect(prepare.mock.calls.length).toBeLessThan(5);
});

test('what was taken away stays away', async () => {
  const shown = mount(host, { value: 'a' });
  shown.update('b');
  shown.destroy();
  await new Promise(requestAnimationFrame);
  await new Promise(done => setTimeout(done));
  expect(host.childNodes).toHaveLength(0);
});
