/** A number. What is typed stays as it is typed, also while it is none yet. */

import { useRef } from 'preact/hooks';

import type { Control, ControlProps } from './contract';
import { emptied } from './label';

/** What a typed text means: a number, or the text where it is none, or one that JavaScript would change. */
export function readNumber(text: string): number | string {
  const trimmed = text.trim();
  const number = Number(trimmed);
  if (trimmed === '' || !Number.isFinite(number) || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) {
    return text;
  }
  // Python's integers have no end; a text of digits arrives there whole.
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^[+-]?\d+$/.test(trimmed) ? trimmed : number;
}

/** The next number above or below, without the dust of binary fractions. */
export function stepped(from: number, by: number, minimum?: number, maximum?: number): number {
  const digits = Math.max(decimals(from), decimals(by));
  const next = Number((from + by).toFixed(Math.min(digits, 100)));
  return Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, next));
}

function decimals(number: number): number {
  const [mantissa, exponent] = String(number).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent ?? 0));
}

interface NumberProps extends ControlProps {
  /** Its own label, where no other one belongs to it. */
  labelled?: string;
}

export function NumberBox({ component, id, value, onChange, disabled, invalid, describedBy, labelled }: NumberProps) {
  const { minimum, maximum, step, placeholder, value: standing } = component.props;
  const typed = useRef('');
  const shown = value === undefined || value === null ? '' : String(value);
  const empty = (value ?? '') === '';
  // "1." and "1.0" are 1 too: what was typed stays until the value is another one.
  const same = empty ? typed.current.trim() === '' : readNumber(typed.current) === value;
  const text = same ? typed.current : shown;
  typed.current = text;
  const changed = (now: string) => {
    typed.current = now;
    onChange(now.trim() === '' ? emptied(component) : readNumber(now));
  };
  const number = typeof value === 'number' ? value : undefined;
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.key === 'Enter' && !event.isComposing && !event.altKey) {
      event.preventDefault();
      event.currentTarget.form?.requestSubmit();
      return;
    }
    const direction = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const start = number ?? (typeof minimum === 'number' ? minimum : 0);
    changed(String(number === undefined ? start : stepped(start, direction * (step || 1), minimum, maximum)));
  };
  return (
    <input
      id={id}
      class="jgm-input jgm-number"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      role="spinbutton"
      aria-label={labelled}
      aria-valuenow={number}
      aria-valuetext={empty ? 'empty' : shown}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      aria-invalid={invalid || typeof value === 'string'}
      aria-required={component.required}
      aria-describedby={describedBy}
      placeholder={placeholder ?? (typeof standing === 'number' && !component.blank ? String(standing) : undefined)}
      disabled={disabled}
      value={text}
      onInput={event => changed(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

export const NUMBER: Control = { view: NumberBox };
