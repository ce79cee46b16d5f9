/** A text of one line or several. */

import { useLayoutEffect, useRef } from 'preact/hooks';

import type { Control, ControlProps } from './contract';
import { admitsNull } from './label';

const TYPES: Record<string, string> = { password: 'password', email: 'email', url: 'url' };

function Textbox({ component, id, value, onChange, disabled, invalid, describedBy }: ControlProps) {
  const { lines = 1, max_lines, placeholder, type, max_length, autofocus, rtl, text_align } = component.props;
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const area = useRef<HTMLTextAreaElement>(null);
  // A text that was emptied is still a text: a default must not come in its place.
  const changed = (now: string) => onChange(now === '' && admitsNull(component.schema) ? null : now);
  const common = {
    id,
    value: text,
    disabled,
    placeholder,
    autofocus,
    maxLength: max_length,
    dir: rtl ? ('rtl' as const) : ('auto' as const),
    style: text_align ? { textAlign: text_align } : undefined,
    'aria-invalid': invalid,
    'aria-required': component.required,
    'aria-describedby': describedBy,
    spellcheck: false
  };
  useLayoutEffect(() => fit(area.current, Math.max(lines, 1), max_lines ?? 20), [text, lines, max_lines]);
  if (TYPES[type]) {
    return (
      <input
        {...common}
        class="jgm-input"
        type={TYPES[type]}
        autocomplete={type === 'password' ? 'off' : type}
        onInput={event => changed(event.currentTarget.value)}
      />
    );
  }
  if (max_lines === 1 && lines === 1) {
    return (
      <input
        {...common}
        class="jgm-input"
        type="text"
        autocomplete="off"
        onInput={event => changed(event.currentTarget.value)}
      />
    );
  }
  return (
    <textarea
      {...common}
      ref={area}
      class="jgm-input jgm-textarea"
      rows={lines}
      onKeyDown={event => {
        // A field of one line runs on Enter, as Gradio's does; one more line comes with Shift.
        if (event.key === 'Enter' && lines === 1 && !event.shiftKey && !event.isComposing && !event.altKey) {
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }
      }}
      onInput={event => changed(event.currentTarget.value)}
    />
  );
}

/** Make a text area as high as its text, between so many lines and so many. */
function fit(area: HTMLTextAreaElement | null, least: number, most: number): void {
  if (!area?.isConnected || area.offsetParent === null) {
    return; // unseen: it has no height, and is fitted when its text changes
  }
  const line = parseFloat(getComputedStyle(area).lineHeight) || 20;
  area.style.height = 'auto';
  const frame = area.offsetHeight - area.clientHeight;
  const padding = area.clientHeight - area.rows * line;
  const limit = Math.max(least, most) * line + padding;
  area.style.height = `${Math.min(area.scrollHeight, limit) + frame}px`;
  area.style.overflowY = area.scrollHeight > limit + 1 ? 'auto' : 'hidden';
}

export const TEXTBOX: Control = { view: Textbox };
