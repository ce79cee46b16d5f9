/** JavaScript with Gradio's own client. */

import type { ApiFunction } from '../protocol';
import { baseOf, headersOf } from './address';
import { byName, type FileNotation, type Values } from './arguments';
import type { SnippetCall, Target } from './contract';
import { Code, javascript } from './literals';

const FILES: FileNotation = {
  remote: url => new Code(`handle_file(${javascript(url)})`),
  local: name => new Code(`handle_file(${javascript(name)})`),
  secret: variable => new Code(`process.env.${variable}`)
};

/** The program for one call. */
export function javascriptSnippet({ fn, values }: SnippetCall, target: Target): string {
  const call = javascriptCall(fn, values);
  const result = (data: string) => `JSON.stringify(${data}${fn.returns.length > 1 ? '' : '[0]'}, null, 2)`;
  const client = javascriptClient('client', target, [fn], fn.streams);
  const run = fn.streams
    ? // The last part comes once more, as the result.
      `let shown;
for await (const message of client.submit(${call})) {
  if (message.type === "data") {
    const result = ${result('message.data')};
    if (result !== shown) console.log(shown = result);
  } else if (message.stage === "error") {
    throw new Error(message.message);
  }
}
`
    : `const result = await client.predict(${call});\nconsole.log(${result('result.data')});\n`;
  return `${javascriptImports([run])}${client}${run}${END}`;
}

/** What ends the program, for the client listens for ever. */
export const END = 'client.close();\n';

/** The imports that a program needs. */
export function javascriptImports(parts: string[]): string {
  const names = parts.join('').includes('handle_file(') ? 'Client, handle_file' : 'Client';
  return `import { ${names} } from "@gradio/client";\n\n`;
}

/** The line that connects with a notebook. */
export function javascriptClient(name: string, target: Target, fns: ApiFunction[], streams = false): string {
  const headers = headersOf(target, fns).filter(header => !header.scheme);
  const value = (variable: string) => new Code(`process.env.${variable}`);
  const options = {
    ...(target.variable ? { token: value(target.variable) } : {}),
    ...(headers.length
      ? { headers: Object.fromEntries(headers.map(header => [header.name, value(header.variable)])) }
      : {}),
    ...(streams ? { events: ['data', 'status'] } : {})
  };
  const given = Object.keys(options).length ? `, ${javascript(options)}` : '';
  return `const ${name} = await Client.connect(${javascript(baseOf(target))}${given});\n`;
}

/** What stands between the parentheses of a call. */
export function javascriptCall(fn: ApiFunction, values: Values): string {
  return `${javascript(`/${fn.name}`)}, ${javascript(byName(fn, values, FILES))}`;
}
