/** What a function printed, folded away; while it is open it follows the end unless somebody scrolls up. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { LogLine } from './call';

export function Log({ lines, dropped }: { lines: LogLine[]; dropped: number }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    if (open && follows.current && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [lines, open]);
  if (lines.length === 0) {
    return null;
  }
  const count = dropped + lines.length;
  const errors = lines.some(line => line.stream === 'stderr');
  return (
    <details class="jgm-log" open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        Log <span class="jgm-count">{count === 1 ? '1 entry' : `${count.toLocaleString('en')} entries`}</span>
        {errors && <span class="jgm-mark">stderr</span>}
      </summary>
      {open && (
        <pre
          class="jgm-pre"
          ref={box}
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-label="Log"
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
            follows.current = scrollHeight - scrollTop - clientHeight < 20;
          }}
        >
          {dropped > 0 && <span class="jgm-count">{`${dropped.toLocaleString('en')} earlier entries are not kept.\n`}</span>}
          {runs(lines).map(({ stream, text }, index) => (
            <span key={index} class={stream === 'stderr' ? 'jgm-stderr' : undefined}>
              {text}
            </span>
          ))}
        </pre>
      )}
    </details>
  );
}

/** Neighbours of one stream as one text; each entry ends its line. */
export function runs(lines: LogLine[]): { stream: string; text: string }[] {
  const found: { stream: string; text: string }[] = [];
  for (const { stream, text } of lines) {
    const line = text.endsWith('\n') ? text : `${text}\n`;
    const last = found[found.length - 1];
    if (last?.stream === stream) {
      last.text += line;
    } else {
      found.push({ stream, text: line });
    }
  }
  return found;
}
