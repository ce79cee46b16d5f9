/** What a form asks of its controls. The label, the help and the error beside a control are the form's. */

import type { FunctionComponent } from 'preact';

import type { Ears, Environment } from '../environment';
import type { ComponentInfo } from '../protocol';

export interface ControlProps {
  component: ComponentInfo;
  /** For the element that the label belongs to; of a group, the prefix of its elements' ids. */
  id: string;
  /** JSON, as the component's value is sent; `undefined` while it is empty. */
  value: unknown;
  onChange(value: unknown): void;
  /** The function cannot be called, or the component is not `interactive`. */
  disabled: boolean;
  invalid: boolean;
  /** Ids of the elements that explain it, for `aria-describedby`. */
  describedBy?: string;
  environment: Environment;
  /** Of a component of an app: who is told of what happens to it, beside its changes. */
  ears?: Ears;
}

export interface Control {
  view: FunctionComponent<ControlProps>;
  /** Whether it is a group of elements, which a `fieldset` with a `legend` labels, rather than one with a `label`. */
  group?: boolean;
  /** Whether it shows its label by itself, such as a check box. */
  ownLabel?: boolean;
}
