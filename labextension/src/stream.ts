/** The one stream of events of a page: opened while somebody listens, and again when it breaks, with why it does not. */

import { CallFailure } from './failure';
import type { Agent, Frame } from './protocol';
import { isNotAdmitted, unreachable, type Requests } from './requests';

/** A dropped stream comes back by itself within moments; only a longer silence is worth telling of. */
const LOST_MS = 2500;

const LONGEST_WAIT_MS = 30_000;

/** How long nobody has to listen for the stream to end: a page puts one panel in place of another. */
const REST_MS = 1000;

/** What an event of the stream holds. */
export interface Told {
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

/** Who listens to a stream. */
export interface Audience {
  /** Whether there is anybody who listens. */
  needed(): boolean;
  /** A stream is opened, as who is logged in now. */
  opening(): void;
  /** An event came. Its id is NaN where it has none. */
  told(event: Told, id: number): void;
  /** `lost` is another. */
  changed(): void;
  /** The calls that are waited for. */
  waiting(): string[];
  /** There is no stream for good, so that those calls will not be heard of. */
  refused(failure: CallFailure, calls: string[]): void;
}

/** The stream of a session, for one audience. */
export class Stream {
  private source: EventSource | null = null;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private tries = 0;
  /** The stream, once something was heard of it. */
  open: EventSource | null = null;
  /** How many streams there were. */
  count = 0;
  /** Why nothing is heard; null while something is. */
  lost: CallFailure | null = null;

  constructor(
    private readonly requests: Requests,
    private readonly route: string,
    private readonly audience: Audience
  ) {}

  /** Whether it was refused, and is tried again after a while. */
  get pausing(): boolean {
    return this.retry !== null;
  }

  listen(): void {
    if (this.source || this.retry !== null) {
      return;
    }
    const source = new EventSource(this.requests.address(this.route));
    this.source = source;
    this.count++;
    this.audience.opening();
    source.onopen = () => this.heard(source);
    source.onmessage = event => {
      this.heard(source);
      this.event(event);
    };
    source.onerror = () => this.broken(source);
  }

  /** Listen no more where nobody does, once the page has had the time to put another panel in place of one. */
  rest(): void {
    if (!this.audience.needed()) {
      setTimeout(() => {
        if (!this.audience.needed()) {
          this.close();
        }
      }, REST_MS);
    }
  }

  /** End the stream. The next who listens opens it again. */
  close(): void {
    this.source?.close();
    this.source = this.open = null;
    for (const timer of [this.retry, this.silence]) {
      if (timer !== null) {
        clearTimeout(timer);
      }
    }
    this.retry = this.silence = null;
  }

  /** Open the stream anew, as who is logged in now. */
  renew(): void {
    this.close();
    this.listen();
  }

  private event(event: MessageEvent<string>): void {
    let told: Told;
    try {
      told = JSON.parse(event.data);
    } catch {
      return;
    }
    this.audience.told(told, Number(event.lastEventId || NaN));
  }

  private heard(source: EventSource): void {
    if (source !== this.source) {
      return;
    }
    this.open = source;
    this.tries = 0;
    if (this.silence !== null) {
      clearTimeout(this.silence);
      this.silence = null;
    }
    if (this.lost) {
      this.lost = null;
      this.audience.changed();
    }
  }

  private broken(source: EventSource): void {
    if (source !== this.source) {
      return;
    }
    this.count++;
    this.open = null;
    this.silence ??= setTimeout(() => {
      this.lost ??= unreachable();
      this.audience.changed();
    }, LOST_MS);
    if (source.readyState === 2 && this.retry === null) {
      // Not a broken connection, which it mends by itself, but an answer that was no stream.
      this.source = null;
      void this.diagnose();
      this.retry = setTimeout(
        () => {
          this.retry = null;
          if (this.audience.needed()) {
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
    const calls = this.audience.waiting();
    const aborted = new AbortController();
    let refusal: unknown = null;
    try {
      const options: RequestInit = { cache: 'no-store', signal: aborted.signal };
      const { headers } = await this.requests.fetch(this.requests.address(this.route), options);
      if (!headers.get('Content-Type')?.startsWith('text/event-stream')) {
        refusal = new CallFailure(NO_STREAM);
      }
    } catch (thrown) {
      refusal = thrown;
    }
    aborted.abort();
    if (!this.open && refusal instanceof CallFailure && isForGood(refusal)) {
      this.lost = refusal;
      this.audience.refused(refusal, calls);
    }
  }
}

const NO_STREAM = {
  code: 'no_stream',
  message:
    'Something between here and the notebook server answers in its place, so no results come. ' +
    'Perhaps you have to log in again: load this page anew.'
};

/** Whether it is the notebook server that refuses, rather than something before it while it starts. */
function isForGood(failure: CallFailure): boolean {
  return isNotAdmitted(failure) || !['call_failed', 'unreachable'].includes(failure.error.code);
}
