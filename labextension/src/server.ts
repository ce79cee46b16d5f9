/**
 * All that this page asks of one notebook server, and hears of it: short requests, and one stream of events for
 * everything on the page, because browsers allow six connections to a server and the page needs some itself.
 */

import type { Listener } from './environment';
import { CallFailure } from './failure';
import { isLast, type Agent, type Frame, type NotebookPanels } from './protocol';
import { Requests } from './requests';
import { sessionId } from './session';
import { Stream, type Told } from './stream';

/** How long an answer of `panel` serves all that ask for it: the panels of one page ask in the same moment. */
const FRESH_MS = 150;

interface Followed {
  listener: Listener;
  /** Id of the last event that was told; the server may tell again what it does not know to have come. */
  seen: number;
  /** Number of the stream that was open when the server took it; null before it has. */
  since: number | null;
}

interface Watched {
  watchers: Set<() => void>;
  /** The state and revision last told, by kernel. */
  told: Map<string, string>;
  answer: Promise<NotebookPanels | null> | null;
  telling: boolean;
}

/** An address of the server's, and all that this page asks of it and hears of it. */
export class Server extends Requests {
  private calls = new Map<string, Followed>();
  private kernels = new Map<string, Watched>();
  private endings = new Set<(kernel: string) => void>();
  private arrivals = new Set<(agent: Agent) => void>();
  private stream: Stream;

  private static known = new Map<string, Server>();

  /** The one of that address, so that all panels of the page share its stream. */
  static at(base: string): Server {
    const absolute = new URL(base, document.baseURI).href;
    let server = Server.known.get(absolute);
    if (!server) {
      Server.known.set(absolute, (server = new Server(absolute)));
    }
    return server;
  }

  constructor(
    base: string,
    readonly session = sessionId()
  ) {
    super(base);
    this.stream = new Stream(this, `panel/events?session=${encodeURIComponent(session)}`, {
      needed: () => this.needed,
      opening: () => (this.refused = false),
      told: (event, number) => this.event(event, number),
      changed: () => this.changed(),
      waiting: () => [...this.calls.keys()],
      refused: ({ error }, calls) => {
        calls.forEach(id => this.tell(id, { op: 'error', error }));
        this.changed();
      }
    });
  }

  /** The stream, once something was heard of it. */
  get open(): EventSource | null {
    return this.stream.open;
  }

  /** Why nothing is heard; null while something is. */
  get lost(): CallFailure | null {
    return this.stream.lost;
  }

  /** End the stream. The next call or panel opens it again. */
  close(): void {
    this.stream.close();
  }

  /** The panels of a kernel; of the app itself without one. */
  panels(kernel: string): Promise<NotebookPanels | null> {
    if (this.lost) {
      // At a notebook's own address there is nothing, not even a stream, until it offers something again.
      return this.lost.status === 404 ? Promise.resolve(null) : Promise.reject(this.lost);
    }
    const watched = this.watched(kernel);
    if (!watched.answer) {
      const answer = this.askPanels(kernel);
      watched.answer = answer;
      const forget = (): void => {
        if (watched.answer === answer) {
          watched.answer = null;
        }
      };
      answer.then(() => setTimeout(forget, FRESH_MS), forget);
    }
    return watched.answer;
  }

  watch(kernel: string, changed: () => void): () => void {
    const watched = this.watched(kernel);
    watched.watchers.add(changed);
    this.stream.listen();
    return () => {
      watched.watchers.delete(changed);
      this.stream.rest();
    };
  }

  /** Have `ended` called with a notebook's kernel when calls of it are over; returns how to hear no more. */
  onEnded(ended: (kernel: string) => void): () => void {
    return this.hear(this.endings, ended);
  }

  /** Have `came` called when a program comes over MCP; returns how to hear no more. */
  onAgent(came: (agent: Agent) => void): () => void {
    return this.hear(this.arrivals, came);
  }

