/** The frame that shows markup of an author's, and all that it may say. */

import { randomId } from '../session';
import { pageWith, POLICY } from './markup-page';

/** How long a frame that was loaded may take to begin, in milliseconds. */
const PATIENCE = 5000;

/** What the page in a frame shows. */
export interface Markup {
  html: string;
  /** In the colours of the page around it. */
  css: string;
}

/** What is told of a frame. */
export interface Told {
  /** Its page's height in pixels. */
  height(pixels: number): void;
  click(): void;
  /** Somebody followed a link to another site. */
  link(address: string): void;
  /** Another page came in the place of ours, or was about to; the frame is gone. */
  left(): void;
  /** Whether its script runs: false after some patience, true when it began all the same. */
  runs(isRunning: boolean): void;
}

/** Open a frame within `host`, which shows nothing yet. */
export function openFrame(host: HTMLElement, told: Told): {
  frame: HTMLIFrameElement;
  show(markup: Markup): void;
  destroy(): void;
} {
  const nonce = randomId();
  const frame = document.createElement('iframe');
  // Scripts, and nothing else: an origin of its own, no forms, no windows, no way to lead the page around it elsewhere.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('referrerpolicy', 'no-referrer');
  // Chromium shows no page here that does not submit to it, and so runs none of its scripts.
  frame.setAttribute('csp', POLICY);
  frame.setAttribute('srcdoc', pageWith(nonce));
  // A frame that is moved in the document begins anew, in another window; another page comes in the same one.
  let speaker: MessageEventSource | null = null;
  let loaded: Window | null = null;
  let port: MessagePort | null = null;
  let markup: Markup | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const destroy = (): void => {
    clearTimeout(patience);
    removeEventListener('message', greet);
    port?.close();
    frame.remove();
  };
  const leave = (): void => {
    destroy();
    told.left();
  };
  const hear = (data: { [said: string]: unknown }): void => {
    if (typeof data.height === 'number' && data.height >= 0) {
      told.height(data.height);
    }
    if (typeof data.link === 'string' && /^https?:/.test(data.link)) {
      told.link(data.link);
    }
    if (data.click === true) {
      told.click();
    }
  };
  /** Our page's first word is the only one that is heard without its channel, before anything of the author's is there. */
  const greet = ({ source, data, ports }: MessageEvent): void => {
    const isOurs = source !== null && source === frame.contentWindow && source !== speaker && data?.nonce === nonce;
    const [opened] = ports;
    if (!isOurs || opened === undefined) {
      return;
    }
    port?.close();
    speaker = source;
    port = opened;
    clearTimeout(patience);
    const ends = (): void => {
      if (speaker === source && frame.contentWindow === source) {
        leave();
      }
    };
    opened.onmessage = ({ data: said }) => (said.left === true ? ends() : speaker === source && hear(said));
    opened.addEventListener('close', ends);
    told.runs(true);
    if (markup !== null) {
      opened.postMessage(markup);
    }
  };
  addEventListener('message', greet);
  frame.addEventListener('load', () => {
    if (loaded !== null && loaded === frame.contentWindow) {
      leave();
      return;
    }
    loaded = frame.contentWindow;
    clearTimeout(patience);
    if (speaker !== loaded) {
      patience = setTimeout(() => told.runs(false), PATIENCE);
    }
  });
  host.append(frame);
  return {
    frame,
    show(next) {
      markup = next;
      port?.postMessage(next);
    },
    destroy
  };
}
