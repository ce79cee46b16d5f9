/** One of a few choices, all of them seen. */

import { choicesOf, sameJson } from './choices';
import type { Control, ControlProps } from './contract';

function Radio({ component, id, value, onChange, disabled, invalid, describedBy }: ControlProps) {
  return (
    <div class="jgm-choices" aria-describedby={describedBy}>
      {choicesOf(component).map((choice, index) => (
        <label class="jgm-check jgm-chip-choice" key={index}>
          <input
            id={`${id}-${index}`}
            type="radio"
            name={id}
            checked={value !== undefined && sameJson(value, choice.value)}
            disabled={disabled}
            aria-invalid={invalid}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </div>
  );
}

export const RADIO: Control = { view: Radio, group: true };