  /** Have a listener told of a call; one that began before this page was loaded is `former`. */
  follow(id: string, listener: Listener, former = false): void {
    this.calls.set(id, { listener, seen: -1, since: former ? -1 : null });
    if (this.refused || (!former && this.stream.pausing)) {
      this.stream.renew();
    } else {
      this.stream.listen();
    }
  }

  /** The server has taken a call, but told that nobody listens; `open` is the stream that was open before. */
  unheard(open: EventSource | null): void {
    // One that is being opened just comes later; one that is open is that of somebody who was logged in before.
    if (open && open === this.open) {
      this.stream.renew();
    }
  }

  /** The server has taken a call; should a later stream not know it, it is lost. */
  taken(id: string): void {
    const followed = this.calls.get(id);
    if (followed) {
      followed.since ??= this.stream.count;
    }
  }

  /** Tell the one who follows a call, if anybody does. */
  tell(id: string, frame: Frame): void {
    const followed = this.calls.get(id);
    if (followed) {
      if (isLast(frame)) {
        this.calls.delete(id);
      }
      followed.listener(frame);
      this.stream.rest();
    }
  }

  private hear<T>(listeners: Set<T>, listener: T): () => void {
    listeners.add(listener);
    this.stream.listen();
    return () => {
      listeners.delete(listener);
      this.stream.rest();
    };
  }

  private async askPanels(kernel: string): Promise<NotebookPanels | null> {
    const query = kernel ? `?kernel=${encodeURIComponent(kernel)}` : '';
    try {
      const answer = await (await this.fetch(this.address(`panel${query}`), { cache: 'no-store' })).json();
      return answer ?? null;
    } catch (thrown) {
      if (thrown instanceof CallFailure && thrown.status === 404) {
        return null;
      }
      throw thrown;
    }
  }

  private watched(kernel: string): Watched {
    let watched = this.kernels.get(kernel);
    if (!watched) {
      this.kernels.set(kernel, (watched = { watchers: new Set(), told: new Map(), answer: null, telling: false }));
    }
    return watched;
  }

  private get needed(): boolean {
    const heard = this.calls.size + this.endings.size + this.arrivals.size > 0;
    return heard || [...this.kernels.values()].some(watched => watched.watchers.size > 0);
  }

  private changed(only?: Watched): void {
    for (const watched of only ? [only] : this.kernels.values()) {
      watched.answer = null;
      // At first it is told of every kernel in turn.
      if (!watched.telling) {
        watched.telling = true;
        setTimeout(() => {
          watched.telling = false;
          [...watched.watchers].forEach(changed => changed());
        });
      }
    }
  }

  private event(told: Told, number: number): void {
    if (told.call !== undefined && told.frame) {
      const followed = this.calls.get(told.call);
      if (followed && !(number <= followed.seen)) {
        followed.seen = Number.isNaN(number) ? followed.seen : number;
        this.tell(told.call, told.frame);
      }
    } else if (told.agent) {
      const { agent } = told;
      [...this.arrivals].forEach(came => came(agent));
    } else if (told.kernel !== undefined && told.ended !== undefined) {
      const { kernel } = told;
      [...this.endings].forEach(ended => ended(kernel));
    } else if (told.kernel !== undefined) {
      const now = `${told.state} ${told.revision}`;
      // An app's own page asks for its panels without naming the kernel.
      for (const kernel of [told.kernel, '']) {
        const watched = this.kernels.get(kernel);
        if (watched && watched.told.get(told.kernel) !== now) {
          watched.told.set(told.kernel, now);
          this.changed(watched);
        }
      }
    } else if (Array.isArray(told.calls)) {
      for (const [id, followed] of [...this.calls]) {
        if (followed.since !== null && followed.since < this.stream.count && !told.calls.includes(id)) {
          this.tell(id, { op: 'error', error: FORGOTTEN });
        }
      }
    }
  }
}

/** What is told of a call that the server does not know any more. */
export const FORGOTTEN = {
  code: 'unknown_event',
  message:
    'The notebook server knows nothing of this call any more: it was started anew, the call ended long ago, or ' +
    'somebody else is logged in now.'
};
