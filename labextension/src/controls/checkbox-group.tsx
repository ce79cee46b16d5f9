/** Any number of a few choices. */

import { choicesOf, chosenOf, sameJson } from './choices';
import type { Control, ControlProps } from './contract';

function CheckboxGroup({ component, id, value, onChange, disabled, invalid, describedBy }: ControlProps) {
  const choices = choicesOf(component);
  const chosen = chosenOf(value);
  const toggle = (changed: unknown, on: boolean) => {
    const others = chosen.filter(value => !sameJson(value, changed));
    const now = on ? [...others, changed] : others;
    // In the order of the choices; what is none of them stays too.
    const known = choices.map(choice => choice.value).filter(value => now.some(one => sameJson(one, value)));
    onChange([...known, ...now.filter(value => !known.some(one => sameJson(one, value)))]);
  };
  return (
    <div class="jgm-choices" aria-describedby={describedBy}>
      {choices.map((choice, index) => (
        <label class="jgm-check jgm-chip-choice" key={index}>
          <input
            id={`${id}-${index}`}
            type="checkbox"
            checked={chosen.some(value => sameJson(value, choice.value))}
            disabled={disabled}
            aria-invalid={invalid}
            onChange={event => toggle(choice.value, event.currentTarget.checked)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </div>
  );
}

export const CHECKBOX_GROUP: Control = { view: CheckboxGroup, group: true };
