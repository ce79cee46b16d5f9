/** The API page as Markdown: what one pastes into a language model, an issue or a README. */

import { __ } from '../words';
import type { ApiFunction, ApiInfo, ApiParameter, ApiReturn } from '../protocol';
import { withoutAddresses } from '../plain-address';
import type { Snippet } from '../snippets/contract';

export interface Described {
  info: ApiInfo;
  /** Those that the page lists, in its order. */
  functions: ApiFunction[];
  /** The absolute address of the notebook's app, ending in `/`. */
  base: string;
  /** How a function is called; null where nobody can call it from outside. */
  snippet(fn: ApiFunction): Snippet | null;
}

const SYNTAX = { python: 'python', javascript: 'javascript', shell: 'bash', powershell: 'powershell' };

export function asMarkdown({ info, functions, base, snippet }: Described): string {
  const facts = [
    `- ${__('Address')}: ${base}`,
    `- OpenAPI: ${base}gradio_api/openapi.json`,
    ...(info.mcp && functions.some(({ visibility, mcp }) => visibility === 'public' && mcp) ? [`- MCP: ${base}gradio_api/mcp/`] : [])
  ];
  return `${[`# API: ${plain(inline(info.title || info.notebook))}`, facts.join('\n'), ...functions.map(fn => section(fn, snippet(fn)))].join('\n\n')}\n`;
}

function section(fn: ApiFunction, snippet: Snippet | null): string {
  const about = [
    fn.kind === 'tool' ? '' : fn.kind === 'resource' ? `${__('Resource')}: ${code(fn.uri)}` : `${__('Prompt')}.`,
    fn.streams ? __('Its results come in parts.') : '',
    fn.paused ? __('It is paused.') : ''
  ].filter(Boolean);
  return [
    `## ${code(`/${fn.name}`)}`,
    whole(fn.description.trim()),
    about.join(' '),
    fn.parameters.length > 0 ? `### ${__('Parameters')}\n\n${parameters(fn.parameters)}` : '',
    fn.returns.length > 0 ? `### ${__('Returns')}\n\n${returns(fn.returns)}` : '',
    fn.headers.length > 0 ? `### ${__('Headers')}\n\n${fn.headers.map(({ name, required }) => `- ${code(name)}${required ? ` (${__('required')})` : ''}`).join('\n')}` : '',
    snippet ? `### ${snippet.title}\n\n${program(snippet)}` : ''
  ]
    .filter(Boolean)
    .join('\n\n');
}

function parameters(all: ApiParameter[]): string {
  const rows = all.map(parameter => [
    code(parameter.name),
    code(parameter.type),
    parameter.required ? __('required') : 'default' in parameter ? code(JSON.stringify(withoutAddresses(parameter.default ?? null))) : __('optional'),
    cell(parameter.description)
  ]);
  return table([__('Name'), __('Type'), __('Default'), __('Meaning')], rows);
}

function returns(all: ApiReturn[]): string {
  return table([__('Name'), __('Type'), __('Meaning')], all.map(({ label, type, description }) => [cell(label), code(type), cell(description)]));
}

function program({ install, text, syntax, notes }: Snippet): string {
  return [install && fenced(install, 'bash'), fenced(text, SYNTAX[syntax]), notes.map(note => `- ${note}`).join('\n')].filter(Boolean).join('\n\n');
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}

/** A text in a table's cell. */
function cell(text: string): string {
  return plain(inline(text)).replaceAll('|', '\\|');
}

function inline(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * A description that ends where it ends: a block of code that its author did not close would take in all that follows,
 * and so would a comment or an element of HTML.
 */
function whole(text: string): string {
  let fence = '';
  let prose: string[] = [];
  const lines: string[] = [];
  const flush = (): void => {
    lines.push(...(prose.length > 0 ? [plain(prose.join('\n'))] : []));
    prose = [];
  };
  for (const line of text.split(/\r\n?|\n/)) {
    const [, mark = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    const closes = fence !== '' && mark.startsWith(fence) && rest.trim() === '';
    const opens = fence === '' && mark !== '' && !(mark.startsWith('`') && rest.includes('`'));
    if (opens) {
      flush();
    }
    if (opens || fence !== '') {
      lines.push(line);
    } else {
      prose.push(line);
    }
    fence = opens ? mark : closes ? '' : fence;
  }
  flush();
  return [...lines, ...(fence ? [fence] : [])].join('\n');
}

/** Prose in which no HTML begins; what is code there stays as it is. */
function plain(text: string): string {
  return text
    .split(/((?<!`)(`+)(?!`)(?:(?!\n\s*\n)[^])*?(?<!`)\2(?!`))/)
    .map((piece, at) => (at % 3 === 0 ? piece.replace(/<(?=[a-z!?/])(?!(?:https?|mailto):[^\s<>]*>)/gi, '\\<') : at % 3 === 1 ? piece : ''))
    .join('');
}

/** Code in a line or cell, whatever is in it. */
function code(text: string): string {
  const flat = inline(text).replaceAll('|', '\\|');
  const ticks = '`'.repeat(longestRun(flat) + 1);
  const space = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return flat && `${ticks}${space}${flat}${space}${ticks}`;
}

function fenced(text: string, syntax: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${syntax}\n${text.trimEnd()}\n${fence}`;
}

/** How many backticks are next to each other at most. */
function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
