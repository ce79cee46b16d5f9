/** Where on a panel an action that has no form tells how it is going. */

import type { Desk } from '../desk';
import type { ActionInfo } from '../protocol';

/**
 * The component below which an action tells of itself: its first output in sight, else what began it, else that of
 * the action before it. "" is the end of the panel.
 */
export function homeOf(desk: Desk, action: ActionInfo): string {
  const near = [...action.outputs, ...action.triggers.map(([id]) => id)].find(id => desk.isShown(id));
  const before = near === undefined && action.after ? desk.action(action.after[0]) : undefined;
  return near ?? (before ? homeOf(desk, before) : '');
}

/** The actions that tell of themselves there, if they have anything to tell. */
export function telling(desk: Desk, home: string): ActionInfo[] {
  return desk.panel.actions.filter(
    action =>
      !desk.hasResults(action.id) &&
      (desk.state(action.id).phase !== 'idle' || desk.isCircle(action.id)) &&
      homeOf(desk, action) === home
  );
}
