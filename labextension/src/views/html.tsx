/** A page of the function's own, in a frame that can run nothing, ask nothing and lead nowhere. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Environment } from '../environment';
import type { ViewProps } from './contract';
import { leadLinks } from './links';

export function Html({ component, value, environment }: ViewProps): preact.JSX.Element {
  const { label, min_height: least, max_height: most } = component.props;
  return (
    <HtmlText
      html={String(value)}
      label={label ?? component.name}
      environment={environment}
      least={typeof least === 'number' ? least : undefined}
      most={typeof most === 'number' ? most : undefined}
    />
  );
}

interface TextProps {
  html: string;
  label: string;
  environment: Environment;
  /** How high it is in pixels, at least and at most, before anybody draws it larger. */
  least?: number;
  most?: number;
}

export function HtmlText({ html, label, environment, least, most }: TextProps): preact.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState<string | null>(null);
  const [theme, setTheme] = useState(0);
  const [height, setHeight] = useState(64);
  useLayoutEffect(() => environment.onTheme(() => setTheme(count => count + 1)), [environment]);
  useEffect(() => {
    let current = true;
    void compose(html, box.current!, environment).then(({ text, estimate }) => {
      if (current) {
        setPage(text);
        setHeight(Math.min(Math.max(estimate, least ?? 0), most ?? Infinity));
      }
    });
    return () => {
      current = false;
    };
  }, [html, theme, environment, least, most]);
  useLayoutEffect(() => {
    box.current!.style.height = `${height}px`;
  }, [height]);
  // `sandbox` must be there before the page is, which the order of attributes sees to. A frame without a page yet
  // would load an empty one, which could arrive after the one that is meant.
  return (
    <div ref={box} class="jgmv-html">
      {page !== null && <iframe sandbox="" referrerpolicy="no-referrer" title={label} srcdoc={page} />}
    </div>
  );
}

/** The text of the frame's page in the colours of this one, and how high it will about be. */
async function compose(
  html: string,
  beside: HTMLElement,
  environment: Environment
): Promise<{ text: string; estimate: number }> {
  // A document without a window loads nothing and runs nothing.
  const page = new DOMParser().parseFromString(html, 'text/html');
  await leadLinks(page, environment, true);
  const { color, backgroundColor, fontFamily } = getComputedStyle(beside);
  const style = page.createElement('style');
  style.textContent =
    `:root { color-scheme: ${environment.dark() ? 'dark' : 'light'}; color: ${color}; background: ${backgroundColor};` +
    ` font: 13px/1.5 ${fontFamily}; } body { margin: 8px; overflow-wrap: anywhere; } img { max-width: 100%; }`;
  page.head.prepend(style);
  return { text: `<!doctype html>${page.documentElement.outerHTML}`, estimate: estimateHeight(page) };
}

/** How high a page will about be: nobody can ask a frame that runs nothing. */
export function estimateHeight(page: Document): number {
  const count = (selector: string): number => page.body.querySelectorAll(selector).length;
  const lines =
    count('p, li, tr, br, pre, dt, dd, blockquote') * 1.6 + count('h1, h2, h3') * 2.5 + count('div, section') * 1.2;
  const text = (page.body.textContent ?? '').trim();
  const pictures = [...page.body.querySelectorAll('img, svg, video, canvas, iframe')].reduce(
    (sum, picture) => sum + Math.min(Number.parseInt(picture.getAttribute('height') ?? '', 10) || 160, 400),
    0
  );
  const high = Math.max(lines, text.length / 70, 1) * 20 + pictures + 24;
  return Math.round(Math.min(Math.max(high, 48), 480));
}
