/** The desks of the forms on an API page: one for each panel, so that functions of one cell share what they share. */

import { useEffect, useMemo } from 'preact/hooks';

import { Desk } from '../desk';
import type { Transport } from '../environment';
import { named } from '../names';
import type { ActionInfo, Json, NotebookPanels } from '../protocol';
import { secretsOf } from '../secrets';
import { Store } from '../store';
import { History, noted } from './history';

/** The desk of a panel; null where there is no such panel (any more). */
export type DeskOf = (panel: string | null) => Desk | null;

/** Desks are made when they are first asked for. `shared` is that of the panel which the page is a tab of. */
export function useDesks(transport: Transport, panels: NotebookPanels, shared?: Desk): DeskOf {
  const { kernel } = panels;
  const desks = useMemo(() => new Map<string, Desk>(), [transport, kernel]);
  useEffect(() => () => desks.forEach(desk => desk.close()), [desks]);
  return id => {
    const panel = panels.panels.find(one => one.id === id);
    if (shared && shared.panel.id === id) {
      return shared;
    }
    let desk = id === null ? undefined : desks.get(id);
    if (!panel) {
      // What it gave stays in sight while its notebook is gone.
      return desk ?? null;
    }
    if (!desk) {
      // Not the store of the panel itself: both may be on one page, and would write over each other.
      const secrets = (endpoint: string): string[] => secretsOf(made.panel, endpoint);
      const made = new Desk(panel, noted(transport, History.of(kernel), secrets), new Store(kernel, `api:${panel.id}`));
      desks.set(panel.id, (desk = made));
    } else if (desk.panel !== panel) {
      desk.update(panel);
    }
    desk.address = transport.page(panels);
    return desk;
  };
}

export function actionOf(desk: Desk | null, endpoint: string): ActionInfo | undefined {
  return desk?.panel.actions.find(action => action.endpoint === endpoint);
}

/** What is in the form now, by parameter, as far as anything is. */
export function valuesOf(desk: Desk | null, endpoint: string): { [parameter: string]: Json } {
  const values = named<Json>();
  for (const [parameter, id] of actionOf(desk, endpoint)?.inputs ?? []) {
    const component = desk?.component(id);
    const value = component && desk?.value(component);
    // An empty text that is needed is none yet: then an example says more.
    if (value !== undefined && !(component?.required && value === '')) {
      values[parameter] = value;
    }
  }
  return values;
}
