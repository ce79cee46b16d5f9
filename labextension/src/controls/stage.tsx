/** Where tests put a control: a form that holds its value, and files that arrive or not as a test says. */

import { render } from '@testing-library/preact';
import { useState } from 'preact/hooks';

import type { Environment } from '../environment';
import type { ComponentInfo, FileData } from '../protocol';
import { controlFor } from './index';

/** A file that the notebook has. */
export function fileNamed(name: string, size = 5): FileData {
  return {
    path: `/cache/${name}`,
    url: null,
    size,
    orig_name: name,
    mime_type: null,
    is_stream: false,
    meta: { _type: 'gradio.FileData' }
  };
}

export interface Stage {
  /** All values that were told, oldest first. */
  told: unknown[];
  /** The value now. */
  value(): unknown;
  /** Give it another value, as an example does. */
  set(value: unknown): void;
  container: Element;
}

export const environment: Environment = {
  assets: {
    module: () => Promise.reject(new Error('no modules here')),
    text: () => Promise.reject(new Error('no files here')),
    frame: null
  },
  files: {
    upload: async (_, name) => fileNamed(name),
    url: async file => `https://notebook.example/${file.orig_name}`
  },
  rows: async () => ({ data: [], rows: 0 }),
  root: document,
  dark: () => false,
  onTheme: () => () => undefined
};

/** Show the control of a type; its label is `Field` unless its properties say another one. */
export function show(
  type: string,
  component: Partial<ComponentInfo> = {},
  value?: unknown,
  others: { environment?: Partial<Environment>; disabled?: boolean } = {}
): Stage {
  const told: unknown[] = [];
  let now = value;
  let give: (value: unknown) => void = () => undefined;
  const { view: View, group, ownLabel } = controlFor(type);
  function Form() {
    const [held, setHeld] = useState(value);
    now = held;
    give = setHeld;
    return (
      <form>
        {!group && !ownLabel && <label for="field">{component.props?.label ?? 'Field'}</label>}
        <View
          component={{ id: 'c', type, name: 'Field', required: true, schema: {}, props: {}, ...component }}
          id="field"
          value={held}
          onChange={changed => {
            told.push(changed);
            now = changed;
            setHeld(changed);
          }}
          disabled={others.disabled ?? false}
          invalid={false}
          describedBy="help"
          environment={{ ...environment, ...others.environment }}
        />
      </form>
    );
  }
  const { container } = render(<Form />);
  return { told, container, value: () => now, set: changed => give(changed) };
}
