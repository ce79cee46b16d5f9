/** What snippets are made from. Pure: no browser, no server. */

import type { ApiFunction, Json } from '../protocol';
import type { Writable } from './literals';

/** How one writes a call: each snippet runs as it is pasted. */
export type Language =
  | 'python'
  | 'javascript'
  | 'curl'
  | 'requests'
  | 'httpx'
  | 'fetch'
  | 'powershell'
  | 'cmd'
  | 'mcp';

/** Where the functions are, and what opens them. */
export interface Target {
  /** The absolute address of the notebook's app, ending in `/`. */
  base: string;
  /** The environment variable with the access key; null where the server asks for none. */
  variable: string | null;
}

/** The environment variable that all our snippets and client configurations read. */
export const VARIABLE = 'JUPYTER_GRADIO_MCP_KEY';

/** One call, as it is to be written. */
export interface SnippetCall {
  fn: ApiFunction;
  /** By parameter; one that is not here is left to its default or, if it is required, gets its example. */
  values: { [parameter: string]: Writable };
  /** The parameters that are given, and whose values are written nowhere. */
  secrets?: string[];
}

/** A text to be pasted, and how it is coloured and installed. */
export interface Snippet {
  language: Language;
  /** For people, such as `Python` or `cURL (bash)`. */
  title: string;
  text: string;
  /** For the highlighter: `python`, `javascript`, `shell`. */
  syntax: 'python' | 'javascript' | 'shell' | 'powershell';
  /** The line that installs what it needs; "" if it needs nothing. */
  install: string;
  /** What has to be there before it runs, a sentence each: a file beside it, a variable. */
  notes: string[];
}

/** One call of a recording: what was sent and what came. */
export interface RecordedStep {
  fn: ApiFunction;
  /** Of its notebook. */
  target: Target;
  args: { [parameter: string]: Json };
  /** Parameters that were given beside these, and whose values are written nowhere. */
  secrets?: string[];
  /** The result as JSON; `undefined` where the call failed. */
  result?: Json;
}

/** The languages that a recording can be written in. */
export type ProgramLanguage = 'python' | 'javascript' | 'bash';
