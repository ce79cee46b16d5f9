/** Buttons of a conversation: there as soon as something was said, and at rest while somebody answers. */

import type { ComponentChildren } from 'preact';

import { isRunning } from '../call';
import { useScene } from '../scene';

export function Tools({ of, hidden, children }: { of: string; hidden: boolean; children: ComponentChildren }) {
  const { desk } = useScene();
  const conversation = desk.component(of);
  const said = conversation && desk.value(conversation);
  const busy = desk.panel.actions.some(action => action.outputs.includes(of) && isRunning(desk.state(action.id)));
  return (
    <div
      class={busy ? 'jgm-row jgm-tools jgm-resting' : 'jgm-row jgm-tools'}
      hidden={hidden || !Array.isArray(said) || said.length === 0}
      aria-disabled={busy}
      onClickCapture={event => {
        // They stay where the focus is, so that nobody is thrown out of the row.
        if (busy) {
          event.stopPropagation();
        }
      }}
    >
      {children}
    </div>
  );
}
