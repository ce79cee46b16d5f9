/** Where the browser finds what a file holds. */

import { useEffect, useState } from 'preact/hooks';

import type { Files } from '../environment';
import type { FileData } from '../protocol';

export interface Address {
  url: string | null;
  /** Why there is none. */
  error: string | null;
}

const NONE: Address = { url: null, error: null };

/** The address of a file that the notebook has; or of one that is at hand (`source`), which needs no way. */
export function useAddress(files: Files, file: FileData | null, source?: Blob): Address {
  const [address, setAddress] = useState(NONE);
  const path = file?.path;
  const signed = file?.url;
  useEffect(() => {
    if (source) {
      const url = URL.createObjectURL(source);
      setAddress({ url, error: null });
      return () => URL.revokeObjectURL(url);
    }
    setAddress(NONE);
    if (!file) {
      return;
    }
    let current = true;
    files.url(file).then(
      url => current && setAddress({ url, error: null }),
      error => current && setAddress({ url: null, error: error instanceof Error ? error.message : String(error) })
    );
    return () => {
      current = false;
    };
  }, [path, signed, source]);
  return address;
}

/** What a file is called, for people. */
export function nameOf(file: FileData): string {
  return file.orig_name ?? file.path.split(/[\\/]/).pop() ?? file.path;
}

/** A size in bytes, for people. */
export function sizeText(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) {
    return '';
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount < 10 && power > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[power]}`;
}
