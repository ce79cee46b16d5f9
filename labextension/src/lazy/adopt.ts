/** Style sheets of lazily loaded modules: each is put once into every document or shadow root that needs it. */

/** A function that gives a root the rules of `text`, once. */
export function styleOf(text: string): (root: Document | ShadowRoot) => void {
  let sheet: CSSStyleSheet | null = null;
  return root => {
    if (sheet === null) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }
  };
}
