/** Snippets and programs: calls as one writes them in each language. Each runs as it is pasted. */

import { named } from '../names';
import type { ApiFunction, Json } from '../protocol';
import { __ } from '../words';
import { needs, secretNotes } from './address';
import { localFiles, secretsIn, withSecrets } from './arguments';
import { cmdSnippet, curlSnippet, LONGEST_LINE, plainName, powershellSnippet } from './curl';
import type { Language, Snippet, SnippetCall, Target } from './contract';
import { fetchSnippet } from './fetch';
import { javascriptSnippet } from './javascript';
import { mcpSnippet } from './mcp';
import { pythonSnippet } from './python';
import { pythonHttpSnippet } from './python-http';

export { keyCommand, keyLine } from './address';
export { VARIABLE } from './contract';
export type { Language, ProgramLanguage, RecordedStep, Snippet, SnippetCall, Target } from './contract';
export { program, type Program } from './program';
export { typeText } from './type-text';

interface Known {
  id: Language;
  title: string;
  syntax: Snippet['syntax'];
  install: string;
  /** What names of files are like. */
  clean?: (name: string) => string;
  write(call: SnippetCall, target: Target): string;
}

const KNOWN: Known[] = [
  {
    id: 'python',
    title: 'Python',
    syntax: 'python',
    install: 'pip install gradio_client',
    write: pythonSnippet
  },
  {
    id: 'javascript',
    title: 'JavaScript',
    syntax: 'javascript',
    install: 'npm install @gradio/client',
    write: javascriptSnippet
  },
  { id: 'curl', title: 'cURL (bash)', syntax: 'shell', install: '', clean: plainName, write: curlSnippet },
  {
    id: 'requests',
    title: 'Python (requests)',
    syntax: 'python',
    install: 'pip install requests',
    write: (call, target) => pythonHttpSnippet('requests', call, target)
  },
  {
    id: 'httpx',
    title: 'Python (httpx)',
    syntax: 'python',
    install: 'pip install httpx',
    write: (call, target) => pythonHttpSnippet('httpx', call, target)
  },
  { id: 'fetch', title: 'JavaScript (fetch)', syntax: 'javascript', install: '', write: fetchSnippet },
  {
    id: 'powershell',
    title: 'PowerShell',
    syntax: 'powershell',
    install: '',
    clean: plainName,
    write: powershellSnippet
  },
  { id: 'cmd', title: 'cURL (cmd)', syntax: 'shell', install: '', clean: plainName, write: cmdSnippet },
  { id: 'mcp', title: 'Python (MCP)', syntax: 'python', install: 'pip install "mcp>=2"', write: mcpSnippet }
];

/** The languages, in the order in which they are offered. */
export const LANGUAGES: { id: Language; title: string }[] = KNOWN.map(({ id, title }) => ({ id, title }));

/** Those in which a function can be called: resources and prompts are MCP's, and not all that is called is a tool. */
export function languagesFor(fn: ApiFunction): { id: Language; title: string }[] {
  return LANGUAGES.filter(({ id }) => (id === 'mcp' ? fn.mcp && fn.visibility === 'public' : fn.kind === 'tool'));
}

/** The values of a call before anybody has put anything in, as its form has them; what is required gets its example. */
export function initialValues(fn: ApiFunction): { [parameter: string]: Json } {
  const values = named<Json>();
  for (const { name, default: usual } of fn.parameters) {
    if (usual !== undefined) {
      values[name] = usual;
    }
  }
  return values;
}

/** One call in one language. */
export function snippet(language: Language, { fn, values, secrets }: SnippetCall, target: Target): Snippet {
  const { id, title, syntax, install, clean, write } = KNOWN.find(known => known.id === language)!;
  const call: SnippetCall = { fn, values: withSecrets(fn, values, secrets) };
  const text = write(call, target);
  const files = localFiles(fn, call.values, clean);
  const notes = [...needs([target], [fn], files), ...secretNotes(secretsIn(call.values), text)];
  if (id === 'javascript' || (id === 'fetch' && text.startsWith('import '))) {
    notes.push(__('Run it with Node, as a file that ends in .mjs.'));
  }
  if (id === 'cmd') {
    notes.push(__('In a batch file, write each % twice.'));
    if (text.length > LONGEST_LINE) {
      const text = 'cmd takes {characters} characters at most, and this has more. Take PowerShell.';
      notes.push(__(text, { characters: LONGEST_LINE }));
    }
  }
  return { language, title, text, syntax, install, notes };
}
