/** A number between two bounds: a slider with a box to type in. */

import { useEffect } from 'preact/hooks';

import type { Control, ControlProps } from './contract';
import { labelOf } from './label';
import { NumberBox } from './number';

function Slider(props: ControlProps) {
  const { component, id, value, onChange, disabled, invalid, describedBy } = props;
  const { minimum = 0, maximum = 100, step } = component.props;
  // It looks as if it were at its minimum, so it is.
  useEffect(() => {
    if (value === undefined && component.required && !disabled) {
      onChange(minimum);
    }
  }, [value, component.required, disabled, minimum]);
  const number = typeof value === 'number' ? value : Number(value ?? component.props.value ?? minimum);
  const share = maximum > minimum ? ((number - minimum) / (maximum - minimum)) * 100 : 0;
  return (
    <div class="jgm-slider">
      <input
        id={id}
        type="range"
        min={minimum}
        max={maximum}
        step={step ?? 'any'}
        value={Number.isFinite(number) ? number : minimum}
        style={{ '--jgm-share': `${Math.min(100, Math.max(0, share || 0))}%` }}
        disabled={disabled}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onInput={event => onChange(clean(event.currentTarget.valueAsNumber, minimum, maximum, step))}
      />
      <NumberBox
        {...props}
        id={`${id}-number`}
        component={{ ...component, props: { ...component.props, minimum, maximum } }}
        labelled={`${labelOf(component)}, as a number`}
      />
      <span class="jgm-bounds" aria-hidden="true">
        <span>{minimum}</span>
        <span>{maximum}</span>
      </span>
    </div>
  );
}

/** Without a step a slider gives all the digits of its pixels; a thousandth of its way is as fine as a hand is. */
function clean(number: number, minimum: number, maximum: number, step?: number): number {
  if (step) {
    return number;
  }
  const digits = Math.max(0, Math.min(12, Math.ceil(-Math.log10((maximum - minimum) / 1000 || 1))));
  return Number(number.toFixed(digits));
}

export const SLIDER: Control = { view: Slider };
