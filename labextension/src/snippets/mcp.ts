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
  const uploads = call.given.includes('await upload(');
  const address = python(routeOf(target, 'mcp/'));
  const bare = !headers && !uploads;
  const imports = [
    'import asyncio\n',
    `${headers}${call.given}`.includes('os.environ[') && 'import os\n',
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
  const opened = `httpx2.AsyncClient(${headers && 'headers=headers, '}timeout=None) as http`;
  const connected = bare
    ? `Client(${address}) as client`
    : `Client(streamable_http_client(${address}, http_client=http)) as client`;
  // What ends the program stands outside of the client: one that is ended with an error wraps it in groups of errors.
  const steps = [
    headers && `headers = ${headers}\n`,
    bare
      ? `async with ${connected}:\n${indented(call.asked(call.given))}`
      : uploads
        ? `async with ${opened}:\n${indented(`arguments = ${call.given}\nasync with ${connected}:\n${indented(call.asked('arguments'))}`)}`
        : `async with (\n    ${opened},\n    ${connected},\n):\n${indented(call.asked(call.given))}`,
    call.told
  ];
  return `${imports.filter(Boolean).join('')}${uploads ? upload : ''}

async def main():
${indented(steps.join(''))}

asyncio.run(main())
`;
}

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, '    ');
}

const SOME_TEXT = 'print(block.text if block.type == "text" else block.type)';

/** The lines of a call. */
interface Call {
  /** What is sent with it. */
  given: string;
  /** While the client is there; what is sent may have a name. */
  asked(given: string): string;
  /** When it has gone. */
  told: string;
}

const CALLS: { [kind in ApiFunction['kind']]: (fn: ApiFunction, values: Values) => Call } = {
  tool: (fn, values) => ({
    given: python(values),
    asked: given => `result = await client.call_tool(${python(fn.name)}, ${given})\n`,
    told: `if result.is_error:
    raise SystemExit(result.content[0].text)
for block in result.content:
    ${fn.returns.some(({ files }) => files) ? SOME_TEXT : 'print(block.text)'}
`
  }),
  resource: (fn, values) => ({
    given: python(expanded(fn.uri, values)),
    asked: given => `result = await client.read_resource(${given})\n`,
    told: `for content in result.contents:
    print(content.text if hasattr(content, "text") else content.blob)
`
  }),
  prompt: (fn, values) => ({
    given: python(texts(values)),
    asked: given => `result = await client.get_prompt(${python(fn.name)}, ${given})\n`,
    told: `for message in result.messages:
    print(f"{message.role}: {getattr(message.content, 'text', message.content)}")
`
  })
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
