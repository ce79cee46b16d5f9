/** How Markdown becomes what is shown: marked reads it, DOMPurify takes out all that could do more than be seen. */

import createPurify from 'dompurify';
import { Marked, type Tokens } from 'marked';

import { delimitersOf, extensions, mayHave, type Delimiter, type Formula } from './formulas';
import { isTimeLeft, notAnyMore, soon, timed } from './turns';

/** Told of all that is about to be shown, to lead its links elsewhere. */
export type Prepare = (fragment: DocumentFragment) => Promise<void> | void;

/** What `math.js` can do. */
export interface MathModule {
  render(tex: string, display: boolean): string;
}

/** Characters that are read as Markdown: twice as many take about a second, in which nothing else can be done. */
const LONGEST = 500_000;

function reader(): Marked {
  return new Marked({
    gfm: true,
    breaks: true,
    renderer: {
      // A box that nobody can tick is only a sign.
      checkbox({ checked }: Tokens.Checkbox): string {
        return checked ? '☑ ' : '☐ ';
      }
    }
  });
}

const marked = reader();

/** Those that know formulas, by their delimiters. */
const readers = new Map<string, Marked>();

/** The formulas of the text that is being read. */
let formulas: Formula[] = [];

/** What stands for a formula until the rest has been made harmless; no author can know it. */
const MARK = `language-formula-${[...crypto.getRandomValues(new Uint32Array(4))].join('-')}-`;

const purify = createPurify(window);

purify.addHook('afterSanitizeAttributes', node => {
  if (node.tagName === 'A') {
    const address = node.getAttribute('href') ?? '';
    if (address.startsWith('#')) {
      // The page has headings of its own; nothing in here has an id to go to.
      node.removeAttribute('href');
    } else {
      node.setAttribute('target', '_blank');
      node.setAttribute('rel', 'noopener noreferrer');
    }
  }
  if (node.tagName === 'IMG') {
    node.setAttribute('loading', 'lazy');
    node.setAttribute('decoding', 'async');
    node.setAttribute('referrerpolicy', 'no-referrer');
  }
  if (!/^language-[\w-]+$/.test(node.getAttribute('class') ?? '')) {
    node.removeAttribute('class');
  }
});

const ALLOWED = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'select', 'option', 'textarea', 'dialog', 'template', 'slot'],
  // Style could lay something over the page, id and name could take the place of something in it.
  FORBID_ATTR: ['style', 'id', 'name', 'slot', 'part', 'popover', 'autofocus', 'tabindex', 'background'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false
};

function html(text: string): string {
  return marked.parse(text, { async: false });
}

/** The same, and its formulas, for which marks stand in it. */
function withFormulas(text: string, delimiters: Delimiter[]): { html: string; found: Formula[] } {
  if (!mayHave(text, delimiters)) {
    return { html: html(text), found: [] };
  }
  const key = JSON.stringify(delimiters);
  let known = readers.get(key);
  if (!known) {
    known = reader();
    known.use({ extensions: extensions(delimiters, formula => `<code class="${MARK}${formulas.push(formula) - 1}"></code>`) });
    readers.set(key, known);
  }
  formulas = [];
  return { html: known.parse(text, { async: false }), found: formulas };
}

const MATHEMATICS = {
  USE_PROFILES: { mathMl: true },
  ADD_TAGS: ['semantics'],
  FORBID_ATTR: [...ALLOWED.FORBID_ATTR, 'class', 'href', 'xlink:href'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const
};

/** Put formulas where their marks are. Without the module they are shown as they were written. */
function setFormulas(fragment: DocumentFragment, found: Formula[], math: MathModule | null): void {
  for (const mark of fragment.querySelectorAll(`code[class^="${MARK}"]`)) {
    const formula = found[Number(mark.className.slice(MARK.length))];
    if (math && formula && !mark.parentElement?.closest('code, pre, kbd, samp')) {
      // Apart from the rest, which may have no MathML.
      mark.replaceWith(purify.sanitize(math.render(formula.tex, formula.display), MATHEMATICS));
    } else {
      mark.replaceWith(formula?.source ?? '');
    }
  }
}

/** Markdown as HTML that can do nothing but be seen. */
export function render(text: string): string {
  return purify.sanitize(html(text), ALLOWED);
}

/** Show Markdown in `host`. What did not change between two values stays, and with it what is selected there. */
export function mount(
  host: HTMLElement,
  options: {
    value: string;
    prepare?: Prepare;
    /** What sets formulas; without it they are text. */
    math?(): Promise<MathModule>;
    /** `latex_delimiters` of Gradio's. */
    delimiters?: unknown;
  }
): { update(value: string): void; destroy(): void } {
  const delimiters = options.math ? delimitersOf(options.delimiters) : [];
  let wanted = options.value;
  let latest = 0;
  let shown: string | null = null;
  const draw = async (): Promise<void> => {
    const value = wanted;
    if (value === shown) {
      return;
    }
    shown = value;
    const turn = ++latest;
    const show = (fragment: DocumentFragment): void => {
      if (turn === latest) {
        replace(host, fragment);
      }
    };
    if (value.length > LONGEST) {
      show(raw(value, 'This text is too long to be set as Markdown, so it is shown as it was written.'));
      return;
    }
    try {
      const { html, found } = withFormulas(value, delimiters);
      const fragment = purify.sanitize(html, { ...ALLOWED, RETURN_DOM_FRAGMENT: true });
      if (found.length > 0) {
        setFormulas(fragment, found, (await options.math?.().catch(() => null)) ?? null);
      }
      await options.prepare?.(fragment);
      timed(() => show(fragment));
    } catch {
      show(raw(value, 'This text cannot be set as Markdown, so it is shown as it was written.'));
    }
  };
  if (isTimeLeft()) {
    timed(() => void draw());
  } else {
    replace(host, raw(wanted));
    soon(draw);
  }
  return {
    update(value) {
      wanted = value;
      soon(draw);
    },
    destroy() {
      latest += 1;
      notAnyMore(draw);
      host.replaceChildren();
    }
  };
}

/** A text as it was written, and why it is shown so. */
function raw(text: string, why = ''): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const [style, content] of [
    ['jgmv-none', why],
    ['jgmv-raw', text]
  ] as const) {
    if (content) {
      const part = document.createElement('div');
      part.className = style;
      part.textContent = content;
      fragment.append(part);
    }
  }
  return fragment;
}

function replace(host: HTMLElement, fragment: DocumentFragment): void {
  const before = [...host.childNodes];
  const after = [...fragment.childNodes];
  let same = 0;
  while (same < before.length && same < after.length && before[same]!.isEqualNode(after[same]!)) {
    same += 1;
  }
  before.slice(same).forEach(node => node.remove());
  after.slice(0, same).forEach(node => node.remove());
  host.append(fragment);
}
