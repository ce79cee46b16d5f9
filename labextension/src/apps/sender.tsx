/** A field with a button that submits it, which stops what that began while it runs. */

import type { ComponentChildren } from 'preact';

import { isRunning } from '../call';
import type { Desk } from '../desk';
import type { ActionInfo, ComponentInfo } from '../protocol';
import { useScene } from '../scene';
import { __ } from '../words';
import { begunBy } from './triggers';

/** What runs because a field was submitted, or is stopped by its Stop. */
function begun({ panel }: Desk, id: string): ActionInfo[] {
  const submitted = begunBy(panel.actions, id, 'submit');
  const stopped = begunBy(panel.actions, id, 'stop').flatMap(action => action.cancels);
  return panel.actions.filter(action => submitted.includes(action) || stopped.includes(action.id));
}

/** Whether what was submitted still runs, and nothing further can be submitted before it was stopped. */
export function isAnswering(desk: Desk, { id, props }: ComponentInfo): boolean {
  return (Boolean(props.stop_btn) || desk.listens(id, 'stop')) && begun(desk, id).some(action => isRunning(desk.state(action.id)));
}

export function Sender({ component, children }: { component: ComponentInfo; children: ComponentChildren }) {
  const { desk, live } = useScene();
  const { id, props } = component;
  const stops = isAnswering(desk, component) && Boolean(props.stop_btn);
  const said = stops ? props.stop_btn : props.submit_btn;
  const press = (): void => {
    if (stops) {
      begun(desk, id).forEach(action => desk.stop(action.id));
      desk.fire([id, 'stop']);
    } else if (!isAnswering(desk, component)) {
      desk.fire([id, 'submit']);
    }
  };
  return (
    <div class="jgm-sender">
      {children}
      {Boolean(said) && (
        // One button, so that whoever is on it stays there.
        <button type="button" class={`jgm-act ${stops ? 'jgm-danger' : 'jgm-primary'}`} disabled={!live || props.interactive === false} onClick={press}>
          {typeof said === 'string' ? said : stops ? __('Stop') : __('Send')}
        </button>
      )}
    </div>
  );
}
