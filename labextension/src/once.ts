/** What is loaded once for a page: each widget runs a copy of our module of its own, so a variable of it would not do. */

const PLACE = Symbol.for('jupyter-gradio-mcp:loaded');

/** What `make` gave for `key` the first time on this page; again where that failed. */
export function once<T>(key: string, make: () => Promise<T>): Promise<T> {
  const page = globalThis as { [PLACE]?: Map<string, Promise<any>> };
  return kept((page[PLACE] ??= new Map<string, Promise<T>>()), key, make);
}

/** What `make` gave for `key` the first time; again where that failed. */
export function kept<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let found = known.get(key);
  if (!found) {
    known.set(key, (found = make()));
    found.catch(() => known.delete(key));
  }
  return found;
}

/** What `make` made for `key` the first time on this page, where nothing has to be waited for. */
export function only<T>(key: string, make: () => T): T {
  const page = globalThis as { [PLACE]?: Map<string, any> };
  const known = (page[PLACE] ??= new Map());
  if (!known.has(key)) {
    known.set(key, make());
  }
  return known.get(key);
}

/** Forget all. For tests. */
export function forgetAll(): void {
  (globalThis as { [PLACE]?: Map<string, unknown> })[PLACE]?.clear();
}
