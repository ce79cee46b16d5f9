/** A conversation in which nothing was said yet: what it is for, and what one can say. */

import type { ComponentInfo, Json } from '../protocol';
import { useScene } from '../scene';
import { MarkdownText } from '../views/markdown';
import { __ } from '../words';

/** An example, as a button says it, and whether it is sent at once. */
interface Offer {
  text: string;
  run: boolean;
}

export function Welcome({ component }: { component: ComponentInfo }) {
  const { desk, environment, live } = useScene();
  const { id, props } = component;
  const offers: Offer[] = props.offers ?? [];
  // The rows of values are with what is done with them, as those of a form.
  const action = desk.panel.actions.find(({ outputs, examples }) => outputs.includes(id) && examples.length > 0);
  const take = (row: { [component: string]: Json }, run: boolean): void => {
    Object.entries(row).forEach(([field, value]) => desk.set(field, value));
    if (run && action) {
      desk.fire(...action.triggers);
    }
  };
  return (
    <div class="jgm-blank jgm-tall jgm-welcome">
      {props.placeholder && <MarkdownText text={String(props.placeholder)} environment={environment} delimiters={props.latex_delimiters} />}
      {action && offers.length > 0 && (
        <ul class="jgm-offers" aria-label={__('Examples')}>
          {offers.map(({ text, run }, index) => (
            <li key={index}>
              <button type="button" class="jgm-act" disabled={!live} onClick={() => take(action.examples[index] ?? {}, run)}>
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
