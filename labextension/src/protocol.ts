/**
 * The shapes that the Python side sends to the browser, and back. They mirror `jupyter_gradio_mcp/panels.py`,
 * `descriptions.py` and `protocol.py`, and hold no behaviour.
 */

/** Any value of JSON. */
/** `protocol.EventInfo`: what began a call, for a function that asks. */
export interface EventInfo {
  /** Which of the triggers of the action; of one that comes after another, of the first of them. */
  trigger: number;
  data: Json;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON Schema, as far as anybody here looks into it. */
export type Schema = { [key: string]: any };

/** `descriptions.FileData`: a file in arguments and results, as Gradio's clients know it. */
export interface FileData {
  path: string;
  url: string | null;
  size: number | null;
  orig_name: string | null;
  mime_type: string | null;
  is_stream: boolean;
  meta: { _type: 'gradio.FileData' };
}

/** Whether a value is a file rather than data that has a `path`. */
export function isFileData(value: unknown): value is FileData {
  const file = value as FileData | null;
  return typeof file === 'object' && typeof file?.path === 'string' && file.meta?._type === 'gradio.FileData';
}

/** `panels.ComponentInfo` */
export interface ComponentInfo {
  id: string;
  type: string;
  name: string;
  required: boolean;
  schema: Schema;
  props: { [key: string]: any };
  /** Whether null is sent where a person emptied it. */
  blank?: boolean;
}

/** `panels.Ending` */
export type Ending = 'then' | 'success' | 'failure';

/** `panels.ActionInfo` */
export interface ActionInfo {
  id: string;
  endpoint: string;
  title: string;
  description: string;
  inputs: [parameter: string, component: string][];
  outputs: string[];
  examples: { [component: string]: Json }[];
  streams: boolean;
  /** What begins it, beside the Run of a form: component and event; the component "" is the panel itself. */
  triggers: [component: string, event: string][];
  /** The action whose end begins it. */
  after: [action: string, ending: Ending] | null;
  progress: 'full' | 'minimal' | 'hidden';
  /** Actions whose calls it stops. One without an `endpoint` does nothing else. */
  cancels: string[];
  /** What becomes of an event while it runs; missing, that depends on the event. */
  mode?: 'once' | 'multiple' | 'always_last';
}

/** `panels.Node` */
export interface Node {
  type: 'tabs' | 'tab' | 'row' | 'column' | 'group' | 'accordion' | 'form' | 'results' | 'component';
  children?: Node[];
  label?: string;
  open?: boolean;
  id?: string;
  action?: string;
  /** Of a form: what is on its buttons, where that is not their own; "" leaves one out. */
  buttons?: { run?: string; stop?: string; clear?: string };
}

/** `panels.PanelInfo` */
export interface PanelInfo {
  id: string;
  title: string;
  components: ComponentInfo[];
  actions: ActionInfo[];
  /** The names of what programs and agents call here, also of what no action calls. */
  endpoints: string[];
  layout: Node;
}

/** `panels.CardEntry` */
export interface CardEntry {
  name: string;
  title: string;
  signature: string;
  description: string;
}

/** Type of the output that a panel is shown for. */
export const PANEL_MIME = 'application/vnd.jupyter-gradio-mcp.panel+json';

/** `panels.Mount` */
export interface Mount {
  version: number;
  kernel: string;
  panel: string;
  title: string;
  functions: CardEntry[];
  /** `api` shows the API page of the notebook in place of a panel, whose name is "" then. */
  view?: 'api';
  /** The function that the API page opens at once, by name. */
  endpoint?: string;
}

/** `panels.NotebookPanels` */
export interface NotebookPanels {
  kernel: string;
  notebook: string;
  title: string;
  state: 'live' | 'gone';
  owner: boolean;
  panels: PanelInfo[];
}

/** `panels.RowsQuery` */
export interface RowsQuery {
  view: string;
  start: number;
  stop: number;
  sort?: number | null;
  descending?: boolean;
  search?: string;
}

/** `panels.Rows` */
export interface Rows {
  data: Json[][];
  rows: number;
  metadata?: TableLook | null;
}

/** `panels.TableLook` */
export interface TableLook {
  display_value?: string[][] | null;
  styling?: string[][] | null;
}

/** `panels.TableValue` */
export interface TableValue {
  headers: string[];
  data: Json[][];
  metadata?: TableLook | null;
  view?: string;
  rows?: number;
}

/** `protocol.BarInfo` */
export interface BarInfo {
  index: number | null;
  length: number | null;
  unit: string;
  progress: number | null;
  desc: string | null;
}

/** `protocol.Question` */
export interface Question {
  key: string;
  method: 'elicitation/create' | 'sampling/createMessage' | 'roots/list';
  params: { [key: string]: any };
}

/** `errors.CallError.to_wire()` */
export interface CallError {
  code: string;
  message: string;
  details?: { loc: (string | number)[]; msg: string; type: string }[];
}

/** The frames of one call, as the kernel sends them (`protocol.py`), without their ids. */
export type Frame =
  | { op: 'queued'; position: number; size: number }
  | { op: 'started' }
  | { op: 'progress'; progress: number; total: number | null; message: string | null; unit: string; bars: BarInfo[] }
  | { op: 'partial'; value: Json; files: boolean; changed?: string[] }
  | {
      op: 'log';
      level: string;
      stream: 'stdout' | 'stderr' | 'display' | 'notice';
      text: string;
      kind?: 'info' | 'success' | 'warning';
      title?: string;
      duration?: number | null;
      visible?: boolean;
    }
  | { op: 'ask'; questions: Question[] }
  | { op: 'result'; value: Json; fits: boolean; files: boolean; changed?: string[] }
  | { op: 'error'; error: CallError; traceback?: string };

/** `descriptions.Visibility` */
export type Visibility = 'public' | 'undocumented' | 'private';

/** `api_view.ApiParameter` */
export interface ApiParameter {
  name: string;
  label: string;
  /** As a person who writes Python reads it: `int`, `filepath`. */
  type: string;
  required: boolean;
  /** Missing where there is none. */
  default?: Json;
  schema: Schema;
  component: string;
  description: string;
  files: '' | 'one' | 'many';
  /** What a snippet has where nothing was put in. */
  example: Json;
}

/** `api_view.ApiReturn` */
export interface ApiReturn {
  label: string;
  type: string;
  description: string;
  schema: Schema;
  component: string;
  files: '' | 'one' | 'many';
}

/** `api_view.ApiHeader` */
export interface ApiHeader {
  name: string;
  required: boolean;
}

/** `record.CallRecord.figures`: percentiles in seconds. */
export interface Figures {
  calls: number;
  success_rate: number | null;
  p50: number | null;
  p90: number | null;
  p99: number | null;
}

/** `api_view.ApiFunction` */
export interface ApiFunction {
  /** Within its notebook: what its addresses end with. */
  name: string;
  /** What it is called at the server's base. */
  union: string;
  kind: 'tool' | 'resource' | 'prompt';
  title: string;
  description: string;
  /** Of a resource; "" otherwise. */
  uri: string;
  mime_type: string;
  visibility: Visibility;
  /** Whether agents are offered it, where it is public: not those of an app that was launched without. */
  mcp: boolean;
  paused: boolean;
  parameters: ApiParameter[];
  returns: ApiReturn[];
  headers: ApiHeader[];
  streams: boolean;
  queue: boolean;
  /** Rows of arguments by parameter. */
  examples: { [parameter: string]: Json }[];
  /** What the author should mend, such as a parameter that no docstring explains. */
  warnings: string[];
  figures: Figures;
  /** Where its form is; null where it has none. */
  panel: string | null;
}

/** `api_view.ApiInfo`: what `GET gradio_api/panel/api` tells of one notebook. */
export interface ApiInfo {
  kernel: string;
  notebook: string;
  title: string;
  state: 'live' | 'gone';
  /** Whether who asks is the notebook's owner, who also sees functions that are not public. */
  owner: boolean;
  /** Whether all of the notebook is paused. */
  paused: boolean;
  /** Whether the server offers MCP. */
  mcp: boolean;
  /** Whether the server asks for no credential at all. */
  open: boolean;
  functions: ApiFunction[];
}

/** `panel_view.ListedFunction` */
export interface ListedFunction {
  name: string;
  union: string;
  kind: 'tool' | 'resource' | 'prompt';
  title: string;
  description: string;
  /** The names of its parameters. */
  parameters: string[];
  visibility: Visibility;
  /** Whether agents are offered it, where it is public. */
  mcp: boolean;
  paused: boolean;
  panel: string | null;
}

/** `panel_view.ListedNotebook`: what `GET gradio_api/panel` tells of each notebook at the server's base. */
export interface ListedNotebook {
  kernel: string;
  notebook: string;
  title: string;
  state: 'live' | 'gone';
  /** Relative to the server's base. */
  address: string;
  paused: boolean;
  functions: ListedFunction[];
}

/** The answer of that route. `paused` is whether everything is. */
export interface NotebookList {
  notebooks: ListedNotebook[];
  owner: boolean;
  paused: boolean;
}

/** `record.Entry`: one call that is over; times in seconds. */
export interface RecordedCall {
  at: number;
  notebook: string;
  endpoint: string;
  caller: string;
  client: string;
  via: 'mcp' | 'rest' | 'queue' | 'panel';
  waited: number;
  seconds: number;
  /** `ok`, or the code of the error. */
  outcome: string;
  message: string;
  /** Kept only where a setting asks for it. */
  arguments: { [parameter: string]: Json } | null;
  key: string | null;
}

/** `agents.Agent`: a program that came over MCP. Times in seconds since the epoch. */
export interface Agent {
  /** The id of its access key; null where it came with the server's own token. */
  key: string | null;
  caller: string;
  /** What it calls itself, with its version; "" if it does not say. */
  client: string;
  /** The notebook whose address it came to; null at the server's base. */
  notebook: string | null;
  first: number;
  last: number;
  requests: number;
}

/** An access key, as `GET gradio_api/keys` lists it; times in seconds since the epoch. */
export interface AccessKey {
  id: string;
  name: string;
  created: number;
  expires: number | null;
  last_used: number | null;
  notebooks: string[] | null;
  endpoints: string[] | null;
  kernel: string | null;
  /** The panel of the one app that it opens. */
  panel?: string | null;
}

/** What `POST gradio_api/connect` tells of one MCP client (`clients.configuration.Configuration`). */
export interface ClientConfiguration {
  id: string;
  title: string;
  format: 'json' | 'toml' | 'yaml';
  /** Where its file is, a line for each platform. */
  places: string[];
  snippet: string;
  /** For a POSIX shell; "" if it has none. */
  command: string;
  /** An install link without a key; "" if it knows none. */
  link: string;
  notes: string[];
  /** The environment variables that it reads, the key's first. */
  variables: string[];
  /** Whether it sends a key; the bridge has its own ways. */
  needs_key: boolean;
  /** Whether it asks for the key itself. */
  asks: boolean;
}

/** Whether a frame is the last one of its call. */
export function isLast(frame: Frame): boolean {
  return frame.op === 'result' || frame.op === 'error';
}
