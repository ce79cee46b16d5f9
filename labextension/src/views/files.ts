/** What the views know of files: which values are some, what kind they are, and where to show them from. */

import { useEffect, useState } from 'preact/hooks';

import type { Environment } from '../environment';
import { isFileData, type FileData } from '../protocol';

export type MediaKind = 'image' | 'audio' | 'video' | 'other';

const ENDINGS: { [kind in Exclude<MediaKind, 'other'>]: RegExp } = {
  image: /\.(png|jpe?g|gif|webp|svg|bmp|avif|ico)$/i,
  audio: /\.(wav|mp3|ogg|oga|flac|m4a|aac|opus)$/i,
  video: /\.(mp4|webm|mov|m4v|ogv|mkv)$/i
};

/** What a file is to be shown as. */
export function mediaKind(file: FileData): MediaKind {
  for (const kind of ['image', 'audio', 'video'] as const) {
    if (file.mime_type ? file.mime_type.startsWith(`${kind}/`) : ENDINGS[kind].test(nameOf(file))) {
      return kind;
    }
  }
  return 'other';
}

/** A value as a file: FileData, or the address of something on the web. */
export function asFile(value: unknown): FileData | null {
  if (isFileData(value)) {
    return value;
  }
  if (typeof value === 'string' && /^(https?:\/\/|data:(image|audio|video)\/)/i.test(value)) {
    const name = value.startsWith('data:') ? null : value;
    return { ...emptyFile(name ?? 'data'), url: value };
  }
  return null;
}

/** A file of which only the path is known. */
export function emptyFile(path: string): FileData {
  return {
    path,
    url: null,
    size: null,
    orig_name: null,
    mime_type: null,
    is_stream: false,
    meta: { _type: 'gradio.FileData' }
  };
}

export function nameOf(file: FileData): string {
  return file.orig_name || file.path.split(/[?#]/)[0]!.split(/[\\/]/).pop() || 'file';
}

/** A number of bytes for people. */
export function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** Only such addresses are given to elements; a script's or a page's is none. */
export function safeAddress(address: string): string | null {
  try {
    const { protocol } = new URL(address, document.baseURI);
    const data = /^data:(image|audio|video)\//i.test(address);
    return ['http:', 'https:', 'blob:'].includes(protocol) || data ? address : null;
  } catch {
    return null;
  }
}

/** An address, once it is known; or why there is none. */
export interface Address {
  address: string | null;
  error: string | null;
}

const UNKNOWN: Address = { address: null, error: null };

/** Where to show a file from. Null asks for none. */
export function useAddress(file: FileData | null, environment: Environment): Address {
  const [known, setKnown] = useState<Address>(UNKNOWN);
  useEffect(() => {
    let current = true;
    if (file === null) {
      setKnown(UNKNOWN);
      return;
    }
    addressOf(file, environment).then(
      address => current && setKnown({ address, error: null }),
      (error: unknown) => current && setKnown({ address: null, error: messageOf(error) })
    );
    return () => {
      current = false;
    };
  }, [file?.path, file?.url, environment]);
  return known;
}

/** Where to show a file from. */
export async function addressOf(file: FileData, environment: Environment): Promise<string> {
  const onTheWeb = file.url !== null && (file.url === file.path || file.url.startsWith('data:'));
  const address = safeAddress(onTheWeb ? file.url! : await environment.files.url(file));
  if (address === null) {
    throw new Error(`${nameOf(file)} has an address that cannot be shown.`);
  }
  return address;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
