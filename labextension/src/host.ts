/** The element that all of a panel or page is in: a shadow root with our style, in the colours around it. */

import { render, type ComponentChild } from 'preact';

import { dress } from './style';
import { isDark, onTheme } from './theme';

export interface Mounted {
  destroy(): void;
}

/** Draw into a shadow root in `host`; what is returned takes it away. */
export function mount(host: HTMLElement, draw: (root: ShadowRoot) => ComponentChild): Mounted {
  const element = document.createElement('div');
  // Lumino then leaves the keys alone that are pressed in it; so `Enter` does not run a cell.
  element.dataset.lmSuppressShortcuts = 'true';
  const root = element.attachShadow({ mode: 'open' });
  dress(root);
  const colour = (): void => {
    element.dataset.theme = isDark() ? 'dark' : 'light';
  };
  colour();
  const rest = onTheme(colour);
  const place = document.createElement('div');
  root.append(place);
  host.replaceChildren(element);
  render(draw(root), place);
  return {
    destroy: () => {
      rest();
      render(null, place);
      element.remove();
    }
  };
}
