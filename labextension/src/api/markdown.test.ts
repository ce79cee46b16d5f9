import { expect, test } from 'vitest';

import type { Snippet } from '../snippets/contract';
import { asMarkdown } from './markdown';
import { fn, greet, info, parameter } from './testing';

const base = 'http://here/gradio/a.ipynb/';

const python: Snippet = {
  language: 'python',
  title: 'Python',
  text: 'print(1)\n',
  syntax: 'python',
  install: 'pip install gradio_client',
  notes: ['The key is in a variable.']
};

test('a function is described as the page does it', () => {
  const functions = [greet({ headers: [{ name: 'X-Tenant', required: true }] })];
  expect(asMarkdown({ info: info(functions), functions, base, snippet: () => python })).toBe(`# API: a b

- Address: ${base}
- OpenAPI: ${base}gradio_api/openapi.json
- MCP: ${base}gradio_api/mcp/

## \`/greet\`

Greets somebody.

As often as you like.

### Parameters

| Name | Type | Default | Meaning |
| --- | --- | --- | --- |
| \`name\` | \`str\` | required | Whom to greet. |
| \`times\` | \`int\` | \`2\` |  |

### Returns

| Name | Type | Meaning |
| --- | --- | --- |
| Output | \`str\` |  |

### Headers

- \`X-Tenant\` (required)

### Python

\`\`\`bash
pip install gradio_client
\`\`\`

\`\`\`python
print(1)
\`\`\`

- The key is in a variable.
`);
});

test('a default that is false or nothing is one', () => {
  const parameters = [false, null, 0, ''].map((value, at) => parameter(`p${at}`, { required: false, default: value }));
  const functions = [fn('f', { parameters })];
  const text = asMarkdown({ info: info(functions), functions, base, snippet: () => null });
  for (const value of ['false', 'null', '0', '""']) {
    expect(text).toContain(`| \`${value}\` |`);
  }
});

test('nothing that an author writes breaks a table or a fence', () => {
  const nasty = parameter('a', { type: 'int | None', description: 'one |\n two', required: false, default: '`' });
  const functions = [fn('f', { parameters: [nasty] })];
  const text = asMarkdown({
    info: info(functions, { mcp: false, title: 'two\nlines' }),
    functions,
    base,
    snippet: () => ({ ...python, text: 'x = "```"', install: '', notes: [] })
  });
  expect(text).toContain('# API: two lines\n');
  expect(text).toContain('| `a` | `int \\| None` | `` "`" `` | one \\| two |'.replace('`` "`" ``', '``"`"``'));
  expect(text).toContain('````python\nx = "```"\n````');
  expect(text).not.toContain('MCP');
});

test('resources and prompts say what they are', () => {
  const functions = [fn('notes', { kind: 'resource', uri: 'notes://{day}' }), fn('review', { kind: 'prompt', paused: true })];
  const text = asMarkdown({ info: info(functions), functions, base, snippet: () => null });
  expect(text).toContain('Resource: `notes://{day}`');
  expect(text).toContain('Prompt. It is paused.');
});

function described(description: string): string {
  const functions = [fn('f', { description }), fn('g')];
  return asMarkdown({ info: info(functions), functions, base, snippet: () => null }).split('## `/f`\n\n')[1];
}

test.each([
  ['a\n```python\nb', 'a\n```python\nb\n```'],
  ['~~~~\n```\n~~~', '~~~~\n```\n~~~\n~~~~'],
  ['```\n<b>\n```\n<b>', '```\n<b>\n```\n\\<b>'],
  ['a <!-- b', 'a \\<!-- b'],
  ['`<a>` <a> ``<b> ` `` </b> <https://example.org> 1 < 2', '`<a>` \\<a> ``<b> ` `` \\</b> <https://example.org> 1 < 2'],
  ['`` ` <a>', '`` ` \\<a>']
])('%j ends where it ends', (description, wanted) => {
  expect(described(description)).toBe(`${wanted}\n\n## \`/g\`\n`);
});

test('no HTML begins in a cell, and no signed address is in a default', () => {
  const file = { path: '/tmp/a', url: 'http://here/file=a?sig=secret', meta: { _type: 'gradio.FileData' } };
  const functions = [fn('f', { parameters: [parameter('a', { description: '<details> | `<b>`', required: false, default: file })] })];
  const text = asMarkdown({ info: info(functions, { title: '<img src=x>' }), functions, base, snippet: () => null });
  expect(text).toContain('| \\<details> \\| `<b>` |');
  expect(text).toContain('# API: \\<img src=x>');
  expect(text).not.toContain('secret');
});
