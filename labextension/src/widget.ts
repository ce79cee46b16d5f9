/**
 * The anywidget module: shows the card for the endpoints that the kernel put into the model, and
 * keeps it up to date.
 */

import { showCard } from './card';
import type { EndpointCard } from './protocol';

/** The part of anywidget's model that is used here. */
export interface Model {
  get(name: 'endpoints'): EndpointCard[];
  on(event: 'change:endpoints', callback: () => void): void;
  off(event: 'change:endpoints', callback: () => void): void;
}

/** Show the card in `el`; what is returned takes it away. */
export function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const update = (): void => showCard(el, model.get('endpoints'));
  update();
  model.on('change:endpoints', update);
  return () => model.off('change:endpoints', update);
}

export default { render };
