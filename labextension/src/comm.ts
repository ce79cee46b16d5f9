/**
 * The way to a notebook's functions over the kernel's comm, where a page cannot reach the notebook server: VS Code,
 * Colab. Everything is a message of the widget, so it waits while the kernel runs a cell.
 */

import type { Assets, Files, Listener, Transport } from './environment';
import { CallFailure } from './failure';
import {
  isLast,
  type CallError,
  type EventInfo, type FileData,
  type Frame,
  type Json,
  type NotebookPanels,
  type Rows,
  type RowsQuery
} from './protocol';
import { kept, once } from './once';
import { randomId } from './session';

/** The part of anywidget's model that is used here. */
export interface Model {
  get(name: string): any;
  on(event: string, callback: (...args: any[]) => void): void;
  off(event: string, callback: (...args: any[]) => void): void;
  send(content: unknown, callbacks?: unknown, buffers?: (ArrayBuffer | ArrayBufferView)[]): void;
}

/** Gateways end a connection that brings more than 10 MiB in one message. */
const PIECE = 4 << 20;

/** How long a kernel may take to say anything, by what it is asked. A kernel that runs a cell says nothing. */
const ANSWER_MS = 60_000;

const BUSY = 'The kernel has not answered: it is busy with a cell, and this waits until that is done.';

interface Reply {
  op: 'reply';
  id: string;
  error?: CallError;
  [key: string]: any;
}

interface Answer {
  reply: Reply;
  buffers: ArrayBufferView[];
}

export class CommTransport implements Transport {
  readonly kind = 'comm';
  readonly assets: Assets;
  readonly files: Files;
  private pending = new Map<string, (answer: Answer) => void>();
  private calls = new Map<string, Listener>();
  private watchers = new Set<() => void>();
  private told = (message: any, buffers?: ArrayBufferView[]): void => this.message(message, buffers ?? []);

  constructor(
    private model: Model,
    private patience = ANSWER_MS
  ) {
    this.assets = new CommAssets(this, model.get('mount')?.kernel ?? '');
    this.files = new CommFiles(this);
    model.on('msg:custom', this.told);
  }

  /** Hear no more of the kernel. */
  close(): void {
    this.model.off('msg:custom', this.told);
  }

  /**
   * Send a request and wait for its reply. Nothing is sent again: what waits for a cell is answered after it.
   *
   * @throws CallFailure when the kernel refuses it, or is silent for `patience` milliseconds.
   */
  ask(
    op: string,
    body: object,
    buffers: ArrayBufferView[] = [],
    { id = randomId(), patience = this.patience } = {}
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(id);
        reject(new CallFailure({ code: 'kernel_busy', message: BUSY }));
      }, patience);
      this.pending.set(id, answer => {
        clearTimeout(timer);
        if (answer.reply.error) {
          reject(new CallFailure(answer.reply.error));
        } else {
          resolve(answer);
        }
      });
      this.model.send({ op, id, ...body }, undefined, buffers);
    });
  }

  async panels(): Promise<NotebookPanels | null> {
    const { reply } = await this.ask('panels', {});
    return (reply.value ?? null) as NotebookPanels | null;
  }

  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  call(id: string, endpoint: string, args: { [parameter: string]: Json }, listener: Listener, event?: EventInfo): void {
    this.calls.set(id, listener);
    this.model.send({ op: 'call', id, endpoint, arguments: args, ...(event && { event }) });
  }

  /** A page that is loaded anew has another model, and the kernel tells the calls of the former one to nobody. */
  resume(_id: string, listener: Listener): void {
    const message = 'The page was loaded anew while this ran, and its result did not reach it. Run it again.';
    queueMicrotask(() => listener({ op: 'error', error: { code: 'call_lost', message } }));
  }

  cancel(id: string): void {
    this.model.send({ op: 'cancel', id });
  }

  answer(id: string, answers: { [question: string]: { [key: string]: Json } | null }): void {
    this.model.send({ op: 'answer', id, answers });
  }

  async rows(query: RowsQuery): Promise<Rows> {
    const { reply } = await this.ask('rows', { query });
    return reply.value as Rows;
  }

  page(): null {
    return null;
  }

  private message(message: any, buffers: ArrayBufferView[]): void {
    if (message?.op === 'reply') {
      const waiting = this.pending.get(message.id);
      this.pending.delete(message.id);
      // Other views of the widget share the model, and hear the replies to one another.
      waiting?.({ reply: message, buffers });
    } else if (message?.op === 'frame') {
      const listener = this.calls.get(message.call);
      if (listener && isLast(message.frame as Frame)) {
        this.calls.delete(message.call);
      }
      listener?.(message.frame);
    } else if (message?.op === 'changed') {
      [...this.watchers].forEach(changed => changed());
    }
  }
}

/** Files of `static/`, as the kernel's package has them. They are large, and a notebook server admits so much a second. */
class CommAssets implements Assets {
  readonly frame = null;

  constructor(
    private comm: CommTransport,
    private kernel: string
  ) {}

  module(name: string): Promise<any> {
    return once(`${this.kernel} ${name}`, async () => {
      const address = URL.createObjectURL(new Blob([await this.text(`${name}.js`)], { type: 'text/javascript' }));
      try {
        return await import(/* webpackIgnore: true */ address);
      } finally {
        URL.revokeObjectURL(address);
      }
    });
  }

  text(file: string): Promise<string> {
    return once(`${this.kernel} ${file}`, async () => textOf(await this.comm.ask('asset', { name: file })));
  }
}

/** A text that came as a message, or beside it. */
function textOf({ reply, buffers }: Answer): string {
  return typeof reply.text === 'string' ? reply.text : new TextDecoder().decode(buffers[0]);
}

class CommFiles implements Files {
  private addresses = new Map<string, Promise<string>>();

  constructor(private comm: CommTransport) {}

  async upload(
    file: File | Blob,
    name: string,
    progress?: (share: number) => void,
    signal?: AbortSignal
  ): Promise<FileData> {
    // All pieces have the id of the upload.
    const id = randomId();
    signal?.addEventListener('abort', () => this.comm.cancel(id));
    for (let offset = 0; ; offset += PIECE) {
      signal?.throwIfAborted();
      const piece = new Uint8Array(await file.slice(offset, offset + PIECE).arrayBuffer());
      const last = offset + piece.byteLength >= file.size;
      const about = { name, size: file.size, offset, last };
      const { reply } = await this.comm.ask('upload', about, [piece], { id });
      progress?.(file.size ? (offset + piece.byteLength) / file.size : 1);
      if (last) {
        return reply.file as FileData;
      }
    }
  }

  url(file: FileData): Promise<string> {
    if (file.url && !file.path) {
      return Promise.resolve(file.url);
    }
    return kept(this.addresses, file.path, () => this.fetch(file));
  }

  private async fetch(file: FileData): Promise<string> {
    const pieces: BlobPart[] = [];
    let offset = 0;
    for (;;) {
      const { reply, buffers } = await this.comm.ask('file', { path: file.path, offset });
      const piece = buffers[0];
      if (piece?.byteLength) {
        pieces.push(piece as unknown as BlobPart);
        offset += piece.byteLength;
      }
      if (reply.last || !piece?.byteLength || (reply.size !== undefined && offset >= reply.size)) {
        return URL.createObjectURL(new Blob(pieces, { type: file.mime_type ?? reply.mime_type ?? 'application/octet-stream' }));
      }
    }
  }
}
