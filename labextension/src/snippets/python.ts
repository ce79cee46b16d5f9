/** Python with Gradio's own client. It runs with those of Gradio 5 and 6. */

import type { ApiFunction } from '../protocol';
import { headersOf, baseOf, type SentHeader } from './address';
import { byName, inOrder, type FileNotation, type Values } from './arguments';
import type { SnippetCall, Target } from './contract';
import { Code, lines, python } from './literals';

// What a call of the client takes beside the arguments; one of these names is given by its place.
const TAKEN = new Set(['self', 'args', 'api_name', 'fn_index', 'headers']);

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' ')
);

const FILES: FileNotation = {
  remote: url => new Code(`handle_file(${python(url)})`),
  local: name => new Code(`handle_file(${python(name)})`),
  secret: pythonSecret
};

/** What reads a text from the environment. */
export function pythonSecret(variable: string): Code {
  return new Code(`os.environ[${python(variable)}]`);
}

/** The program for one call. */
export function pythonSnippet({ fn, values }: SnippetCall, target: Target): string {
  const call = pythonCall(fn, values);
  const run = fn.streams
    ? `job = client.submit(${call})\nfor value in job:\n    print(value)\njob.result()  # raises what went wrong\n`
    : `result = client.predict(${call})\nprint(result)\n`;
  const client = pythonClient('client', target, [fn]);
  return pythonImports([client, run]) + client + run;
}

/** The imports that a program needs. */
export function pythonImports(parts: string[]): string {
  const text = parts.join('');
  const names = text.includes('handle_file(') ? 'Client, handle_file' : 'Client';
  return `${text.includes('os.environ') ? 'import os\n\n' : ''}from gradio_client import ${names}\n\n`;
}

/** The line that connects with a notebook. */
export function pythonClient(name: string, target: Target, fns: ApiFunction[]): string {
  const headers = pythonHeaders(headersOf(target, fns), 4);
  const options = [python(baseOf(target)), ...(headers ? [`headers=${headers}`] : []), 'verbose=False'];
  return `${name} = Client(${lines(options, 4, true)}\n)\n`;
}

/** The headers as a dict; "" if there are none. */
export function pythonHeaders(headers: SentHeader[], indent: number): string {
  const value = ({ scheme, variable }: SentHeader) =>
    new Code(`${scheme ? `${python(scheme)} + ` : ''}${pythonSecret(variable).text}`);
  return headers.length
    ? python(Object.fromEntries(headers.map(header => [header.name, value(header)])), indent)
    : '';
}

/** What stands between the parentheses of a call, on lines of its own. */
export function pythonCall(fn: ApiFunction, values: Values): string {
  const written = [`api_name=${python(`/${fn.name}`)}`];
  if (fn.parameters.some(({ name }) => TAKEN.has(name))) {
    return `${lines([...inOrder(fn, values, FILES).map(value => python(value, 4)), ...written], 4, true)}\n`;
  }
  const named = Object.entries(byName(fn, values, FILES));
  const keywords = named.filter(([name]) => isKeyword(name));
  const others = named.filter(([name]) => !isKeyword(name));
  written.unshift(...keywords.map(([name, value]) => `${name}=${python(value, 4)}`));
  if (others.length) {
    written.push(`**${python(Object.fromEntries(others), 4)}`);
  }
  return `${lines(written, 4, true)}\n`;
}

function isKeyword(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !KEYWORDS.has(name);
}
