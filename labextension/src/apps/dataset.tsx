/** Samples of an app's: what a person chooses fills fields, and begins what listens. */

import type { ComponentInfo, Json } from '../protocol';
import { Samples } from '../samples';
import { useScene } from '../scene';

export function Dataset({ component }: { component: ComponentInfo }) {
  const { desk, live } = useScene();
  const { label, show_label = true, headers, layout, fills, samples_per_page, sample_labels } = component.props;
  const rows = (component.props.samples ?? []) as Json[][];
  // Other samples begin at their first page.
  return (
    <Samples
      key={component.props.first ?? 0}
      caption={show_label !== false ? (label ?? '') : ''}
      name={label ?? 'Samples'}
      headers={Array.isArray(headers) ? headers : null}
      rows={rows}
      labels={sample_labels?.length === rows.length ? sample_labels : null}
      gallery={layout === 'gallery'}
      perPage={samples_per_page}
      disabled={!live}
      says={fills?.length > 0 ? 'Fill in example {n}: {values}' : 'Choose sample {n}: {values}'}
      onPick={row => desk.pick(component, row)}
    />
  );
}
