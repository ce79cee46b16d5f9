/** A colour: the browser's own choice of colours, and a box for any other way to write one. */

import type { Control, ControlProps } from './contract';
import { emptied, labelOf } from './label';

/** What the browser's field for colours can show: `#rrggbb`; null if it cannot. */
export function hexOf(text: string): string | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
  if (short) {
    return `#${short.slice(1).map(digit => digit + digit).join('')}`.toLowerCase();
  }
  if (/^#[\da-f]{6}([\da-f]{2})?$/i.test(text)) {
    return text.slice(0, 7).toLowerCase();
  }
  const rgb = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/i.exec(text);
  return rgb && `#${rgb.slice(1).map(part => hex(Number(part))).join('')}`;
}

function hex(part: number): string {
  return Math.min(255, Math.max(0, Math.round(part))).toString(16).padStart(2, '0');
}

function ColorPicker({ component, id, value, onChange, disabled, invalid, describedBy }: ControlProps) {
  const text = typeof value === 'string' ? value : '';
  return (
    <div class="jgm-color">
      <input
        type="color"
        value={hexOf(text) ?? '#000000'}
        disabled={disabled}
        aria-label={`Choose ${labelOf(component)}`}
        onInput={event => onChange(event.currentTarget.value)}
      />
      <input
        id={id}
        class="jgm-input"
        type="text"
        spellcheck={false}
        placeholder="#rrggbb"
        value={text}
        disabled={disabled}
        aria-invalid={invalid}
        aria-required={component.required}
        aria-describedby={describedBy}
        onInput={event => onChange(event.currentTarget.value || emptied(component))}
      />
    </div>
  );
}

export const COLOR_PICKER: Control = { view: ColorPicker };
