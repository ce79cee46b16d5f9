/** What results ask of the views of their values. */

import type { FunctionComponent } from 'preact';

import type { Ears, Environment } from '../environment';
import type { ComponentInfo } from '../protocol';

export interface ViewProps {
  component: ComponentInfo;
  /** JSON, as the function gave it; never `undefined`. */
  value: unknown;
  /** Whether more is to come. */
  streaming: boolean;
  environment: Environment;
  /** Of a component of an app: who is told of what happens to it. */
  ears?: Ears;
}

export type View = FunctionComponent<ViewProps>;
