/** curl in bash, and in cmd; and PowerShell's own request. One request, with arguments in order. */

import { headersOf, routeOf, type SentHeader } from './address';
import { inOrder, localFiles, sentFiles } from './arguments';
import type { SnippetCall, Target } from './contract';
import { Code } from './literals';
import { bash, bashJson, cmdJson, powershell, powershellJson } from './shell';

/** More than this Linux takes in no argument. */
const LONGEST_ARGUMENT = 100_000;

/** Characters that cmd takes on a line. */
export const LONGEST_LINE = 8191;

const CURL = 'curl -sS --fail-with-body';

/** A name of a file that curl and the shells take as it is. */
export function plainName(name: string): string {
  return name.replace(/[^\p{L}\p{M}\p{N} ._+=@~#-]/gu, '_');
}

/** What asks in bash; `headers` and options come on lines of their own. */
export function bashHeaders(headers: SentHeader[]): string[] {
  return headers.map(({ name, scheme, variable }) => `-H "${name}: ${scheme}$${variable}"`);
}

/** The text of bash. */
export function curlSnippet({ fn, values }: SnippetCall, target: Target): string {
  const headers = bashHeaders(headersOf(target, [fn]));
  const names = localFiles(fn, values, plainName);
  const files = sentFiles(name => new Code(`"\${FILE${names.indexOf(name) + 1}%\\]}"`), { clean: plainName });
  const data = bashJson({ data: inOrder(fn, values, files) });
  // What the server answers is a list with the path, which is JSON already.
  const uploads = names.map((name, index) => {
    const variable = `FILE${index + 1}`;
    const request = command(CURL, [...headers, `-F ${bash(`files=@${name}`)}`, bash(routeOf(target, 'upload'))]);
    return `${variable}=$(${request}) || echo "$${variable}" >&2\n${variable}=\${${variable}#\\[}\n`;
  });
  const long = data.length > LONGEST_ARGUMENT;
  const request = command(CURL, [
    ...headers,
    "-H 'Content-Type: application/json'",
    long ? '--data-binary @-' : `-d ${data}`,
    bash(routeOf(target, `run/${fn.name}`))
  ]);
  return `${uploads.join('')}${long ? `printf %s ${data} | ` : ''}${request}\n`;
}

function command(program: string, options: string[]): string {
  return [program, ...options].join(' \\\n  ');
}

/** The text of PowerShell, of Windows or any other. */
export function powershellSnippet({ fn, values }: SnippetCall, target: Target): string {
  const headers = headersOf(target, [fn]);
  const names = localFiles(fn, values, plainName);
  const path = (name: string) => `(ConvertTo-Json $file${names.indexOf(name) + 1})`;
  const secret = (variable: string) => new Code(`(ConvertTo-Json $env:${variable})`);
  const files = sentFiles(name => new Code(path(name)), { clean: plainName, secret });
  const data = powershellJson({ data: inOrder(fn, values, files) });
  const curl = headers.map(({ name, scheme, variable }) => `-H "${name}: ${scheme}$\{env:${variable}}"`).join(' ');
  // Windows PowerShell itself sends no forms.
  const program = `$curl = if ($PSVersionTable.PSVersion.Major -lt 6 -or $IsWindows) { 'curl.exe' } else { 'curl' }\n`;
  const uploads = names.map((name, index) => {
    const variable = `$file${index + 1}`;
    const request = `${curl}${curl && ' '}-F ${powershell(`files=@${name}`)} ${powershell(routeOf(target, 'upload'))}`;
    // Of a list with one item the older ConvertFrom-Json makes one thing, the newer its item.
    return `${variable} = & $curl -sS --fail-with-body ${request}
if ($LASTEXITCODE) { throw "${variable}" }
${variable} = (${variable} | ConvertFrom-Json) | Select-Object -First 1
`;
  });
  const table = headers.map(({ name, scheme, variable }) => `${powershell(name)} = "${scheme}$\{env:${variable}}"`);
  return `${names.length ? program : ''}${uploads.join('')}$headers = @{ ${table.join('; ')} }
$body = ${data}
$answer = Invoke-WebRequest -UseBasicParsing -Method Post -Headers $headers -ContentType 'application/json' \`
  -Body ([Text.Encoding]::UTF8.GetBytes($body)) -Uri ${powershell(routeOf(target, `run/${fn.name}`))}
$answer.Content
`;
}

/** The text of cmd. */
export function cmdSnippet({ fn, values }: SnippetCall, target: Target): string {
  const sent = headersOf(target, [fn]);
  const headers = sent.map(({ name, scheme, variable }) => `-H "${name}: ${scheme}%${variable}%"`);
  const names = localFiles(fn, values, plainName);
  const letter = (index: number) => String.fromCharCode('F'.charCodeAt(0) + index);
  const files = sentFiles(name => new Code(`\\"%${letter(names.indexOf(name))}\\"`), { clean: plainName });
  const data = cmdJson({ data: inOrder(fn, values, files) });
  const request = [
    ...headers,
    '-H "Content-Type: application/json"',
    `-d ${data}`,
    `"${routeOf(target, `run/${fn.name}`)}"`
  ];
  if (!names.length) {
    return `${[CURL, ...request].join(' ^\n  ')}\n`;
  }
  // The answer is `["path", …]`: between its quotation marks every second piece is a path.
  const pieces = names.map((_, index) => 2 * (index + 1)).join('^,');
  const forms = names.map(name => `-F "files=@${name}"`);
  const upload = [CURL, ...headers, ...forms, `"${routeOf(target, 'upload')}"`].join(' ');
  return `for /f tokens^=${pieces}^ delims^=^" %F in ('${upload}') do @${[CURL, ...request].join(' ')}\n`;
}
