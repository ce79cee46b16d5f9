/** JavaScript with nothing but `fetch`, for Node and browsers. */

import { headersOf, routeOf } from './address';
import { byName, sentFiles } from './arguments';
import type { SnippetCall, Target } from './contract';
import { Code, javascript } from './literals';

/** The program for one call. */
export function fetchSnippet({ fn, values }: SnippetCall, target: Target): string {
  const sent = headersOf(target, [fn]);
  // Node has no `prompt`, and browsers have no environment.
  const value = (variable: string) =>
    `(globalThis.process ? process.env.${variable} : prompt(${javascript(variable)}))`;
  const headers = javascript(
    Object.fromEntries(
      sent.map(({ name, scheme, variable }) => [
        name,
        new Code((scheme ? `${javascript(scheme)} + ` : '') + value(variable))
      ])
    )
  );
  const secret = (variable: string) => new Code(value(variable));
  const files = sentFiles(name => new Code(`await upload(${javascript(name)})`), { secret });
  const args = javascript(byName(fn, values, files));
  const uploads = args.includes('await upload(');
  const result = `JSON.stringify(JSON.parse(data)${fn.returns.length > 1 ? '' : '[0]'}, null, 2)`;
  // The last part comes once more, as the result.
  const read = fn.streams
    ? `let text = "";
let shown;
for await (const chunk of events.body.pipeThrough(new TextDecoderStream())) {
  const parts = (text + chunk).split("\\n\\n");
  text = parts.pop();
  for (const part of parts) {
    const [, event, data] = part.match(/event: (.+)\\ndata: (.+)/);
    if (event === "error") throw new Error(JSON.parse(data).error);
    if (event !== "generating" && event !== "complete") continue;
    const result = ${result};
    if (result !== shown) console.log(shown = result);
  }
}
`
    : `const [, event, data] = [...(await events.text()).matchAll(/event: (.+)\\ndata: (.+)/g)].at(-1);
if (event === "error") throw new Error(JSON.parse(data).error);
console.log(${result});
`;
  const imports = 'import { readFile } from "node:fs/promises";\n\n';
  return `${uploads ? imports : ''}const base = ${javascript(routeOf(target, ''))};
const headers = ${headers};

async function post(path, body) {
  const answer = await fetch(base + path, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

${
  uploads
    ? `async function upload(name) {
  const form = new FormData();
  form.append("files", new Blob([await readFile(name)]), name);
  return (await post("upload", form))[0];
}

`
    : ''
}const values = ${args};
const { event_id } = await post(${javascript(`call/v2/${fn.name}`)}, JSON.stringify(values));
const events = await fetch(\`\${base}call/${fn.name}/\${event_id}\`, { headers });
${read}`;
}
