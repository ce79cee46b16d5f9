/** What a new access key is called and how long it is good, and what was wrong with that. */

import { CallFailure, asCallError } from '../failure';
import type { AccessKey } from '../protocol';
import type { Server } from '../server';
import { __ } from '../words';

/** A key with itself, as it is told once. */
export interface MadeKey extends AccessKey {
  key: string;
}

export interface KeyWish {
  name: string;
  /** As the server reads times; "" is never. */
  expires: string;
}

export const NEW_KEY: KeyWish = { name: '', expires: '7d' };

/** What is wrong, and with which field; "" where it is none of them. */
export interface KeyProblem {
  field: 'name' | 'expires' | '';
  message: string;
}

/** Make a key. What it opens is all, unless it is limited. */
export async function makeKey(
  server: Server,
  { name, expires }: KeyWish,
  limits: { notebooks?: string[]; endpoints?: string[] } = {}
): Promise<MadeKey> {
  const body = { name: name.trim(), ...(expires ? { expires } : {}), ...limits };
  return server.send('POST', 'keys', body);
}

/** What is to be said beside a field before the server is asked; null if it may be asked. */
export function mistakeIn({ name }: KeyWish): KeyProblem | null {
  return name.trim() ? null : { field: 'name', message: __('Give the key a name, such as the program it is for.') };
}

/** Where something that was thrown is to be said. */
export function problemOf(thrown: unknown): KeyProblem {
  const { message, details } = asCallError(thrown);
  if (thrown instanceof CallFailure && [400, 422].includes(thrown.status)) {
    const place = details?.[0]?.loc.at(-1);
    if (place === 'expires' || /expire/.test(message)) {
      return { field: 'expires', message };
    }
    if (place === 'name' || /name/.test(message)) {
      return { field: 'name', message };
    }
  }
  return { field: '', message };
}

interface Props {
  /** Begins the ids of the fields. */
  prefix: string;
  wish: KeyWish;
  problem: KeyProblem | null;
  change(wish: KeyWish): void;
}

export function KeyFields({ prefix, wish, problem, change }: Props): preact.JSX.Element {
  const told = (field: KeyProblem['field']): string | undefined =>
    problem?.field === field ? `${prefix}-${field}-problem` : undefined;
  const say = (field: KeyProblem['field']): preact.JSX.Element | null =>
    problem?.field === field ? (
      <p id={told(field)} class="jgm-error" role="alert">
        {problem.message}
      </p>
    ) : null;
  return (
    <div class="jgm-row">
      <div class="jgm-field">
        <label for={`${prefix}-name`}>{__('Name of the key')}</label>
        <input
          id={`${prefix}-name`}
          class="jgm-input"
          autocomplete="off"
          maxLength={100}
          value={wish.name}
          aria-invalid={problem?.field === 'name'}
          aria-describedby={told('name')}
          onInput={event => change({ ...wish, name: event.currentTarget.value })}
        />
        {say('name')}
      </div>
      <div class="jgm-field">
        <label for={`${prefix}-expires`}>{__('Good for')}</label>
        <select
          id={`${prefix}-expires`}
          class="jgm-input jgm-select"
          value={wish.expires}
          aria-invalid={problem?.field === 'expires'}
          aria-describedby={told('expires')}
          onChange={event => change({ ...wish, expires: event.currentTarget.value })}
        >
          <option value="1d">{__('1 day')}</option>
          <option value="7d">{__('1 week')}</option>
          <option value="30d">{__('30 days')}</option>
          <option value="">{__('ever, until it is revoked')}</option>
        </select>
        {say('expires')}
      </div>
    </div>
  );
}
