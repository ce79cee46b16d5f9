/** One or several of many choices: the browser's own list for a few, one to filter otherwise. */

import { choicesOf, labelOfValue, sameJson } from './choices';
import { Combobox } from './combobox';
import type { Control, ControlProps } from './contract';
import { emptied, hasDefault } from './label';

/** More than so many are looked for by typing. */
const FEW = 12;

function Dropdown(props: ControlProps) {
  const { component, id, value, onChange, disabled, invalid, describedBy } = props;
  const choices = choicesOf(component);
  const { multiselect, allow_custom_value, filterable } = component.props;
  if (multiselect || allow_custom_value || (choices.length > FEW && filterable !== false)) {
    return <Combobox {...props} choices={choices} />;
  }
  const chosen = choices.findIndex(choice => value !== undefined && sameJson(choice.value, value));
  const empty = value === undefined || (value === null && chosen < 0);
  const mayBeEmpty = empty || emptied(component) === null || !(component.required || hasDefault(component));
  return (
    <select
      id={id}
      class="jgm-input jgm-select"
      disabled={disabled}
      aria-invalid={invalid}
      aria-required={component.required}
      aria-describedby={describedBy}
      value={empty ? '' : chosen < 0 ? 'other' : String(chosen)}
      onChange={event => {
        const index = event.currentTarget.value;
        if (index !== 'other') {
          onChange(index === '' ? emptied(component) : choices[Number(index)].value);
        }
      }}
    >
      {mayBeEmpty && (
        <option value="">{component.props.placeholder ?? (component.required ? 'Choose…' : '—')}</option>
      )}
      {!empty && chosen < 0 && <option value="other">{labelOfValue(choices, value)} (none of the choices)</option>}
      {choices.map((choice, index) => (
        <option key={index} value={String(index)}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

export const DROPDOWN: Control = { view: Dropdown };
