/** A number, and where it is between its bounds. */

import type { ViewProps } from './contract';
import { numberText } from './number';

export function Slider({ component, value }: ViewProps): preact.JSX.Element {
  const { minimum = 0, maximum = 100 } = component.props;
  const share = maximum > minimum ? (Number(value) - minimum) / (maximum - minimum) : 0;
  return (
    <div class="jgmv-slider">
      <output class="jgmv-number">{numberText(value)}</output>
      <span class="jgmv-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
      </span>
      <span class="jgmv-soft">
        {numberText(minimum)} – {numberText(maximum)}
      </span>
    </div>
  );
}
