/** What is dropped on an element, or pasted into it. */

import { useState } from 'preact/hooks';

type Handlers = Pick<preact.JSX.HTMLAttributes<HTMLDivElement>, 'onDragOver' | 'onDragLeave' | 'onDrop' | 'onPaste'>;

interface Drop {
  /** Whether somebody holds files over it. */
  over: boolean;
  handlers: Handlers;
}

/** `take` is given the files; of a paste only if there are some. */
export function useDrop(disabled: boolean, take: (files: File[]) => void): Drop {
  const [over, setOver] = useState(false);
  const handlers: Handlers = {
    onDragOver: event => {
      if (event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        event.stopPropagation();
        setOver(!disabled);
      }
    },
    onDragLeave: () => setOver(false),
    onDrop: event => {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      take([...(event.dataTransfer?.files ?? [])]);
    },
    onPaste: event => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        event.preventDefault();
        event.stopPropagation();
        take(files);
      }
    }
  };
  return { over, handlers };
}
