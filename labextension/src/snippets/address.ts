/** Addresses and headers in snippets, in characters that no language and no shell takes for anything. */

import type { ApiFunction } from '../protocol';
import { __ } from '../words';
import type { Secret } from './arguments';
import { VARIABLE, type Language, type Target } from './contract';

/** A header, and the environment variable with its value; `scheme` stands before that. */
export interface SentHeader {
  name: string;
  scheme: string;
  variable: string;
}

/** The address of a notebook's app, ending in `/`. */
export function baseOf(target: Target): string {
  const { origin, pathname } = new URL(target.base);
  const escape = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return origin + pathname.replace(/[^\w\-.~/%@:]/g, escape).replace(/\/?$/, '/');
}

/** The address of a route. */
export function routeOf(target: Target, route: string): string {
  return `${baseOf(target)}gradio_api/${route}`;
}

/** What the functions want to be sent along: the credential, and the headers that they cannot do without. */
export function headersOf(target: Target, fns: ApiFunction[]): SentHeader[] {
  const names = new Set(fns.flatMap(fn => fn.headers.filter(({ required }) => required).map(({ name }) => name)));
  return [
    ...(target.variable ? [{ name: 'Authorization', scheme: 'Bearer ', variable: target.variable }] : []),
    ...[...names].map(name => ({ name, scheme: '', variable: headerVariable(name) }))
  ];
}

/** The environment variable for a header that a function reads, as `clients/target.py` has it. */
export function headerVariable(header: string): string {
  return header.replace(/\W/g, '_').toUpperCase();
}

/** Where the secret values of a program are to come from; each once. */
export function secretNotes(secrets: Secret[], program: string): string[] {
  const notes = secrets.map(({ parameter, variable }) =>
    program.includes(variable)
      ? __('The environment variable {variable} holds the value of “{name}”, which is written nowhere.', { variable, name: parameter })
      : __('Put the value of “{name}”, which is written nowhere, in place of “...”.', { name: parameter })
  );
  return [...new Set(notes)];
}

/** The line that makes an access key and sets the variable, in the shell that a snippet is run from. */
export function keyCommand(language: Language): string {
  const command = 'jupyter gradio-mcp keys create my-program';
  if (language === 'cmd') {
    return `for /f %k in ('${command}') do @set "${VARIABLE}=%k"`;
  }
  return language === 'powershell' ? `$env:${VARIABLE} = ${command}` : `export ${VARIABLE}="$(${command})"`;
}

/** The line that sets the variable to a key that there is. Keys have no character that a shell heeds. */
export function keyLine(language: Language, key: string): string {
  if (language === 'cmd') {
    return `set "${VARIABLE}=${key}"`;
  }
  return language === 'powershell' ? `$env:${VARIABLE} = "${key}"` : `export ${VARIABLE}="${key}"`;
}

/** What has to be there before a program runs. */
export function needs(targets: Target[], fns: ApiFunction[], files: string[]): string[] {
  const variables = new Set(targets.map(({ variable }) => variable));
  const headers = new Map(fns.flatMap(fn => fn.headers).map(header => [header.name, header]));
  return [
    ...[...variables].flatMap(variable =>
      variable ? [__('The environment variable {variable} holds an access key.', { variable })] : []
    ),
    ...[...headers.values()].map(({ name, required }) =>
      required
        ? __('The environment variable {variable} holds the value of the header {name}.', {
            variable: headerVariable(name),
            name
          })
        : __('The function also reads the header {name}, if it is sent.', { name })
    ),
    ...files.map(name => __('The file “{name}” is in the folder where this runs.', { name }))
  ];
}
