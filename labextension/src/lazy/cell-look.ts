/** The style that a table gives to a cell: a few properties of CSS that can do nothing but colour and set its text. */

const SAFE = ['color', 'background-color', 'font-weight', 'font-style', 'text-decoration', 'text-align'];

/** Colours, words and numbers; nothing that a browser would fetch. */
const VALUE = /^(#[0-9a-f]{3,8}|(rgb|hsl)a?\([0-9\s.,%/+-]+\)|[a-z0-9 -]+)$/i;

/** What is safe of a cell's CSS. */
export function declarations(css: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const declaration of css.split(';')) {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (SAFE.includes(name) && VALUE.test(value)) {
      found.set(name, value);
    }
  }
  return found;
}

/**
 * Give a cell its style, and take away what it had.
 *
 * Args:
 *   onRendered: Calls what it is given once the cell is seen.
 */
export function dress(cell: HTMLElement, css: string, onRendered: (done: () => void) => void): void {
  const found = css ? declarations(css) : new Map<string, string>();
  for (const name of SAFE) {
    const value = found.get(name);
    if (value !== undefined) {
      cell.style.setProperty(name, value);
    } else if (cell.style.getPropertyValue(name)) {
      cell.style.removeProperty(name);
    }
  }
  if (found.has('background-color') && !found.has('color')) {
    // The theme's text may be as light as the colour.
    onRendered(() => {
      const color = readable(getComputedStyle(cell).backgroundColor);
      if (color) {
        cell.style.setProperty('color', color);
      }
    });
  }
}

/** Black or white, whichever is read better on a colour; '' if it is see-through or not known. */
export function readable(background: string): string {
  const [red, green, blue, alpha = 1] = (background.match(/[\d.]+/g) ?? []).map(Number);
  if (!background.startsWith('rgb') || alpha < 0.5) {
    return '';
  }
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? '#000' : '#fff';
}
