/**
 * What a panel, its controls and its views need of the world around them, and nothing of how it is done: over HTTP
 * or over the kernel's comm.
 */

import type { EventInfo, FileData, Frame, Json, NotebookPanels, Rows, RowsQuery } from './protocol';

/** Parts that are loaded only when they are used. */
export interface Assets {
  /** A module of ours by its name, such as `grid`; the same one each time. */
  module(name: AssetName): Promise<any>;
  /** The text of a file of ours, such as `vega.js`, to be run in a frame of its own. */
  text(file: string): Promise<string>;
  /** The address of `frame.html`; null where there is no server to load it from. */
  frame: string | null;
}

/** The modules that are loaded lazily; each is `static/<name>.js`, and needs no framework. */
export type AssetName = 'grid' | 'editor' | 'markdown' | 'math';

/** Files on their way in and out. */
export interface Files {
  /** Send a file; `progress` is told from 0 to 1. */
  upload(file: File | Blob, name: string, progress?: (share: number) => void, signal?: AbortSignal): Promise<FileData>;
  /** An address to show or download a file from: its own, or that of a blob. */
  url(file: FileData): Promise<string>;
}

/** What controls and views are given. */
export interface Environment {
  assets: Assets;
  files: Files;
  /** Some rows of a table that came with a `view`. */
  rows(query: RowsQuery): Promise<Rows>;
  /** The document or shadow root that everything is in. */
  root: Document | ShadowRoot;
  /** Whether the surroundings are dark; it may change, which `onTheme` tells; that returns how to listen no more. */
  dark(): boolean;
  onTheme(changed: () => void): () => void;
}

/** Whoever is told of what happens to one component. */
export interface Ears {
  /** Whether anything begins by that event. */
  hear(event: string): boolean;
  /** It happened; `data` is what a function may want to know of it. */
  tell(event: string, data?: Json): void;
  /** A person has put another value in. */
  put(value: Json): void;
}

/** What a call is told while it runs. */
export type Listener = (frame: Frame) => void;

/** A way to one notebook's functions. */
export interface Transport {
  readonly kind: 'http' | 'comm';
  readonly assets: Assets;
  readonly files: Files;
  /** What there is; null where the notebook is not known (any more). */
  panels(): Promise<NotebookPanels | null>;
  /** Have `changed` called when `panels()` would answer something else; returns how to listen no more. */
  watch(changed: () => void): () => void;
  /**
   * Begin a call, or come back to one that this page began before it was reloaded. Frames that came meanwhile are
   * told first. The last one is a `result` or an `error`, also where the way breaks.
   *
   * `id` is a random text of the caller's; `event` what began it.
   */
  call(id: string, endpoint: string, args: { [parameter: string]: Json }, listener: Listener, event?: EventInfo): void;
  resume(id: string, listener: Listener): void;
  cancel(id: string): void;
  answer(id: string, answers: { [question: string]: { [key: string]: Json } | null }): void;
  rows(query: RowsQuery): Promise<Rows>;
  /** The address of the notebook's own page, or of a route below it; null where no server answers. */
  page(panels: NotebookPanels, below?: string): string | null;
}
