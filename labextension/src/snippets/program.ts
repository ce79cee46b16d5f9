/** One program that repeats a recording: what one call gave is handed to the next, as it was then. */

import type { ApiFunction, Json } from '../protocol';
import { isFileData } from '../protocol';
import { __ } from '../words';
import { headersOf, needs, routeOf, secretNotes } from './address';
import { fileData, inOrder, localFiles, secretsIn, sentFiles, withSecrets, type Values } from './arguments';
import type { ProgramLanguage, RecordedStep, Snippet, Target } from './contract';
import { bashHeaders, plainName } from './curl';
import { END, javascriptCall, javascriptClient, javascriptImports } from './javascript';
import { Code, isName, javascript, python, type Writable } from './literals';
import { pythonCall, pythonClient, pythonImports } from './python';
import { planned, type Found, type PlannedStep } from './reuse';
import { bash, bashJson } from './shell';

/** A program, which is what a snippet is, and what its file may be called. */
export interface Program extends Omit<Snippet, 'language'> {
  language: ProgramLanguage;
  file: string;
}

/** A notebook of a recording: what it is reached by, and the functions of it that are called. */
interface Place {
  target: Target;
  name: string;
  fns: ApiFunction[];
}

/** What a language makes of the steps. */
interface Written {
  text: string;
  /** How it names a file that has to be beside it. */
  clean?: (name: string) => string;
  notes?: string[];
}

/** The steps as one program. Those that failed are left out. */
export function program(language: ProgramLanguage, steps: RecordedStep[]): Program {
  const { title, syntax, install, file, write } = KNOWN[language];
  const going = steps.filter(({ result }) => result !== undefined);
  const { text, clean, notes = [] } = write(steps, places(going));
  const files = new Set(
    planned(steps).steps.flatMap(({ step, args }) =>
      step.result === undefined ? [] : localFiles(step.fn, args(() => new Code('')), clean)
    )
  );
  const all = needs(
    going.map(({ target }) => target),
    going.map(({ fn }) => fn),
    [...files]
  );
  const secrets = going.flatMap(step => secretsIn(withSecrets(step.fn, step.args, step.secrets)));
  return { language, title, syntax, install, file, text, notes: [...all, ...secretNotes(secrets, text), ...notes] };
}

function places(steps: RecordedStep[]): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const { fn, target } of steps) {
    const place = found.get(target.base) ?? { target, name: `client${found.size ? found.size + 1 : ''}`, fns: [] };
    place.fns.push(fn);
    found.set(target.base, place);
  }
  return found;
}

/** Each step written by `write`, given the name of its result if that is wanted. A failed one is a remark. */
function written(
  steps: RecordedStep[],
  comment: string,
  write: (step: PlannedStep, result: string | null, index: number) => string
): string[] {
  const plan = planned(steps);
  return plan.steps.map((step, index) =>
    step.step.result === undefined
      ? `${comment} ${__('{name} failed, and is left out.', { name: step.step.fn.name })}\n`
      : write(step, plan.wanted.has(index) ? `result${index + 1}` : null, index)
  );
}

function pythonProgram(steps: RecordedStep[], found: Map<string, Place>): Written {
  const source = taken((step, path, isFile) => {
    const text = `result${step + 1}${path.map(key => `[${python(key)}]`).join('')}`;
    return new Code(isFile ? `handle_file(${text})` : text);
  });
  const calls = written(steps, '#', ({ step, args }, result) => {
    const { name } = found.get(step.target.base)!;
    const call = `${name}.predict(${pythonCall(step.fn, withSecrets(step.fn, args(source), step.secrets))})`;
    return result ? `${result} = ${call}\n` : `print(${call})\n`;
  });
  const clients = [...found.values()].map(({ name, target, fns }) => pythonClient(name, target, fns));
  return { text: pythonImports([...clients, ...calls]) + [...clients, '\n', ...calls].join('') };
}

function javascriptProgram(steps: RecordedStep[], found: Map<string, Place>): Written {
  const part = (key: string | number) => (typeof key === 'string' && isName(key) ? `.${key}` : `[${javascript(key)}]`);
  const source = taken((step, path, isFile) => {
    const text = `result${step + 1}${path.map(part).join('')}`;
    return new Code(isFile ? `handle_file(${text}.url)` : text);
  });
  const calls = written(steps, '//', ({ step, args }, result) => {
    const { name } = found.get(step.target.base)!;
    const several = step.fn.returns.length > 1;
    const call = `await ${name}.predict(${javascriptCall(step.fn, withSecrets(step.fn, args(source), step.secrets))})`;
    const value = `(${call}).data${several ? '' : '[0]'}`;
    return result
      ? `const ${result} = ${value};\n`
      : `console.log(JSON.stringify(${value}, null, 2));\n`;
  });
  const clients = [...found.values()].map(({ name, target, fns }) => javascriptClient(name, target, fns));
  const ends = [...found.values()].map(({ name }) => END.replace('client', name));
  return {
    text: javascriptImports(calls) + [...clients, '\n', ...calls, '\n', ...ends].join(''),
    notes: [__('Run it with Node, as a file that ends in .mjs.')]
  };
}

