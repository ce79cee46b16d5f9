/** Markup of the function's own, in a frame where no script runs but one of ours, and that leads nowhere. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Environment } from '../environment';
import { __ } from '../words';
import type { ViewProps } from './contract';
import { leadLinks } from './links';
import { openFrame, type Markup } from './markup-frame';

/** Pixels; what is higher scrolls. */
const TALLEST = 4000;

/** A page whose height follows that of its frame would grow for ever; no other one grows so often. */
const MOST_GROWTHS = 40;

export function Html({ component, value, environment }: ViewProps): preact.JSX.Element {
  const { label, min_height: least, max_height: most } = component.props;
  return (
    <HtmlText
      html={String(value)}
      label={label || component.name || component.type}
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
  /** How high it is in pixels, at least and at most. */
  least?: number;
  most?: number;
}

export function HtmlText({ html, label, environment, least = 0, most = TALLEST }: TextProps): preact.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const inside = useRef<ReturnType<typeof openFrame> | null>(null);
  const [theme, setTheme] = useState(0);
  const [height, setHeight] = useState(64);
  const [problem, setProblem] = useState<string | null>(null);
  const grown = useRef({ height: 0, times: 0 });
  const shown = useRef<string | null>(null);
  // Markup that led its frame elsewhere, which is not shown again.
  const refused = useRef<string | null>(null);
  useLayoutEffect(() => environment.onTheme(() => setTheme(count => count + 1)), [environment]);
  useLayoutEffect(() => () => inside.current?.destroy(), []);
  useEffect(() => {
    let current = true;
    void compose(html, box.current!, environment).then(({ high, markup }) => {
      if (!current || refused.current === html) {
        return;
      }
      grown.current = { height: 0, times: 0 };
      if (inside.current === null) {
        setProblem(null);
        setHeight(high);
        inside.current = openFrame(box.current!, {
          height(pixels) {
            const { height: before, times } = grown.current;
            if (pixels <= before || times < MOST_GROWTHS) {
              grown.current = { height: pixels, times: times + (pixels > before ? 1 : 0) };
              setHeight(pixels);
            }
          },
          click: () => box.current?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })),
          link: address => open(address, '_blank', 'noopener,noreferrer'),
          left() {
            inside.current = null;
            refused.current = shown.current;
            setProblem(__('This tried to open another page, and is not shown.'));
          },
          runs: isRunning =>
            setProblem(isRunning ? null : __('This page lets no frame of another origin run scripts.'))
        });
      }
      inside.current.frame.title = label;
      shown.current = html;
      inside.current.show(markup);
    });
    return () => {
      current = false;
    };
  }, [html, label, theme, environment]);
  useLayoutEffect(() => {
    box.current!.style.height = `${Math.min(Math.max(height, least), most, TALLEST)}px`;
  }, [height, least, most]);
  return (
    <>
      {problem !== null && (
        <p class="jgmv-problem" role="alert">
          {problem}
        </p>
      )}
      <div ref={box} class="jgmv-html" hidden={problem !== null} />
    </>
  );
}

/** The markup with its files, in the colours of this page; and how high it will about be. */
async function compose(
  html: string,
  beside: HTMLElement,
  environment: Environment
): Promise<{ high: number; markup: Markup }> {
  // What is in a document without a window loads nothing and runs nothing.
  const body = document.implementation.createHTMLDocument('').createElement('body');
  body.innerHTML = html;
  await leadLinks(body, environment, true);
  const look = getComputedStyle(beside);
  const css =
    `:root { color-scheme: ${environment.dark() ? 'dark' : 'light'}; color: ${look.color}; background: transparent;` +
    ` font: 13px/1.5 ${look.fontFamily}; } body { margin: 0; display: flow-root; overflow-wrap: anywhere; }` +
    ` img { max-width: 100%; } a { color: ${look.getPropertyValue('--jgm-brand') || 'LinkText'}; }`;
  return { high: estimateHeight(body), markup: { html: body.innerHTML, css } };
}

/** How high a piece of a page will about be, for as long as it has not said so itself. */
export function estimateHeight(body: Element): number {
  const count = (selector: string): number => body.querySelectorAll(selector).length;
  const lines =
    count('p, li, tr, br, pre, dt, dd, blockquote') * 1.6 + count('h1, h2, h3') * 2.5 + count('div, section') * 1.2;
  const text = (body.textContent ?? '').trim();
  const pictures = [...body.querySelectorAll('img, svg, video, canvas, iframe')].reduce(
    (sum, picture) => sum + Math.min(Number.parseInt(picture.getAttribute('height') ?? '', 10) || 160, 400),
    0
  );
  const high = Math.max(lines, text.length / 70, 1) * 20 + pictures + 24;
  return Math.round(Math.min(Math.max(high, 48), 480));
}
