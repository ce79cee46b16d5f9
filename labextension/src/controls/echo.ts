/** Telling one's own changes, which come back as a new value, from changes that others made. */

import { useRef } from 'preact/hooks';

import { sameJson } from './choices';

export interface Echo<T> {
  /** This is told to others now. */
  tell(value: T): void;
  /** Whether a value is one that was told, and so is on the screen already, or is behind it. */
  isOwn(value: unknown): boolean;
}

/** For what keeps a state of its own, such as an editor: while somebody types, older texts come back. */
export function useEcho<T>(): Echo<T> {
  const told = useRef<T[]>([]);
  return {
    tell(value) {
      told.current = [...told.current.slice(-99), value];
    },
    isOwn(value) {
      const index = told.current.findIndex(one => sameJson(one, value));
      // The latest one stays: the same value may be drawn more than once.
      told.current = index < 0 ? [] : told.current.slice(Math.min(index, told.current.length - 1));
      return index >= 0;
    }
  };
}
