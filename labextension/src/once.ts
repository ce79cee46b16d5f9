/** What is loaded once for a page: each widget runs a copy of our module of its own, so a variable of it would not do. */

const PLACE = Symbol.for('jupyter-gradio-mcp:loaded');

/** What `make` gave for `key` the first time on this page; again where that failed. */
export function once<T>(key: string, make: () => Promise<T>): Promise<T> {
  const page = globalThis as { [PLACE]?: Map<string, Promise<any>> };
  const loaded = (page[PLACE] ??= new Map());
  let found = loaded.get(key) as Promise<T> | undefined;
  if (!found) {
    found = make();
    loaded.set(key, found);
    found.catch(() => loaded.delete(key));
  }
  return found;
}

/** Forget all. For tests. */
export function forgetAll(): void {
  (globalThis as { [PLACE]?: Map<string, unknown> })[PLACE]?.clear();
}
