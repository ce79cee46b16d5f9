/** What a function tells its caller by the way (gr.Info, gr.Success, gr.Warning): for a while, or until it is closed. */

import { useEffect, useState } from 'preact/hooks';

import type { Notice } from './call';

const TITLES = { info: 'Info', success: 'Success', warning: 'Warning' };

export function Notices({ notices, dismiss }: { notices: Notice[]; dismiss(key: number): void }) {
  return (
    <div class="jgm-notices" role="log" aria-live="polite" aria-label="Notices">
      {notices.map(notice => (
        <Toast key={notice.key} notice={notice} close={() => dismiss(notice.key)} />
      ))}
    </div>
  );
}

function Toast({ notice, close }: { notice: Notice; close(): void }) {
  // It stays while somebody reads it.
  const [held, hold] = useState(false);
  useEffect(() => {
    if (notice.duration === null || held) {
      return;
    }
    const timer = setTimeout(close, notice.duration * 1000);
    return () => clearTimeout(timer);
  }, [notice.key, held]);
  const title = notice.title || TITLES[notice.kind];
  return (
    <div
      class={`jgm-notice jgm-${notice.kind}`}
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onFocusCapture={() => hold(true)}
      onBlurCapture={() => hold(false)}
    >
      <p>
        <strong>{title}</strong> {notice.text}
      </p>
      <button type="button" class="jgm-plain" aria-label={`Close: ${title}`} onClick={close}>
        ×
      </button>
    </div>
  );
}
