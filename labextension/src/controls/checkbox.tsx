/** Yes or no. */

import { useEffect } from 'preact/hooks';

import type { Control, ControlProps } from './contract';
import { labelOf } from './label';

function Checkbox({ component, id, value, onChange, disabled, invalid, describedBy }: ControlProps) {
  // One that nobody touched looks like no, so it is.
  useEffect(() => {
    if (value === undefined && component.required && !disabled) {
      onChange(false);
    }
  }, [value, component.required, disabled]);
  return (
    <label class="jgm-check">
      <input
        id={id}
        type="checkbox"
        checked={value === true || (value === undefined && component.props.value === true)}
        disabled={disabled}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      <span>{labelOf(component)}</span>
    </label>
  );
}

export const CHECKBOX: Control = { view: Checkbox, ownLabel: true };
