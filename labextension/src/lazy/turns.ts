/** Work for what is seen, in turns: at most once for each picture of the screen, and never so long that a page hangs. */

/** Milliseconds for all that is done between two pictures. */
const AT_A_TIME = 10;

const LONGEST_PAUSE = 1000;

const waiting = new Set<() => unknown>();
let spent = 0;
let planned = false;

/** Whether something can be done at once. */
export function isTimeLeft(): boolean {
  return spent < AT_A_TIME;
}

/** Do something, and remember how long it took. */
export function timed(work: () => void): void {
  const began = performance.now();
  try {
    work();
  } finally {
    spent += performance.now() - began;
    plan();
  }
}

/** Have something done when its turn comes, once however often it is asked for. */
export function soon(work: () => unknown): void {
  waiting.add(work);
  plan();
}

/** Have it not done after all. */
export function notAnyMore(work: () => unknown): void {
  waiting.delete(work);
}

function plan(): void {
  if (!planned) {
    planned = true;
    requestAnimationFrame(() => {
      // What takes long leaves as much time to the rest of the page.
      setTimeout(go, isTimeLeft() ? 0 : Math.min(spent, LONGEST_PAUSE));
    });
  }
}

function go(): void {
  planned = false;
  spent = 0;
  for (const work of waiting) {
    if (!isTimeLeft()) {
      break;
    }
    waiting.delete(work);
    timed(() => void work());
  }
  if (waiting.size > 0) {
    plan();
  }
}
