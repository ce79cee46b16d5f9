/**
 * Which files that were put in are results of earlier calls. One that a person saved and put in again has another path,
 * and perhaps another name; what is in it is the same.
 */

import { isFileData, type FileData, type Json } from '../protocol';
import type { Step } from './contract';

/** What is in a file of an app; it fails where the file is gone. */
export type Open = (base: string, file: FileData) => Promise<ArrayBuffer>;

interface Place {
  base: string;
  file: FileData;
}

/** Larger files are not compared: both would have to be fetched. In bytes. */
const MAX_COMPARED = 20_000_000;

/** The arguments of each call, with files that an earlier one gave in the place of equal ones. */
export async function sameFiles(steps: Step[], open: Open): Promise<Step['args'][]> {
  const bytes = new Map<string, Promise<Uint8Array | null>>();
  const read = (base: string, file: FileData): Promise<Uint8Array | null> => {
    let found = bytes.get(file.path);
    if (!found) {
      const opened = open(base, file).then(buffer => new Uint8Array(buffer), () => null);
      bytes.set(file.path, (found = opened));
    }
    return found;
  };
  /** The latest first: that is what a person has before him. */
  const given: Place[] = [];
  const found: Step['args'][] = [];
  for (const { base, args, result } of steps) {
    const replaced = new Map<FileData, FileData>();
    for (const file of filesIn(args)) {
      for (const candidate of given) {
        if (candidate.file.path === file.path || (await isSame({ base, file }, candidate, read))) {
          replaced.set(file, candidate.file);
          break;
        }
      }
    }
    found.push(replace(args, replaced) as Step['args']);
    given.unshift(...filesIn(result ?? null).map(file => ({ base, file })));
  }
  return found;
}

async function isSame(one: Place, other: Place, read: (base: string, file: FileData) => Promise<Uint8Array | null>): Promise<boolean> {
  const size = one.file.size;
  if (size === null || size !== other.file.size || size > MAX_COMPARED) {
    return false;
  }
  const [left, right] = await Promise.all([read(one.base, one.file), read(other.base, other.file)]);
  return !!left && !!right && left.length === right.length && left.every((byte, at) => byte === right[at]);
}

function filesIn(value: Json): FileData[] {
  if (isFileData(value)) {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(filesIn) : [];
}

function replace(value: Json, files: Map<FileData, FileData>): Json {
  if (isFileData(value)) {
    return { ...(files.get(value) ?? value) };
  }
  if (Array.isArray(value)) {
    return value.map(item => replace(item, files));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replace(inner, files)]));
  }
  return value;
}
