/**
 * All that this page asks of one notebook server, and hears of it: short requests, and one stream of events for
 * everything on the page, because browsers allow six connections to a server and the page needs some itself.
 */

import type { Listener } from './environment';
import { CallFailure, failureOf } from './failure';
import { isLast, type Agent, type Frame, type NotebookPanels } from './protocol';
import { sessionId } from './session';

/** How long an answer of `panel` serves all that ask for it: the panels of one page ask in the same moment. */
const FRESH_MS = 150;

/** A dropped stream comes back by itself within moments; only a longer silence is worth telling of. */
const LOST_MS = 2500;

const LONGEST_WAIT_MS = 30_000;

/** What an event of the stream holds. */
interface Told {
  call?: string;
  frame?: Frame;
  kernel?: string;
  state?: 'live' | 'gone';
  revision?: number;
  /** How many calls of that notebook are over. */
  ended?: number;
  /** A program that came over MCP for the first time, or after a pause; told to the owner. */
  agent?: Agent;
  /** The calls that the server still knows of this session: told first of all, so that others are known to be lost. */
  calls?: string[];
}

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

/** The addresses that an app or the union begins with, ending in `/`; and all that this page asks of it. */
export class Server {
  private calls = new Map<string, Followed>();
  private kernels = new Map<string, Watched>();
  private endings = new Set<(kernel: string) => void>();
  private arrivals = new Set<(agent: Agent) => void>();
  private stream: EventSource | null = null;
  /** The stream, once something was heard of it. */
  open: EventSource | null = null;
  /** Whether who asks may be another than who opened the stream: a request was refused since. */
  private doubted = false;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private tries = 0;
  /** How many streams there were. */
  private streams = 0;
  /** Why nothing is heard; null while something is. */
  lost: CallFailure | null = null;

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
    readonly base: string,
    readonly session = sessionId()
  ) {}

  address(route: string): string {
    return `${this.base}gradio_api/${route}`;
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
    this.listen();
    return () => {
      watched.watchers.delete(changed);
      this.rest();
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
    if (this.doubted || (!former && this.retry !== null)) {
      this.renew();
    } else {
      this.listen();
    }
  }

  /** The server has taken a call, but told that nobody listens; `open` is the stream that was open before. */
  unheard(open: EventSource | null): void {
    // One that is being opened just comes later; one that is open is that of somebody who was logged in before.
    if (open && open === this.open) {
      this.renew();
    }
  }

  /** The server has taken a call; should a later stream not know it, it is lost. */
  taken(id: string): void {
    const followed = this.calls.get(id);
    if (followed) {
      followed.since ??= this.streams;
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
      this.rest();
    }
  }

  /** A POST of JSON to a route of the panel. */
  post(route: string, body: object): Promise<any> {
    return this.send('POST', `panel/${route}`, body);
  }

  /** What a route below `gradio_api/` answers. */
  async get(route: string): Promise<any> {
    return (await this.fetch(this.address(route), { cache: 'no-store' })).json();
  }

  /** What a route below `gradio_api/` answers to a request that changes something. */
  async send(method: 'POST' | 'DELETE', route: string, body?: object): Promise<any> {
    const json: { [header: string]: string } = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const response = await this.fetch(this.address(route), {
      method,
      headers: { ...json, ...xsrf() },
      body: body === undefined ? undefined : JSON.stringify(body)
    });
    return response.json();
  }

  /** An answer of the server that is no error. */
  async fetch(address: string, options: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(address, { credentials: 'same-origin', ...options });
    } catch (thrown) {
      throw unreachable(thrown);
    }
    if (!response.ok) {
      throw this.failed(await failureOf(response));
    }
    return response;
  }

  /** Take note of how a request failed, and give it back. */
  failed(failure: CallFailure): CallFailure {
    this.doubted ||= isNotAdmitted(failure);
    return failure;
  }

  private hear<T>(listeners: Set<T>, listener: T): () => void {
    listeners.add(listener);
    this.listen();
    return () => {
      listeners.delete(listener);
      this.rest();
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

  private get events(): string {
    return this.address(`panel/events?session=${encodeURIComponent(this.session)}`);
  }

  private listen(): void {
    if (this.stream || this.retry !== null) {
      return;
    }
    const stream = new EventSource(this.events);
    this.stream = stream;
    this.streams++;
    this.doubted = false;
    stream.onopen = () => this.heard(stream);
    stream.onmessage = event => {
      this.heard(stream);
      this.event(event);
    };
    stream.onerror = () => this.broken(stream);
  }

  /** Listen no more where nobody does, once the page has had the time to put another panel in place of one. */
  private rest(): void {
    if (!this.needed) {
      setTimeout(() => {
        if (!this.needed) {
          this.close();
        }
      }, 1000);
    }
  }

  /** End the stream. The next call or panel opens it again. */
  close(): void {
    this.stream?.close();
    this.stream = this.open = null;
    for (const timer of [this.retry, this.silence]) {
      if (timer !== null) {
        clearTimeout(timer);
      }
    }
    this.retry = this.silence = null;
  }

  /** Open the stream anew, as who is logged in now. */
  private renew(): void {
    this.close();
    this.listen();
  }

  private heard(stream: EventSource): void {
    if (stream !== this.stream) {
      return;
    }
    this.open = stream;
    this.tries = 0;
    if (this.silence !== null) {
      clearTimeout(this.silence);
      this.silence = null;
    }
    if (this.lost) {
      this.lost = null;
      this.changed();
    }
  }

  private broken(stream: EventSource): void {
    if (stream !== this.stream) {
      return;
    }
    this.streams++;
    this.open = null;
    this.silence ??= setTimeout(() => {
      this.lost ??= unreachable();
      this.changed();
    }, LOST_MS);
    if (stream.readyState === 2 && this.retry === null) {
      // Not a broken connection, which it mends by itself, but an answer that was no stream.
      this.stream = null;
      void this.diagnose();
      this.retry = setTimeout(
        () => {
          this.retry = null;
          if (this.needed) {
            this.listen();
          }
        },
        Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.tries++)
      );
    }
  }

  /** Find out why there is no stream: what it was answered with, the browser does not tell. */
  private async diagnose(): Promise<void> {
    // One that is begun meanwhile has another stream, whose turn to be refused may never come.
    const calls = [...this.calls.keys()];
    const aborted = new AbortController();
    let refusal: unknown = null;
    try {
      const { headers } = await this.fetch(this.events, { cache: 'no-store', signal: aborted.signal });
      if (!headers.get('Content-Type')?.startsWith('text/event-stream')) {
        refusal = new CallFailure(NO_STREAM);
      }
    } catch (thrown) {
      refusal = thrown;
    }
    aborted.abort();
    if (!this.open && refusal instanceof CallFailure && isForGood(refusal)) {
      this.lost = refusal;
      for (const id of calls) {
        this.tell(id, { op: 'error', error: refusal.error });
      }
      this.changed();
    }
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

  private event(event: MessageEvent<string>): void {
    let told: Told;
    try {
      told = JSON.parse(event.data);
    } catch {
      return;
    }
    if (told.call !== undefined && told.frame) {
      const followed = this.calls.get(told.call);
      const number = Number(event.lastEventId || NaN);
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
        if (followed.since !== null && followed.since < this.streams && !told.calls.includes(id)) {
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

const NO_STREAM = {
  code: 'no_stream',
  message:
    'Something between here and the notebook server answers in its place, so no results come. ' +
    'Perhaps you have to log in again: load this page anew.'
};

function isNotAdmitted({ status }: CallFailure): boolean {
  return status === 401 || status === 403;
}

/** Whether it is the notebook server that refuses, rather than something before it while it starts. */
function isForGood(failure: CallFailure): boolean {
  return isNotAdmitted(failure) || !['call_failed', 'unreachable'].includes(failure.error.code);
}

/** What tells the server that a request comes from a page of its own. */
export function xsrf(): { [header: string]: string } {
  const found = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie);
  return found ? { 'X-XSRFToken': decodeURIComponent(found[1]) } : {};
}

export function unreachable(thrown?: unknown): CallFailure {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') {
    return new CallFailure({ code: 'cancelled', message: 'The request was stopped.' });
  }
  const message = 'The notebook server cannot be reached. This goes on by itself when it answers again.';
  return new CallFailure({ code: 'unreachable', message });
}

