/** A button that copies a text, also where the page is not secure enough for the clipboard's own way. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { __ } from '../words';
import { messageOf } from './files';

interface Props {
  /** Asked when it is pressed, for a text may be large, or far. */
  text(): string | Promise<string>;
  label?: string;
  /** Told of what was copied. */
  onCopied?(text: string): void;
}

export function Copy({ text, label = __('Copy'), onCopied }: Props): preact.JSX.Element {
  const [said, setSaid] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (event: preact.JSX.TargetedMouseEvent<HTMLButtonElement>): Promise<void> => {
    const button = event.currentTarget;
    try {
      const whole = await text();
      const done = await copied(whole, button);
      setSaid(done ? __('Copied') : __('Not allowed to copy'));
      if (done) {
        onCopied?.(whole);
      }
    } catch (error) {
      setSaid(__('Not copied: {why}', { why: messageOf(error) }));
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(null), 1500);
  };
  return (
    <button type="button" class="jgmv-action" onClick={event => void copy(event)} aria-live="polite">
      {said ?? label}
    </button>
  );
}

async function copied(text: string, beside: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Only `https:` and `localhost` have a clipboard; a selection can be copied anywhere.
    const field = document.createElement('textarea');
    field.value = text;
    field.style.cssText = 'position: fixed; opacity: 0; pointer-events: none';
    beside.after(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    beside.focus();
    return done;
  }
}
