/** A number, with all the digits it came with. */

import type { ViewProps } from './contract';

export function NumberView({ value }: ViewProps): preact.JSX.Element {
  return <output class="jgmv-number">{numberText(value)}</output>;
}

/** A number as Python's people write it, thousands apart where it has many digits. */
export function numberText(value: unknown): string {
  if (typeof value !== 'number') {
    return String(value);
  }
  if (Number.isInteger(value) && Math.abs(value) >= 1e4 && Number.isSafeInteger(value)) {
    return value.toLocaleString('en').replaceAll(',', '\u202f');
  }
  return String(value);
}
