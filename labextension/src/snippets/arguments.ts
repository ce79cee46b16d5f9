/** The arguments of a call in a snippet: which of them, by name or in order, and where the files in them are. */

import { own } from '../names';
import { isFileData, type ApiFunction, type ApiParameter } from '../protocol';
import { Code, type Writable } from './literals';

/** What a call is given; a call of a program may be given what came before. */
export type Values = { [parameter: string]: Writable };

/** How one language writes what is not simply a value. */
export interface FileNotation {
  /** One with an address. */
  remote(url: string): Writable;
  /** One that is beside the program. */
  local(name: string): Writable;
  /** Without the characters that a name cannot have in this language. */
  clean?(name: string): string;
  /** A text that an environment variable holds; a language that cannot read one there has dots in its place. */
  secret?(variable: string): Writable;
}

/** A value that is written nowhere. */
export class Secret extends Code {
  constructor(
    readonly parameter: string,
    readonly variable: string
  ) {
    super('');
  }
}

/** The same values, in which those of `names` are secret. */
export function withSecrets(fn: ApiFunction, values: Values, names: string[] = []): Values {
  // With the function's name before it: a parameter may be called `path`.
  const variable = (name: string) => `${fn.name}_${name}`.replace(/\W/g, '_').replace(/^(?=\d)/, '_').toUpperCase();
  return { ...values, ...Object.fromEntries(names.map(name => [name, new Secret(name, variable(name))])) };
}

/** Those of the values that are secret. */
export function secretsIn(values: Values): Secret[] {
  return Object.values(values).filter(value => value instanceof Secret);
}

const DOTS = '...';

/** A file over HTTP. */
export function fileData(path: string | Code): Writable {
  return { path, meta: { _type: 'gradio.FileData' } };
}

/** The same as a notation; `local` says where a file went that was sent. */
export function sentFiles(local: (name: string) => Code, more: Pick<FileNotation, 'clean' | 'secret'> = {}): FileNotation {
  return { remote: fileData, local: name => fileData(local(name)), ...more };
}

/** Those that are given, and of those that are required the examples. */
export function byName(fn: ApiFunction, values: Values, files: FileNotation): Values {
  const names = new Set(fn.parameters.map(({ name }) => name));
  return Object.fromEntries([
    ...fn.parameters.filter(isSent(values)).map(parameter => [parameter.name, valueOf(parameter, values, files)]),
    ...Object.entries(values).filter(([name, value]) => !names.has(name) && value !== undefined).map(([name, value]) => [name, written(value, files)] as const)
  ]);
}

/** The same in order. Between them stand defaults; null, where there is none, says that nothing was sent. */
export function inOrder(fn: ApiFunction, values: Values, files: FileNotation): Writable[] {
  const end = fn.parameters.map(isSent(values)).lastIndexOf(true) + 1;
  return fn.parameters.slice(0, end).map(parameter => valueOf(parameter, values, files));
}

/** The names of the files that have to be beside the program. */
export function localFiles(fn: ApiFunction, values: Values, clean?: FileNotation['clean']): string[] {
  const names = new Set<string>();
  const local = (name: string) => (names.add(name), name);
  byName(fn, values, { remote: url => url, local, clean });
  return [...names];
}

function isSent(values: Values): (parameter: ApiParameter) => boolean {
  return ({ name, required }) => required || own(values, name) !== undefined;
}

function valueOf(parameter: ApiParameter, values: Values, files: FileNotation): Writable {
  const { name, required, example } = parameter;
  const given = own(values, name);
  const value = given !== undefined ? given : required ? example : (parameter.default ?? null);
  if (!parameter.files || value instanceof Secret) {
    return written(value, files);
  }
  if (given === undefined && required && value === null) {
    const file = files.local(name);
    return parameter.files === 'one' ? file : [file];
  }
  if (parameter.component === 'MultimodalTextbox') {
    return typeof value === 'string' ? { text: value, files: [] } : filesIn(value, files);
  }
  // A text is a file where one is expected; deeper, in an item of a gallery, it is a caption.
  const item = (one: Writable) =>
    typeof one === 'string' ? placed(one, one, files) : filesIn(one, files);
  return Array.isArray(value) ? value.map(item) : item(value);
}

function written(value: Writable, files: FileNotation): Writable {
  return value instanceof Secret ? (files.secret?.(value.variable) ?? DOTS) : value;
}

/** A value with all files in it as the language writes them. */
function filesIn(value: Writable, files: FileNotation): Writable {
  if (value === null || typeof value !== 'object' || value instanceof Code) {
    return value;
  }
  if (isFileData(value)) {
    return placed(value.url ?? value.path, value.orig_name ?? value.path, files);
  }
  if (Array.isArray(value)) {
    return value.map(item => filesIn(item, files));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filesIn(item, files)]));
}

function placed(address: string, name: string, files: FileNotation): Writable {
  if (/^data:/i.test(address)) {
    return address;
  }
  // What a server like ours signed opens the file to whoever the program is passed on to.
  const ours = address.includes('/gradio_api/file=');
  if (/^https?:\/\/./i.test(address) && !ours) {
    return files.remote(address);
  }
  // Wherever it was there, it is beside the program here.
  const path = ours && name === address ? address.replace(/^.*\/gradio_api\/file=|[?#].*$/gs, '') : name;
  const last = path.split(/[/\\]/).pop()!.replace(/[\p{C}]/gu, '_');
  return files.local(files.clean?.(last) || last || 'file');
}
