/** What a recording is made of. */

import type { Json } from '../protocol';

/** A call that begins. */
export interface Begun {
  /** A random text of the caller's. */
  id: string;
  /** The absolute address of the notebook's app, ending in `/`; null where no server answers for it. */
  base: string | null;
  endpoint: string;
  /** What was sent. */
  args: { [parameter: string]: Json };
  /** When it began, in milliseconds. */
  at: number;
  /** The parameters whose values are secret. */
  secrets?: string[];
}

/**
 * A call of a recording: one that runs has neither `result` nor `failed`. Values of its `secrets`, which are those that
 * were given, are not in `args`.
 */
export interface Step extends Begun {
  base: string;
  /** As its panel got it, without the addresses of files. */
  result?: Json;
  /** Whether only the beginning of the result, and the files in it, are kept. */
  cut?: boolean;
  /** Why it failed. */
  failed?: string;
  /** Whether the function asked something while it ran, and a person answered. */
  answered?: boolean;
}
