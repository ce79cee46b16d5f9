/**
 * The shapes that the Python side sends to the browser, and back. They mirror `jupyter_gradio_mcp/panels.py`,
 * `descriptions.py` and `protocol.py`, and hold no behaviour.
 */

/** Any value of JSON. */
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
}

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
}

/** `panels.Node` */
export interface Node {
  type: 'tabs' | 'tab' | 'row' | 'column' | 'group' | 'accordion' | 'form' | 'results' | 'component';
  children?: Node[];
  label?: string;
  open?: boolean;
  id?: string;
  action?: string;
}

/** `panels.PanelInfo` */
export interface PanelInfo {
  id: string;
  title: string;
  components: ComponentInfo[];
  actions: ActionInfo[];
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
}

/** `panels.TableValue` */
export interface TableValue {
  headers: string[];
  data: Json[][];
  metadata?: null;
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
  | { op: 'partial'; value: Json; files: boolean }
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
  | { op: 'result'; value: Json; fits: boolean; files: boolean }
  | { op: 'error'; error: CallError; traceback?: string };

/** Whether a frame is the last one of its call. */
export function isLast(frame: Frame): boolean {
  return frame.op === 'result' || frame.op === 'error';
}
