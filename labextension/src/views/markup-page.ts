/**
 * The page that markup of an author's is shown on: of opaque origin, with one script, which is ours. The page itself is
 * always the same and has nothing of the author's; the script is given the markup when it runs, and takes out of it what
 * could lead the page elsewhere.
 */

/**
 * The only script that may run there. It opens a channel to the page around it, by which all else is told: how high the
 * page is, that somebody clicked, and where a link leads, which opens beside this page. What the browser parsed is what
 * is shown: the elements themselves are taken over, so that nothing is read a second time and otherwise. All that is
 * needed of the document is held before the first markup comes, for an element's `name` takes the place of a property.
 */
export const SCRIPT = `(() => {
  const root = document.documentElement;
  const { head } = document;
  const base = document.baseURI;
  const take = document.importNode.bind(document);
  const style = document.createElement('style');
  const inert = document.implementation.createHTMLDocument('').createElement('body');
  const { matches, remove, getAttribute, getAttributeNames, removeAttribute } = Element.prototype;
  const { nonce } = root.dataset;
  delete root.dataset.nonce;
  head.append(style);
  let { body } = document;
  let shown = null;
  const { port1, port2 } = new MessageChannel();
  const tell = told => port1.postMessage(told);
  const measure = () => tell({ height: Math.ceil(root.getBoundingClientRect().height) });
  const BAD = 'meta, base, script, noscript, template, iframe, frame, frameset, object, embed, applet, portal, ' +
    'fencedframe, link:not([rel="stylesheet" i]), [attributeName*="href" i], [attributename*="href" i]';
  const CONTROLS = 'summary, label, input:not([type="submit" i], [type="image" i]), select, option, textarea, audio, video, ' +
    'button:is([type="button" i], [popovertarget], [commandfor])';
  const clean = () => {
    for (const element of inert.querySelectorAll(BAD)) {
      remove.call(element);
    }
    for (const element of inert.querySelectorAll('*')) {
      for (const name of getAttributeNames.call(element)) {
        if (/^on/i.test(name) || name === 'ping') {
          removeAttribute.call(element, name);
        }
      }
    }
  };
  const address = element => getAttribute.call(element, 'href') ?? getAttribute.call(element, 'xlink:href');
  const follow = event => {
    const path = event.composedPath().filter(target => target instanceof Element);
    const leading = path.filter(element => matches.call(element, 'a, area, use') || address(element) !== null);
    // What a link within a use leads to is not in the path, and nothing but a control is to act by itself.
    if (leading.length > 0 || !path.some(element => matches.call(element, CONTROLS))) {
      event.preventDefault();
    }
    const link = leading.find(element => matches.call(element, 'a, area') && address(element) !== null);
    const to = link && address(link).trim();
    if (to && to.startsWith('#')) {
      const spot = CSS.escape(to.slice(1));
      const place = spot && body.querySelector('#' + spot + ', a[name="' + spot + '"]');
      place && place.scrollIntoView();
    } else if (to) {
      try {
        tell({ link: new URL(to, base).href });
      } catch {}
    }
  };
  addEventListener('click', event => {
    follow(event);
    tell({ click: true });
  }, true);
  addEventListener('auxclick', event => event.button === 1 && follow(event), true);
  addEventListener('submit', event => event.preventDefault(), true);
  port1.onmessage = ({ data: { html, css } }) => {
    style.textContent = css;
    if (html !== shown) {
      shown = html;
      inert.innerHTML = html;
      clean();
      const next = take(inert, true);
      inert.textContent = '';
      body.replaceWith(next);
      body = next;
    }
    measure();
  };
  new ResizeObserver(measure).observe(root);
  addEventListener('load', measure, true);
  addEventListener('pagehide', ({ persisted }) => persisted || tell({ left: true }));
  parent.postMessage({ nonce }, '*', [port2]);
})();`;

/** Of `SCRIPT`; the policy of our own pages names it as well (`server/pages.py`), which frames in them are bound by. */
export const HASH = 'sha256-oG06pZgDiGq1P6f/NLs5v8Ce8S+xrfB7tN6v0SDra4A=';

/** Of the page, and of whatever could come in its place in browsers that can demand it (`csp` of a frame). */
export const POLICY = `script-src '${HASH}'; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'`;

/** The page; its script says `nonce` when it opens its channel, and then forgets it. */
export function pageWith(nonce: string): string {
  return (
    `<!doctype html><html data-nonce="${nonce}"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}"></head><body><script>${SCRIPT}</script></body></html>`
  );
}
