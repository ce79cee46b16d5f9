/** Something seen large, above the page, until Escape or a click beside it. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  onClose(): void;
  onKeyDown?(event: KeyboardEvent): void;
  /** It stays when the page beside it is clicked: something in it would be lost. */
  firm?: boolean;
  children: ComponentChildren;
}

export function Dialog({ label, onClose, onKeyDown, firm = false, children }: Props): preact.JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="jgmv-dialog"
      aria-label={label}
      aria-modal="true"
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={event => !firm && event.target === dialog.current && dialog.current?.close()}
    >
      <button type="button" class="jgmv-action jgmv-close" aria-label="Close" onClick={() => dialog.current?.close()}>
        ✕
      </button>
      {children}
    </dialog>
  );
}
