/** What all that is drawn of one panel stands on. */

import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';

import type { Desk } from './desk';
import type { Environment } from './environment';

export interface Scene {
  desk: Desk;
  environment: Environment;
  /** Whether functions can be called now. */
  live: boolean;
  /** Begins the ids of all elements of the panel. */
  prefix: string;
}

export const SceneContext = createContext<Scene | null>(null);

/** The panel that is drawn; it is drawn again whenever something lies otherwise on its desk. */
export function useScene(): Scene {
  const scene = useContext(SceneContext);
  if (!scene) {
    throw new Error('This is drawn only within a panel.');
  }
  const [, again] = useState(0);
  // At once, for what happens before an effect that waits for the paint would be missed.
  useLayoutEffect(() => scene.desk.listen(() => again(count => count + 1)), [scene.desk]);
  return scene;
}
