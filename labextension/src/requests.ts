/** Short requests to one notebook server, and what a failed one is told as. */

import { CallFailure, failureOf } from './failure';

/** What can be asked at an address that an app or the union begins with, ending in `/`. */
export class Requests {
  /** Whether a request was refused: who asks may be another than who asked before. */
  protected refused = false;

  constructor(readonly base: string) {}

  address(route: string): string {
    return `${this.base}gradio_api/${route}`;
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
    this.refused ||= isNotAdmitted(failure);
    return failure;
  }
}

export function isNotAdmitted({ status }: CallFailure): boolean {
  return status === 401 || status === 403;
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

