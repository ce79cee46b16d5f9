/** Markup of the function's own, in a frame where no script runs but one of ours, and that leads nowhere. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Environment } from '../environment';
import type { ViewProps } from './contract';
import { leadLinks } from './links';
import { furnish, partsOf } from './markup-page';

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

/** What a frame is shown first; markup that comes later is told to it. */
interface Shown {
  text: string;
  /** Of the frame, which is another one for another page. */
  key: number;
}

export function HtmlText({ html, label, environment, least = 0, most = TALLEST }: TextProps): preact.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const [page, setPage] = useState<Shown | null>(null);
  const [theme, setTheme] = useState(0);
  const [height, setHeight] = useState(64);
  // The window of the frame whose script has answered.
  const ready = useRef<MessageEventSource | null>(null);
  const grown = useRef({ height: 0, times: 0 });
  useLayoutEffect(() => environment.onTheme(() => setTheme(count => count + 1)), [environment]);
  useLayoutEffect(() => {
    const hear = ({ source, data }: MessageEvent): void => {
      if (source === null || source !== frame.current?.contentWindow || typeof data !== 'object' || data === null) {
        return;
      }
      if (data.ready === true) {
        ready.current = source;
      }
      const { height: before, times } = grown.current;
      if (typeof data.height === 'number' && data.height >= 0 && (data.height <= before || times < MOST_GROWTHS)) {
        grown.current = { height: data.height, times: times + (data.height > before ? 1 : 0) };
        setHeight(data.height);
      }
      if (typeof data.link === 'string' && /^https?:/.test(data.link)) {
        open(data.link, '_blank', 'noopener,noreferrer');
      }
      if (data.click === true) {
        box.current?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      }
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);
  useEffect(() => {
    let current = true;
    void compose(html, box.current!, environment).then(made => {
      if (!current) {
        return;
      }
      grown.current = { height: 0, times: 0 };
      const inside = frame.current?.contentWindow;
      if (inside && inside === ready.current) {
        // Its origin is opaque, so there is no other name for whom it is for.
        inside.postMessage(partsOf(made), '*');
        return;
      }
      setPage(before => ({ text: `<!doctype html>${made.documentElement.outerHTML}`, key: (before?.key ?? 0) + 1 }));
      setHeight(estimateHeight(made));
    });
    return () => {
      current = false;
    };
  }, [html, theme, environment]);
  useLayoutEffect(() => {
    box.current!.style.height = `${Math.min(Math.max(height, least), most, TALLEST)}px`;
  }, [height, least, most]);
  // `sandbox` must be there before the page is, which the order of attributes sees to. A frame without a page yet
  // would load an empty one, which could arrive after the one that is meant.
  return (
    <div ref={box} class="jgmv-html">
      {page !== null && (
        <Frame key={page.key} frame={frame} label={label} text={page.text} gone={() => setPage(null)} />
      )}
    </div>
  );
}

interface FrameProps {
  frame: preact.RefObject<HTMLIFrameElement>;
  label: string;
  text: string;
  gone(): void;
}

function Frame({ frame, label, text, gone }: FrameProps): preact.JSX.Element {
  const loads = useRef(0);
  return (
    <iframe
      ref={frame}
      sandbox="allow-scripts"
      referrerpolicy="no-referrer"
      title={label}
      srcdoc={text}
      // Another page than ours is not shown here.
      onLoad={() => (loads.current += 1) > 1 && gone()}
    />
  );
}

/** The frame's page in the colours of this one. */
async function compose(html: string, beside: HTMLElement, environment: Environment): Promise<Document> {
  // A document without a window loads nothing and runs nothing.
  const page = new DOMParser().parseFromString(html, 'text/html');
  await leadLinks(page, environment, true);
  const look = getComputedStyle(beside);
  const style = page.createElement('style');
  style.textContent =
    `:root { color-scheme: ${environment.dark() ? 'dark' : 'light'}; color: ${look.color}; background: transparent;` +
    ` font: 13px/1.5 ${look.fontFamily}; } body { margin: 0; display: flow-root; overflow-wrap: anywhere; }` +
    ` img { max-width: 100%; } a { color: ${look.getPropertyValue('--jgm-brand') || 'LinkText'}; }`;
  page.head.prepend(style);
  furnish(page);
  return page;
}

/** How high a page will about be, for as long as it has not said so itself. */
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
