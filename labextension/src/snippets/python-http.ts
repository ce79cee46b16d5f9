/** Python with plain HTTP: `requests` or `httpx`. Arguments go by name, and the call is heard until it ends. */

import { headersOf, routeOf } from './address';
import { byName, sentFiles } from './arguments';
import type { SnippetCall, Target } from './contract';
import { Code, python } from './literals';
import { pythonHeaders, pythonSecret } from './python';

const WAYS = {
  requests: {
    session: (headers: string) =>
      `session = requests.Session()\n${headers && `session.headers.update(${headers})\n`}`,
    ok: 'ok',
    stream: (path: string) => `session.get(BASE + ${path}, stream=True)`,
    lines: 'events.iter_lines(decode_unicode=True)'
  },
  httpx: {
    session: (headers: string) => `session = httpx.Client(${headers ? `headers=${headers}, ` : ''}timeout=None)\n`,
    ok: 'is_success',
    stream: (path: string) => `session.stream("GET", BASE + ${path})`,
    lines: 'events.iter_lines()'
  }
};

/** The program for one call, with one of the two. */
export function pythonHttpSnippet(way: keyof typeof WAYS, { fn, values }: SnippetCall, target: Target): string {
  const { session, ok, stream, lines } = WAYS[way];
  const headers = pythonHeaders(headersOf(target, [fn]), 0);
  const files = sentFiles(name => new Code(`upload(${python(name)})`), { secret: pythonSecret });
  const args = python(byName(fn, values, files));
  const shown = fn.returns.length > 1 ? 'json.loads(text)' : 'json.loads(text)[0]';
  // The last part comes once more, as the result.
  const results = fn.streams ? 'text != shown and event in ("generating", "complete")' : 'event == "complete"';
  return `import json
${`${headers}${args}`.includes('os.environ[') ? 'import os\n' : ''}
import ${way}

BASE = ${python(routeOf(target, ''))}
${session(headers)}

def post(path, **content):
    answer = session.post(BASE + path, **content)
    if not answer.${ok}:
        raise SystemExit(answer.text)
    return answer.json()

${
  args.includes('upload(')
    ? `
def upload(name):
    with open(name, "rb") as file:
        return post("upload", files={"files": file})[0]

`
    : ''
}
arguments = ${args}
${fn.streams ? 'shown = None\n' : ''}begun = post(${python(`call/v2/${fn.name}`)}, json=arguments)
with ${stream(`f"call/${fn.name}/{begun['event_id']}"`)} as events:
    for line in ${lines}:
        name, _, text = line.partition(": ")
        if name == "event":
            event = text
        elif name == "data" and event == "error":
            raise SystemExit(json.loads(text)["error"])
        elif name == "data" and ${results}:
            print(${shown})
${fn.streams ? '            shown = text\n' : ''}`;
}
