/** Rows of values that fill a form. */

import { own } from './names';
import type { ActionInfo } from './protocol';
import { Samples } from './samples';
import { useScene } from './scene';

export function Examples({ action }: { action: ActionInfo }) {
  const { desk, live } = useScene();
  const { examples } = action;
  if (examples.length === 0) {
    return null;
  }
  const columns = action.inputs.map(([, id]) => id).filter(id => examples.some(row => Object.hasOwn(row, id)));
  const label = (id: string): string => desk.component(id)?.props.label ?? desk.component(id)?.name ?? id;
  return (
    <Samples
      caption="Examples"
      name="Examples"
      headers={columns.map(label)}
      rows={examples.map(row => columns.map(id => own(row, id)))}
      disabled={!live}
      says="Fill in example {n}: {values}"
      onPick={at => desk.fill(action, examples[at])}
    />
  );
}
