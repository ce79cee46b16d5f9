/** A control whose value is one file: sending it, and what is at hand of it. */

import { useRef } from 'preact/hooks';

import { isFileData, type FileData } from '../protocol';
import type { ControlProps } from './contract';
import { useAddress, type Address } from './file-address';
import { emptied } from './label';
import { useUploads, type Uploads } from './uploads';

export interface OneFile {
  /** What the notebook has. */
  file: FileData | null;
  /** What is on its way, of which only the latest counts. */
  uploads: Uploads;
  /** What it holds, if it came from here. */
  source: Blob | undefined;
  address: Address;
  take(source: Blob, name: string): void;
  remove(): void;
}

export function useOneFile({ component, value, onChange, environment }: ControlProps): OneFile {
  // What was sent from here is shown from here, as long as it is the value.
  const sent = useRef<{ path: string; source: Blob } | null>(null);
  const uploads = useUploads(environment.files, (file, source) => {
    sent.current = { path: file.path, source };
    onChange(file);
  });
  const file = isFileData(value) ? value : null;
  const arriving = uploads.running[uploads.running.length - 1];
  const source = arriving?.source ?? (file && sent.current?.path === file.path ? sent.current.source : undefined);
  const address = useAddress(environment.files, arriving ? null : file, source);
  return {
    file,
    uploads,
    source,
    address,
    take(source, name) {
      uploads.running.forEach(upload => uploads.cancel(upload.key));
      uploads.start(source, name);
    },
    remove() {
      uploads.running.forEach(upload => uploads.cancel(upload.key));
      onChange(emptied(component));
    }
  };
}
