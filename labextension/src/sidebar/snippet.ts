/** How one calls a function, as text for the clipboard. */

import { appAddress } from '../http';
import type { ApiInfo } from '../protocol';
import { Server } from '../server';
import { VARIABLE } from '../snippets/contract';
import { initialValues, languagesFor, snippet } from '../snippets/index';

export interface Asked {
  base: string;
  /** Jupyter's id. */
  kernel: string;
  /** Its name within the notebook. */
  endpoint: string;
  /** One that it cannot be called in gives way to the first that it can. */
  language: string;
}

/** @throws CallFailure when the server refuses, and Error where there is no such function. */
export async function snippetOf({ base, kernel, endpoint, language }: Asked): Promise<string> {
  const server = Server.at(base);
  const info: ApiInfo = await server.get(`panel/api?kernel=${encodeURIComponent(kernel)}`);
  const fn = info.functions.find(({ name }) => name === endpoint);
  if (!fn) {
    throw new Error(`The notebook does not offer '${endpoint}' any more.`);
  }
  const languages = languagesFor(fn);
  if (languages.length === 0) {
    throw new Error(`No program can call '${endpoint}'.`);
  }
  const { id } = languages.find(known => known.id === language) ?? languages[0];
  const target = { base: appAddress(server.base, info.notebook), variable: info.open ? null : VARIABLE };
  return snippet(id, { fn, values: initialValues(fn) }, target).text;
}
