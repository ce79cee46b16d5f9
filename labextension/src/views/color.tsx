/** A colour, and its name. */

import type { ViewProps } from './contract';
import { Copy } from './copy';

export function ColorPicker({ value }: ViewProps): preact.JSX.Element {
  const color = String(value);
  return (
    <div class="jgmv-color">
      <span class="jgmv-swatch" style={{ backgroundColor: color }} aria-hidden="true" />
      <code>{color}</code>
      <Copy text={() => color} />
    </div>
  );
}
