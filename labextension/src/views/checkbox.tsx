/** Whether something is so. */

import type { ViewProps } from './contract';

export function Checkbox({ value }: ViewProps): preact.JSX.Element {
  return (
    <output class={value ? 'jgmv-yes' : 'jgmv-no'}>
      <span aria-hidden="true">{value ? '✓' : '✗'}</span> {value ? 'True' : 'False'}
    </output>
  );
}
