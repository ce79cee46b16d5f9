// That snippets run is tested in tests/live/test_snippets.py, by running them.
import { expect, test } from 'vitest';

import { initialValues, keyCommand, keyLine, LANGUAGES, languagesFor, snippet, typeText } from './index';
import { file, fn, parameter, TARGET } from './testing';

const f = fn([parameter('word'), parameter('image', { files: 'one', example: file('photo.png') })]);

test('a snippet of Python, whole', () => {
  expect(snippet('python', { fn: f, values: { word: "it's" } }, TARGET)).toEqual({
    language: 'python',
    title: 'Python',
    syntax: 'python',
    install: 'pip install gradio_client',
    notes: [
      'The environment variable JUPYTER_GRADIO_MCP_KEY holds an access key.',
      'The file “photo.png” is in the folder where this runs.'
    ],
    text: `import os

from gradio_client import Client, handle_file

client = Client(
    "https://example.org/gradio/note.ipynb/",
    headers={"Authorization": "Bearer " + os.environ["JUPYTER_GRADIO_MCP_KEY"]},
    verbose=False,
)
result = client.predict(
    word="it's",
    image=handle_file("photo.png"),
    api_name="/f",
)
print(result)
`
  });
});

test('without parameters and key a snippet is as short as can be', () => {
  const { text, notes } = snippet('curl', { fn: fn([]), values: {} }, { ...TARGET, variable: null });
  expect(notes).toEqual([]);
  expect(text).toBe(`curl -sS --fail-with-body \\
  -H 'Content-Type: application/json' \\
  -d '{"data": []}' \\
  'https://example.org/gradio/note.ipynb/gradio_api/run/f'
`);
});

test.each(LANGUAGES)('$title has no key in it, only the name of the variable', ({ id, title }) => {
  const made = snippet(id, { fn: f, values: {} }, TARGET);
  expect(made.title).toBe(title);
  expect(made.text).toContain('JUPYTER_GRADIO_MCP_KEY');
  expect(made.text.endsWith('\n')).toBe(true);
});

test.each(LANGUAGES)('$title has no password in it, and says where it comes from', ({ id }) => {
  const login = fn([parameter('user'), parameter('password')], { name: 'login' });
  const { text, notes } = snippet(id, { fn: login, values: { user: 'ada', password: 'hunter2' }, secrets: ['password'] }, { ...TARGET, variable: null });
  expect(text).not.toContain('hunter2');
  const variable = 'The environment variable LOGIN_PASSWORD holds the value of “password”, which is written nowhere.';
  const dots = 'Put the value of “password”, which is written nowhere, in place of “...”.';
  expect(notes[0]).toBe(['curl', 'cmd'].includes(id) ? dots : variable);
  expect(text).toContain(['curl', 'cmd'].includes(id) ? '...' : 'LOGIN_PASSWORD');
  expect(text.includes('os.environ')).toBe(text.includes('import os\n'));
});

test.each(['resource', 'prompt'] as const)('a secret of a %s', kind => {
  const f = fn([parameter('password')], { name: 'p', kind, uri: 'p://{password}' });
  const { text } = snippet('mcp', { fn: f, values: { password: 'hunter2' }, secrets: ['password'] }, TARGET);
  expect(text).toContain(kind === 'prompt' ? '{"password": os.environ["P_PASSWORD"]}' : '"p://..."');
});

test('resources and prompts are for MCP', () => {
  expect(languagesFor(f)).toEqual(LANGUAGES);
  expect(languagesFor(fn([], { kind: 'prompt' }))).toEqual([{ id: 'mcp', title: 'Python (MCP)' }]);
});

test('a line that is too long for cmd is told', () => {
  const { notes } = snippet('cmd', { fn: fn([parameter('a')]), values: { a: 'x'.repeat(9000) } }, TARGET);
  expect(notes).toContain('cmd takes 8191 characters at most, and this has more. Take PowerShell.');
});

test.each([
  ['int', { type: 'integer', minimum: 0, maximum: 9 }, 'int from 0 to 9'],
  ['float', { type: 'number', exclusiveMinimum: 0 }, 'float above 0'],
  ['Literal', { enum: ['a', 'b', null] }, '"a" | "b" | None'],
  ['list', { type: 'array', items: { enum: [1, 2] } }, 'list of 1 | 2'],
  ['str', {}, 'str']
])('a %s of %j is told as %s', (type, schema, wanted) => {
  expect(typeText({ type, schema, files: '' })).toBe(wanted);
});

test('before anybody has put anything in, a call has the defaults, and examples of what is required', () => {
  const g = fn([parameter('word'), parameter('loud', { required: false, default: false })], { examples: [{ word: 'ex', loud: true }] });
  expect(initialValues(g)).toEqual({ loud: false });
  expect(snippet('curl', { fn: g, values: initialValues(g) }, TARGET).text).toContain('["Hello!!", false]');
});

test.each([
  ['curl', 'export JUPYTER_GRADIO_MCP_KEY="$(jupyter gradio-mcp keys create my-program)"', 'export JUPYTER_GRADIO_MCP_KEY="k"'],
  ['powershell', '$env:JUPYTER_GRADIO_MCP_KEY = jupyter gradio-mcp keys create my-program', '$env:JUPYTER_GRADIO_MCP_KEY = "k"'],
  [
    'cmd',
    `for /f %k in ('jupyter gradio-mcp keys create my-program') do @set "JUPYTER_GRADIO_MCP_KEY=%k"`,
    'set "JUPYTER_GRADIO_MCP_KEY=k"'
  ]
] as const)('how the key gets into the variable, for %s', (language, made, set) => {
  expect(keyCommand(language)).toBe(made);
  expect(keyLine(language, 'k')).toBe(set);
});

test.each(['javascript', 'fetch'] as const)('the last part of a stream is printed once by %s', language => {
  const { text } = snippet(language, { fn: fn([], { streams: true }), values: {} }, TARGET);
  expect(text).toContain('if (result !== shown) console.log(shown = result);');
});
