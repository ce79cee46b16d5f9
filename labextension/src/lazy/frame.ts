/**
 * The page's side of `frame.html`: it gives a frame what to draw, and believes nothing of it but a height and a text.
 */

import type { Environment } from '../environment';
import type { FileData } from '../protocol';

/** What a frame draws. */
export interface Drawing {
  kind: 'plotly' | 'vega' | 'bokeh';
  /** JSON of the figure; the frame parses it. */
  spec: string;
  /** The library's files, in the order to run them; of `vega` none, for that one is ours. */
  libraries: FileData[];
}

/** What is told of a frame. */
export interface Told {
  drawn?(): void;
  failed(message: string): void;
}

const TALLEST = 4000;
/** How long a frame that was loaded may take to begin, in milliseconds. */
const PATIENCE = 5000;

/** The text of each library, fetched once per page. */
const texts = new Map<string, Promise<string>>();

function textOnce(key: string, fetched: () => Promise<string>): Promise<string> {
  let text = texts.get(key);
  if (text === undefined) {
    text = fetched();
    texts.set(key, text);
    // What failed is tried again by the next plot.
    text.catch(() => texts.delete(key));
  }
  return text;
}

async function fetchText(file: FileData, environment: Environment): Promise<string> {
  const response = await fetch(await environment.files.url(file));
  if (!response.ok) {
    throw new Error(`${file.orig_name ?? file.path}: ${response.status} ${response.statusText}`);
  }
  return response.text();
}

function libraries(drawing: Drawing, environment: Environment): Promise<string[]> {
  if (drawing.kind === 'vega') {
    return Promise.all([textOnce('vega.js', () => environment.assets.text('vega.js'))]);
  }
  return Promise.all(drawing.libraries.map(file => textOnce(file.path, () => fetchText(file, environment))));
}

/** Colours of the page, as the frame cannot know them. */
function colors(frame: HTMLElement): { fg: string; bg: string } {
  const style = getComputedStyle(frame);
  return { fg: style.color, bg: style.backgroundColor };
}

/** Draw in a new frame within `host`, and again in other colours when the theme changes. */
export function drawInFrame(host: HTMLElement, environment: Environment, told: Told): {
  draw(drawing: Drawing): void;
  destroy(): void;
} {
  const frame = document.createElement('iframe');
  // Scripts, and nothing else: an origin of its own, no forms, no windows, no way to lead the page elsewhere.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('referrerpolicy', 'no-referrer');
  frame.className = 'jgmv-frame';
  frame.title = 'Plot';
  let drawing: Drawing | null = null;
  let ready = false;
  let loads = 0;
  let gone = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  const sent = new Set<string>();

  const fail = (error: unknown): void => {
    if (!gone) {
      told.failed(error instanceof Error ? error.message : String(error));
    }
  };
  const send = async (): Promise<void> => {
    const current = drawing;
    if (!ready || current === null) {
      return;
    }
    try {
      const all = await libraries(current, environment);
      if (gone || current !== drawing) {
        return;
      }
      const fresh = all.filter(text => !sent.has(text));
      fresh.forEach(text => sent.add(text));
      const dark = environment.dark();
      const message = { kind: current.kind, libraries: fresh, spec: current.spec, dark, colors: colors(frame) };
      // The frame's origin is opaque, so there is no other name for whom it is for.
      frame.contentWindow?.postMessage(message, '*');
    } catch (error) {
      fail(error);
    }
  };
  const hear = (event: MessageEvent): void => {
    if (event.source === null || event.source !== frame.contentWindow || typeof event.data !== 'object') {
      return;
    }
    const { ready: isReady, height, drawn, error } = event.data ?? {};
    if (isReady === true && !ready) {
      ready = true;
      void send();
    }
    if (typeof height === 'number' && height > 0) {
      frame.style.height = `${Math.min(Math.ceil(height), TALLEST)}px`;
    }
    if (drawn === true) {
      told.drawn?.();
    }
    if (typeof error === 'string') {
      fail(error.slice(0, 2000));
    }
  };
  const loaded = (): void => {
    loads += 1;
    if (loads > 1) {
      // A plot that leads its frame elsewhere must not show another page here.
      frame.remove();
      fail('it tried to open another page');
      return;
    }
    patience = setTimeout(() => ready || fail('this page lets no frame of another origin run scripts'), PATIENCE);
  };

  addEventListener('message', hear);
  frame.addEventListener('load', loaded);
  const forget = environment.onTheme(() => void send());
  if (environment.assets.frame !== null) {
    frame.src = environment.assets.frame;
    host.append(frame);
  } else {
    textOnce('frame.html', () => environment.assets.text('frame.html')).then(text => {
      if (!gone) {
        frame.srcdoc = text;
        host.append(frame);
      }
    }, fail);
  }
  return {
    draw(next) {
      drawing = next;
      void send();
    },
    destroy() {
      gone = true;
      clearTimeout(patience);
      removeEventListener('message', hear);
      forget();
      frame.remove();
    }
  };
}
