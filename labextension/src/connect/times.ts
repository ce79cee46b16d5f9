/** Moments for people. Times are in seconds since the epoch, as the server has them. */

import { __ } from '../words';

const UNITS: [seconds: number, past: string, future: string][] = [
  [86_400, '{n} d ago', 'in {n} d'],
  [3600, '{n} h ago', 'in {n} h'],
  [60, '{n} min ago', 'in {n} min']
];

/** Such as `just now`, `3 min ago`, `in 7 d`. */
export function relative(at: number, now = Date.now() / 1000): string {
  const distance = Math.abs(now - at);
  // What is still `in 30 d` when it has just been made; elapsed time is not rounded up.
  const count = (unit: number): number => (at > now ? Math.round(distance / unit) : Math.floor(distance / unit));
  for (const [unit, past, future] of UNITS) {
    if (count(unit) >= 1) {
      return __(at > now ? future : past, { n: count(unit) });
    }
  }
  return at > now ? __('in a moment') : __('just now');
}

/** In the reader's own way, with the day. */
export function absolute(at: number): string {
  return new Date(at * 1000).toLocaleString();
}
