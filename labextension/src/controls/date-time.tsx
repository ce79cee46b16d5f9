/** A date, a time of day, or both, as ISO 8601. */

import type { Control, ControlProps } from './contract';
import { emptied } from './label';

const ISO = /^(?:(\d{4}-\d{2}-\d{2}))?(?:[T ]?(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:?\d{2})?$/;

type Kind = 'date' | 'time' | 'datetime-local';

function kindOf(schema: Record<string, any>, props: Record<string, any>): Kind {
  const formats = [schema, ...(schema.anyOf ?? [])].map(one => one.format);
  if (formats.includes('date-time')) {
    return 'datetime-local';
  }
  if (formats.includes('date')) {
    return 'date';
  }
  return formats.includes('time') ? 'time' : props.include_time === false ? 'date' : 'datetime-local';
}

function DateTime({ component, id, value, onChange, disabled, invalid, describedBy }: ControlProps) {
  const kind = kindOf(component.schema, component.props);
  const text = typeof value === 'string' ? value.trim() : '';
  const [, date, time, zone] = ISO.exec(text) ?? [];
  const shown = kind === 'date' ? date : kind === 'time' ? time : date && `${date}T${time ?? '00:00'}`;
  if (text !== '' && shown === undefined) {
    // Something else than ISO 8601, such as "now - 1d": a field of the browser's would not show it.
    return (
      <input
        id={id}
        class="jgm-input"
        type="text"
        value={text}
        disabled={disabled}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onInput={event => onChange(event.currentTarget.value || emptied(component))}
      />
    );
  }
  const offset = zone ?? component.props.offset ?? '';
  return (
    <div class="jgm-datetime">
      <input
        id={id}
        class="jgm-input"
        type={kind}
        step={kind === 'date' ? undefined : /:\d\d:\d\d\.\d/.test(shown ?? '') ? 'any' : 1}
        value={shown ?? ''}
        disabled={disabled}
        aria-invalid={invalid}
        aria-required={component.required}
        aria-describedby={describedBy}
        onInput={event => {
          const now = event.currentTarget.value;
          // The browser leaves seconds of 0 out; Python reads both, but an equal value should look equal.
          const whole = /^(.*T)?\d\d:\d\d$/.test(now) ? `${now}:00` : now;
          onChange(now === '' ? emptied(component) : whole + (kind === 'date' ? '' : offset));
        }}
      />
      {offset && kind !== 'date' && <span class="jgm-unit">{offset === 'Z' ? 'UTC' : `UTC${offset}`}</span>}
    </div>
  );
}

export const DATE_TIME: Control = { view: DateTime };
