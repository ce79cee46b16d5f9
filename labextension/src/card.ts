/**
 * The static card: what a cell offered, where nothing answers. Plain DOM, for also the extension and the loader show
 * it, which have no view library.
 */

import type { Mount } from './protocol';

const STYLE = `
:host { display: block; }
.jgm-card { font: 13px/1.5 var(--jp-ui-font-family, system-ui, sans-serif);
  color: var(--jp-ui-font-color1, inherit); border: 1px solid var(--jp-border-color2, #8886);
  border-radius: 4px; padding: 8px 12px; max-width: 60rem; box-sizing: border-box; }
.jgm-card h3 { font: 600 13px/1.5 var(--jp-code-font-family, monospace); margin: 4px 0; overflow-wrap: anywhere; }
.jgm-card p { margin: 4px 0; white-space: pre-line; }
.jgm-card .jgm-why { color: var(--jp-ui-font-color2, inherit); opacity: .85; }
`;

/** Why it is a card and not a form, where nothing better is known. */
export const NOT_RUNNING = 'Nothing runs here now. Run the cell to bring the form back.';

const NO_API = 'Nothing runs here now. Run the cell to bring the API page back.';

/** Fill `host` with a card, in place of what it held. */
export function showCard(host: HTMLElement | ShadowRoot, mount: Partial<Mount> | null, why = mount?.view ? NO_API : NOT_RUNNING): void {
  const style = document.createElement('style');
  style.textContent = STYLE;
  const card = document.createElement('section');
  card.className = 'jgm-card';
  card.setAttribute('aria-label', mount?.title || 'Functions');
  for (const entry of mount?.functions ?? []) {
    card.append(text('h3', `${entry.name}${entry.signature}`));
    if (entry.description) {
      card.append(text('p', entry.description));
    }
  }
  const reason = text('p', why);
  reason.className = 'jgm-why';
  card.append(reason);
  host.replaceChildren(style, card);
}

/** An element with text in it; text is never taken for markup. */
function text(tag: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}
