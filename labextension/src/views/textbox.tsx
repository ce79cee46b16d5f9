/** Text as it is, which may grow while it is read: what is selected stays selected, and its end is followed. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { ViewProps } from './contract';
import { Copy } from './copy';

/** How many characters are shown at once; laying out more takes too long. */
const MOST = 500_000;

export function Textbox({ component, value, streaming, ears }: ViewProps): preact.JSX.Element {
  const text = typeof value === 'string' ? value : String(value);
  const [all, setAll] = useState(false);
  const cut = !all && text.length > MOST;
  return (
    <div class="jgmv-text">
      <Growing
        text={cut ? text.slice(0, MOST) : text}
        streaming={streaming}
        label={component.props.label ?? component.name}
      />
      <div class="jgmv-actions">
        {cut && (
          <button type="button" class="jgmv-action" onClick={() => setAll(true)}>
            Show all {text.length.toLocaleString('en')} characters
          </button>
        )}
        <Copy text={() => text} onCopied={value => ears?.tell('copy', { value })} />
      </div>
    </div>
  );
}

interface GrowingProps {
  text: string;
  streaming: boolean;
  label: string;
  class?: string;
}

export function Growing({ text, streaming, label, ...rest }: GrowingProps): preact.JSX.Element {
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    const host = box.current!;
    const followed = host.scrollHeight - host.scrollTop - host.clientHeight < 24;
    grow(host, text);
    if (streaming && followed) {
      host.scrollTop = host.scrollHeight;
    }
  }, [text, streaming]);
  // It scrolls, so the keyboard must be able to reach it.
  return <pre ref={box} class={rest.class ?? 'jgmv-pre'} tabIndex={0} role="region" aria-label={label} />;
}

/** Have `host` show `text`; what it already shows is not touched, as that would take away a selection in it. */
function grow(host: HTMLElement, text: string): void {
  const node = host.firstChild;
  if (!(node instanceof Text)) {
    host.textContent = text;
  } else if (text.startsWith(node.data)) {
    if (text.length > node.data.length) {
      node.appendData(text.slice(node.data.length));
    }
  } else {
    node.data = text;
  }
}
