/** A file that the notebook has: its name, its size, and a way to be rid of it. */

import type { ComponentChildren } from 'preact';

import type { FileData } from '../protocol';
import { nameOf, sizeText } from './file-address';

interface FileLineProps {
  file: FileData;
  disabled: boolean;
  /** Where it can be seen. */
  url?: string | null;
  onRemove(): void;
  onOpen?(): void;
  children?: ComponentChildren;
}

export function FileLine({ file, disabled, url, onRemove, onOpen, children }: FileLineProps) {
  const name = nameOf(file);
  return (
    <div class="jgm-file">
      {url ? (
        <a class="jgm-file-name" href={url} download={name} target="_blank" rel="noopener" title={name} onClick={onOpen}>
          {name}
        </a>
      ) : (
        <span class="jgm-file-name" title={name}>
          {name}
        </span>
      )}
      <span class="jgm-file-size">{sizeText(file.size)}</span>
      {children}
      {!disabled && (
        <button type="button" class="jgm-icon" aria-label={`Remove ${name}`} onClick={onRemove}>
          ×
        </button>
      )}
    </div>
  );
}
