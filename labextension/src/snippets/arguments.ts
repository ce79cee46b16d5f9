/** The arguments of a call in a snippet: which of them, by name or in order, and where the files in them are. */

import { isFileData, type ApiFunction, type ApiParameter } from '../protocol';
import { Code, type Writable } from './literals';

/** What a call is given; a call of a program may be given what came before. */
export type Values = { [parameter: string]: Writable };

/** How one language writes a file. */
export interface FileNotation {
  /** One with an address. */
  remote(url: string): Writable;
  /** One that is beside the program. */
  local(name: string): Writable;
  /** Without the characters that a name cannot have in this language. */
  clean?(name: string): string;
}

/** A file over HTTP. */
export function fileData(path: string | Code): Writable {
  return { path, meta: { _type: 'gradio.FileData' } };
}

/** The same as a notation; `local` says where a file went that was sent. */
export function sentFiles(local: (name: string) => Code, clean?: (name: string) => string): FileNotation {
  return { remote: fileData, local: name => fileData(local(name)), clean };
}

/** Those that are given, and of those that are required the examples. */
export function byName(fn: ApiFunction, values: Values, files: FileNotation, base: string): Values {
  const names = new Set(fn.parameters.map(({ name }) => name));
  return Object.fromEntries([
    ...fn.parameters.filter(isSent(values)).map(parameter => [parameter.name, valueOf(parameter, values, files, base)]),
    ...Object.entries(values).filter(([name, value]) => !names.has(name) && value !== undefined)
  ]);
}

/** The same in order. Between them stand defaults; null, where there is none, says that nothing was sent. */
export function inOrder(fn: ApiFunction, values: Values, files: FileNotation, base: string): Writable[] {
  const end = fn.parameters.map(isSent(values)).lastIndexOf(true) + 1;
  return fn.parameters.slice(0, end).map(parameter => valueOf(parameter, values, files, base));
}

/** The names of the files that have to be beside the program. */
export function localFiles(fn: ApiFunction, values: Values, base: string, clean?: FileNotation['clean']): string[] {
  const names = new Set<string>();
  const local = (name: string) => (names.add(name), name);
  byName(fn, values, { remote: url => url, local, clean }, base);
  return [...names];
}

function isSent(values: Values): (parameter: ApiParameter) => boolean {
  return ({ name, required }) => required || values[name] !== undefined;
}

function valueOf(parameter: ApiParameter, values: Values, files: FileNotation, base: string): Writable {
  const { name, required, example } = parameter;
  const given = values[name];
  const value = given !== undefined ? given : required ? example : (parameter.default ?? null);
  if (!parameter.files) {
    return value;
  }
  if (given === undefined && required && value === null) {
    const file = files.local(name);
    return parameter.files === 'one' ? file : [file];
  }
  // A text is a file where one is expected; deeper, in an item of a gallery, it is a caption.
  const item = (one: Writable) =>
    typeof one === 'string' ? placed(one, one, files, base) : filesIn(one, files, base);
  return Array.isArray(value) ? value.map(item) : item(value);
}

/** A value with all files in it as the language writes them. */
function filesIn(value: Writable, files: FileNotation, base: string): Writable {
  if (value === null || typeof value !== 'object' || value instanceof Code) {
    return value;
  }
  if (isFileData(value)) {
    return placed(value.url ?? value.path, value.orig_name ?? value.path, files, base);
  }
  if (Array.isArray(value)) {
    return value.map(item => filesIn(item, files, base));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filesIn(item, files, base)]));
}

function placed(address: string, name: string, files: FileNotation, base: string): Writable {
  if (/^data:/i.test(address)) {
    return address;
  }
  if (/^https?:\/\/./i.test(address)) {
    return files.remote(address);
  }
  // Of our own server: `/…/gradio_api/file=/…`.
  if (address.startsWith('/') && address.includes('/gradio_api/file=')) {
    return files.remote(new URL(address, base).href);
  }
  // Wherever it was there, it is beside the program here.
  const last = name.split(/[/\\]/).pop()!.replace(/[\p{C}]/gu, '_');
  return files.local(files.clean?.(last) || last || 'file');
}
