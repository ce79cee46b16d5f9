/** A table as lines, points or bars. */

import { useMemo } from 'preact/hooks';

import { specOf, type ChartValue } from './chart-spec';
import type { ViewProps } from './contract';
import { Plot } from './plot';

export function Chart(props: ViewProps): preact.JSX.Element {
  const { component, value } = props;
  const plot = useMemo(() => specOf(value as ChartValue, component.props), [value, component]);
  const { caption } = component.props;
  return (
    <>
      <Plot {...props} value={{ type: 'vega-lite', plot }} />
      {caption && <p class="jgmv-below">{caption}</p>}
    </>
  );
}
