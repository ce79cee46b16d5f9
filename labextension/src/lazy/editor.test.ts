import { afterEach, expect, test, vi } from 'vitest';

import { mount } from './editor';

afterEach(() => document.body.replaceChildren());

function place(): HTMLElement {
  const host = document.createElement('div');
  document.body.append(host);
  return host;
}

test('an editor shows a text, follows it, and tells nobody of what it was given', () => {
  const host = place();
  const onChange = vi.fn();
  const editor = mount(host, { root: document, value: 'a = 1', language: 'python', label: 'Code', onChange });
  const content = host.querySelector('.cm-content')!;
  expect([content.textContent, content.getAttribute('aria-label')]).toEqual(['a = 1', 'Code']);
  editor.update('a = 12');
  expect(content.textContent).toBe('a = 12');
  expect(onChange).not.toHaveBeenCalled();
  editor.destroy();
  expect(host.childElementCount).toBe(0);
});

test('an editor to read only cannot be written in, and can be reached', () => {
  const host = place();
  const editor = mount(host, { root: document, value: 'x', readOnly: true });
  const content = host.querySelector('.cm-content')!;
  expect([content.getAttribute('contenteditable'), content.getAttribute('tabindex')]).toEqual(['false', '0']);
  editor.setReadOnly(false);
  expect(content.getAttribute('contenteditable')).toBe('true');
});

test.each(['json', 'r', 'bash', 'sql-msSQL', 'klingon', null])('a text in %s is shown', language => {
  const host = place();
  mount(host, { root: document, value: '1', language, lint: language === 'json' });
  expect(host.querySelector('.cm-content')!.textContent).toBe('1');
});
