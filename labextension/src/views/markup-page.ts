/** The page that markup of an author's is shown on: of opaque origin, and with one script, which is ours. */

/**
 * The only script that may run there. It says how high the page is, that somebody clicked, and where a link leads,
 * which opens beside this page; and it takes other markup in place of that which is there.
 */
export const SCRIPT = `(() => {
  const root = document.documentElement;
  const tell = told => parent.postMessage(told, '*');
  const measure = () => tell({ height: Math.ceil(root.getBoundingClientRect().height) });
  addEventListener('click', event => {
    const link = event.target.closest && event.target.closest('a, area');
    const address = link && (link.href.baseVal === undefined ? link.href : link.href.baseVal);
    if (address && !(link.getAttribute('href') || '').startsWith('#')) {
      event.preventDefault();
      tell({ link: address });
    }
    tell({ click: true });
  }, true);
  addEventListener('message', ({ source, data }) => {
    if (source === parent && typeof data.head === 'string') {
      document.head.innerHTML = data.head;
      document.body.innerHTML = data.body;
      measure();
    }
  });
  new ResizeObserver(measure).observe(root);
  addEventListener('load', measure, true);
  tell({ ready: true });
})();`;

/** Of `SCRIPT`; the policy of our own pages names it as well (`server/pages.py`), which frames in them are bound by. */
export const HASH = 'sha256-1M7UiEaIu/IRFK10HE3CGO6ARiSm728LdWGzp9kxI1Q=';

const POLICY = `script-src '${HASH}'; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'`;

/** Make a page of an author's one that may be shown: nothing of it leads it elsewhere, and our script is in it. */
export function furnish(page: Document): void {
  page.querySelectorAll('meta[http-equiv], base, script').forEach(element => element.remove());
  // The policy lets none of them run; a browser would tell of each.
  for (const element of page.querySelectorAll('*')) {
    element
      .getAttributeNames()
      .filter(name => name.startsWith('on'))
      .forEach(name => element.removeAttribute(name));
  }
  const policy = page.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = POLICY;
  const script = page.createElement('script');
  script.textContent = SCRIPT;
  page.head.prepend(policy, script);
}

/** The part of a furnished page that other markup changes. */
export function partsOf(page: Document): { head: string; body: string } {
  const own = 'meta[http-equiv], script';
  const rest = page.head.cloneNode(true) as HTMLElement;
  rest.querySelectorAll(own).forEach(element => element.remove());
  return { head: rest.innerHTML, body: page.body.innerHTML };
}
