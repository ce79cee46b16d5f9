/** Names that nobody can guess, and the one of this page. */

const KEY = 'jupyter-gradio-mcp:session';

let session: string | null = null;

/** A random text. `crypto.randomUUID` is not there on a page that came over plain HTTP. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The name of this page's session; after a reload the same one, so that what runs is found again. */
export function sessionId(): string {
  if (session === null) {
    const id = (session = take() ?? randomId());
    // It is in the storage only while no page has it: browsers copy the storage into a duplicate of the tab.
    addEventListener('pagehide', () => put(id));
    addEventListener('pageshow', () => take());
  }
  return session;
}

function take(): string | null {
  try {
    const found = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return found;
  } catch {
    // Storage may be off; then nothing is kept.
    return null;
  }
}

function put(id: string): void {
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // As above.
  }
}
