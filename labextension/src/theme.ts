/** Whether the surroundings are dark: as JupyterLab, VS Code, Colab, our own page or the system say. */

const SYSTEM = '(prefers-color-scheme: dark)';

export function isDark(document = globalThis.document): boolean {
  const { body, documentElement } = document;
  const own = documentElement.dataset.jgmTheme;
  if (own) {
    return own === 'dark';
  }
  const lab = body.dataset.jpThemeLight;
  if (lab !== undefined) {
    return lab === 'false';
  }
  const code = body.dataset.vscodeThemeKind ?? body.className;
  if (/\bvscode-/.test(code)) {
    return /\bvscode-(dark|high-contrast(?!-light))/.test(code);
  }
  const colab = documentElement.getAttribute('theme');
  if (colab !== null) {
    return colab === 'dark';
  }
  return typeof matchMedia === 'function' && matchMedia(SYSTEM).matches;
}

/** Have `changed` called when it may be otherwise; returns how to listen no more. */
export function onTheme(changed: () => void, document = globalThis.document): () => void {
  const observer = new MutationObserver(changed);
  const options = { attributes: true, attributeFilter: ['data-jp-theme-light', 'data-vscode-theme-kind', 'class', 'theme', 'data-jgm-theme'] };
  observer.observe(document.body, options);
  observer.observe(document.documentElement, options);
  const system = typeof matchMedia === 'function' ? matchMedia(SYSTEM) : null;
  system?.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system?.removeEventListener('change', changed);
  };
}
