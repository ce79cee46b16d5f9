/** A request or a call that gave no result, as an error that can be shown. */

import type { CallError } from './protocol';

export class CallFailure extends Error {
  constructor(
    readonly error: CallError,
    /** The HTTP status; 0 where no answer came. */
    readonly status = 0
  ) {
    super(error.message);
    this.name = 'CallFailure';
  }
}

/** What was thrown, as what is shown. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallFailure) {
    return thrown.error;
  }
  return { code: 'call_failed', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** What the notebook server said in place of an answer: its error as JSON, or whatever a proxy put there. */
export async function failureOf(response: Response): Promise<CallFailure> {
  return failureFrom(response.status, await response.text().catch(() => ''));
}

/** As `failureOf`, of a status and a body. */
export function failureFrom(status: number, body: string): CallFailure {
  if (status === 401) {
    const message = 'You are not logged in here any more. Log in again, in another tab, then run it again.';
    return new CallFailure({ code: 'unauthenticated', message }, status);
  }
  let told: { error?: unknown; message?: unknown; code?: unknown; detail?: unknown } = {};
  try {
    told = JSON.parse(body) ?? {};
  } catch {
    // A proxy's page, whose text would help nobody.
  }
  const message = [told.error, told.message].find(text => typeof text === 'string' && text);
  const details = Array.isArray(told.detail) ? told.detail.filter(detail => Array.isArray(detail?.loc)) : [];
  return new CallFailure(
    {
      code: typeof told.code === 'string' ? told.code : 'call_failed',
      message: (message as string) ?? `The notebook server answered with status ${status}. Its log says more.`,
      ...(details.length > 0 ? { details } : {})
    },
    status
  );
}