/**
 * What stands for a part of an earlier result, made by `write`. Files in it are to be sent again, and so they are
 * made one by one.
 */
function taken(write: (step: number, path: Found['path'], isFile: boolean) => Writable): (found: Found) => Writable {
  const make = ({ step, path, value }: Found): Writable => {
    if (!hasFiles(value) || isFileData(value)) {
      return write(step, path, isFileData(value));
    }
    const inner = (key: string | number, item: Json) => make({ step, path: [...path, key], value: item });
    return Array.isArray(value)
      ? value.map((item, index) => inner(index, item))
      : Object.fromEntries(Object.entries(value!).map(([key, item]) => [key, inner(key, item)]));
  };
  return make;
}

function hasFiles(value: Json): boolean {
  return (
    value !== null && typeof value === 'object' && (isFileData(value) || Object.values(value).some(hasFiles))
  );
}

function bashProgram(steps: RecordedStep[], found: Map<string, Place>): Written {
  const headers = (target: Target) => {
    const sent = bashHeaders(headersOf(target, found.get(target.base)!.fns));
    return sent.map(header => ` ${header}`).join('');
  };
  let uploads = 0;
  const calls = written(steps, '#', ({ step, args }, result, index) => {
    const before: string[] = [];
    const route = (name: string) => bash(routeOf(step.target, name));
    const source = taken((from, path, isFile) => {
      const variable = `value${index + 1}_${before.length + 1}`;
      const of = steps[from].fn.returns.length > 1 ? ['data'] : ['data', 0];
      const keys = [...of, ...path, ...(isFile ? ['url'] : [])].map(key => ` ${bash(String(key))}`).join('');
      before.push(`${variable}=$(part "$result${from + 1}"${keys})\n`);
      const code = new Code(`"$${variable}"`);
      return isFile ? fileData(code) : code;
    });
    const local = (name: string): Code => {
      const variable = `file${++uploads}`;
      const curl = `${CURL}${headers(step.target)} -F ${bash(`files=@${name}`)} ${route('upload')}`;
      before.push(`${variable}=$(answer ${curl})\n${variable}=$(part "$${variable}" 0)\n`);
      return new Code(`"$${variable}"`);
    };
    const values: Values = withSecrets(step.fn, args(source), step.secrets);
    const data = bashJson({ data: inOrder(step.fn, values, sentFiles(local, { clean: plainName })) });
    const request =
      `answer ${CURL}${headers(step.target)} \\\n  -H 'Content-Type: application/json' ` +
      `--data-binary @- ${route(`run/${step.fn.name}`)} <<<${data}`;
    return before.join('') + (result ? `${result}=$(${request})\n` : `${request}\n`);
  });
  const uses = calls.some(call => call.includes('$(part '));
  return {
    text: `#!/usr/bin/env bash\nset -euo pipefail\n\n${ANSWER}${uses ? PART : ''}\n${calls.join('')}`,
    clean: plainName,
    notes: uses ? [__('python3 takes the results apart.')] : []
  };
}

const CURL = 'curl -sS --fail-with-body';

const ANSWER = `# What a request is answered; where it failed, to stderr.
answer() {
  local text
  text=$("$@") || { printf '%s\\n' "$text" >&2; return 1; }
  printf '%s\\n' "$text"
}
`;

const PART = `
# A part of some JSON.
part() {
  python3 -c 'import json, sys
value = json.loads(sys.stdin.read())
for key in sys.argv[1:]:
    value = value[int(key) if isinstance(value, list) else key]
print(json.dumps(value))' "\${@:2}" <<<"$1"
}
`;

interface KnownProgram {
  title: string;
  syntax: Snippet['syntax'];
  install: string;
  file: string;
  write(steps: RecordedStep[], found: Map<string, Place>): Written;
}

const KNOWN: { [language in ProgramLanguage]: KnownProgram } = {
  python: {
    title: 'Python',
    syntax: 'python',
    install: 'pip install gradio_client',
    file: 'recording.py',
    write: pythonProgram
  },
  javascript: {
    title: 'JavaScript',
    syntax: 'javascript',
    install: 'npm install @gradio/client',
    file: 'recording.mjs',
    write: javascriptProgram
  },
  bash: { title: 'bash (cURL)', syntax: 'shell', install: '', file: 'recording.sh', write: bashProgram }
};

