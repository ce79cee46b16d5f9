/** A recording as a program can be made of it: with what is known of its functions, and without what cannot be repeated. */

import { asCallError } from '../failure';
import type { ApiFunction, ApiInfo } from '../protocol';
import { VARIABLE, type RecordedStep } from '../snippets/contract';
import { __ } from '../words';
import { asCalled } from './called';
import type { Step } from './contract';
import { sameFiles, type Open } from './files';

/** What one finds out about a recording elsewhere. */
export interface Sources {
  /** What the app at an address offers. */
  api(base: string): Promise<ApiInfo>;
  /** What is in a file that the app knows. */
  open: Open;
}

export interface Gathered {
  steps: RecordedStep[];
  /** Why a call is not in the program, by its id. */
  left: Map<string, string>;
}

/** All that is needed for a program of these calls. */
export async function gather(recorded: readonly Step[], sources: Sources): Promise<Gathered> {
  const left = new Map<string, string>();
  const good = recorded.filter(step => step.failed === undefined);
  for (const { id, failed } of recorded) {
    if (failed !== undefined) {
      left.set(id, failed);
    }
  }
  const offers = new Map<string, ApiInfo | string>();
  for (const base of new Set(good.map(step => step.base))) {
    offers.set(base, await sources.api(base).catch(thrown => asCallError(thrown).message));
  }
  const repeated: { step: Step; fn: ApiFunction; info: ApiInfo }[] = [];
  for (const step of good) {
    const info = offers.get(step.base);
    const fn = typeof info === 'object' ? info.functions.find(({ name }) => name === step.endpoint) : undefined;
    if (typeof info !== 'object') {
      left.set(step.id, info ?? '');
    } else if (!fn) {
      left.set(step.id, __('The notebook does not offer it now.'));
    } else if (fn.visibility === 'private') {
      left.set(step.id, __('It is private: no program can call it.'));
    } else if (fn.kind !== 'tool') {
      left.set(step.id, __('Resources and prompts are reached over MCP only.'));
    } else {
      repeated.push({ step, fn, info });
    }
  }
  const known = await sameFiles(repeated.map(({ step }) => step), sources.open);
  const steps = repeated.map(({ step, fn, info }, at): RecordedStep => {
    const target = { base: step.base, variable: info.open ? null : VARIABLE };
    const result = step.result === undefined ? {} : { result: asCalled(fn, step.result) };
    return { fn, target, args: known[at], secrets: step.secrets, ...result };
  });
  return { steps, left };
}
