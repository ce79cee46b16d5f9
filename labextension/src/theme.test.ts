import { afterEach, expect, test, vi } from 'vitest';

import { isDark, onTheme } from './theme';

const { body, documentElement } = document;

afterEach(() => {
  for (const element of [body, documentElement]) {
    for (const { name } of [...element.attributes]) {
      element.removeAttribute(name);
    }
  }
  vi.unstubAllGlobals();
});

test.each<[string, HTMLElement, string, string, boolean]>([
  ['JupyterLab', body, 'data-jp-theme-light', 'false', true],
  ['JupyterLab', body, 'data-jp-theme-light', 'true', false],
  ['VS Code', body, 'data-vscode-theme-kind', 'vscode-dark', true],
  ['VS Code', body, 'data-vscode-theme-kind', 'vscode-high-contrast', true],
  ['VS Code', body, 'data-vscode-theme-kind', 'vscode-high-contrast-light', false],
  ['VS Code', body, 'class', 'vscode-light', false],
  ['Colab', documentElement, 'theme', 'dark', true],
  ['our own page', documentElement, 'data-jgm-theme', 'dark', true]
])('the word of %s counts before that of the system', (_, element, name, value, dark) => {
  vi.stubGlobal('matchMedia', () => ({ matches: !dark }));
  element.setAttribute(name, value);
  expect(isDark()).toBe(dark);
});

test.each([true, false])('where nobody says anything the system does: %s', dark => {
  vi.stubGlobal('matchMedia', () => ({ matches: dark }));
  expect(isDark()).toBe(dark);
});

test('a change is told until nobody listens', async () => {
  const changed = vi.fn();
  const rest = onTheme(changed);
  body.dataset.jpThemeLight = 'false';
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
  rest();
  body.dataset.jpThemeLight = 'true';
  await new Promise(resolve => setTimeout(resolve));
  expect(changed).toHaveBeenCalledTimes(1);
});
