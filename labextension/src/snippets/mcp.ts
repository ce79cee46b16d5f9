/** Python with the official SDK of MCP, of its second generation: tools, resources and prompts. */

import { own } from '../names';
import type { ApiFunction } from '../protocol';
import { headersOf, routeOf } from './address';
import { byName, sentFiles, type Values } from './arguments';
import type { SnippetCall, Target } from './contract';
import { Code, jsonNotation, python, write } from './literals';
import { pythonHeaders, pythonSecret } from './python';

/** The program for one call. */
export function mcpSnippet({ fn, values }: SnippetCall, target: Target): string {
  const headers = pythonHeaders(headersOf(target, [fn]), 4);
  // Within an address nothing is read from anywhere.
  const secret = fn.kind === 'resource' ? undefined : pythonSecret;
  const files = sentFiles(name => new Code(`await upload(http, ${python(name)})`), { secret });
  const given = byName(fn, values, files);
  const call = CALLS[fn.kind](fn, given);
  const uploads = call.includes('await upload(');
  const address = python(routeOf(target, 'mcp/'));
  const bare = !headers && !uploads;
  const imports = [
    'import asyncio\n',
    `${headers}${call}`.includes('os.environ[') && 'import os\n',
    '\n',
    bare ? 'from mcp import Client\n' : 'import httpx2\nfrom mcp import Client\n',
    !bare && 'from mcp.client.streamable_http import streamable_http_client\n'
  ];
  const upload = `

async def upload(http, name):
    with open(name, "rb") as file:
        answer = await http.post(${python(routeOf(target, 'upload'))}, files={"files": file})
    if not answer.is_success:
        raise SystemExit(answer.text)
    return answer.json()[0]
`;
  const connection = bare
    ? `async with Client(${address}) as client:`
    : `${headers ? `headers = ${headers}\n    ` : ''}async with (
        httpx2.AsyncClient(${headers && 'headers=headers, '}timeout=None) as http,
        Client(streamable_http_client(${address}, http_client=http)) as client,
    ):`;
  return `${imports.filter(Boolean).join('')}${uploads ? upload : ''}

async def main():
    ${connection}
${call.replace(/^(?=.)/gm, '        ')}

asyncio.run(main())
`;
}

const SOME_TEXT = 'print(block.text if block.type == "text" else block.type)';

const CALLS: { [kind in ApiFunction['kind']]: (fn: ApiFunction, values: Values) => string } = {
  tool: (fn, values) => `result = await client.call_tool(${python(fn.name)}, ${python(values)})
if result.is_error:
    raise SystemExit(result.content[0].text)
for block in result.content:
    ${fn.returns.some(({ files }) => files) ? SOME_TEXT : 'print(block.text)'}
`,
  resource: (fn, values) => `result = await client.read_resource(${python(expanded(fn.uri, values))})
for content in result.contents:
    print(content.text if hasattr(content, "text") else content.blob)
`,
  prompt: (fn, values) => `result = await client.get_prompt(${python(fn.name)}, ${python(texts(values))})
for message in result.messages:
    print(f"{message.role}: {getattr(message.content, 'text', message.content)}")
`
};

/** Arguments of prompts are texts; of others the function gets the JSON. */
function texts(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value instanceof Code ? value : text(value)]));
}

function text(value: Values[string] | undefined): string {
  return typeof value === 'string' ? value : write(value, jsonNotation());
}

/** A template of URIs with its variables put in, as `uris.py` reads it. */
export function expanded(template: string, values: Values): string {
  return template.replace(/\{([^{}]*)\}/g, (_, expression: string) => {
    if (expression.startsWith('?')) {
      const given = expression.slice(1).split(',').filter(name => own(values, name) !== undefined);
      const query = given.map(name => `${name}=${encodeURIComponent(text(own(values, name)))}`);
      return query.length ? `?${query.join('&')}` : '';
    }
    const rest = expression.startsWith('+') || expression.endsWith('*');
    const value = encodeURIComponent(text(own(values, expression.replace(/^\+|\*$/g, ''))));
    return rest ? value.replaceAll('%2F', '/') : value;
  });
}
