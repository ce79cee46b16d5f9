import { expect, test } from 'vitest';

import { expanded, mcpSnippet } from './mcp';
import { fn, parameter, TARGET } from './testing';

test.each([
  ['notes://{day}', { day: 'a/b c%é' }, 'notes://a%2Fb%20c%25%C3%A9'],
  ['files://{path*}', { path: 'a/b c' }, 'files://a/b%20c'],
  ['files://{+path}', { path: 'a/b?c' }, 'files://a/b%3Fc'],
  ['x://y{?a,b}', { b: 1 }, 'x://y?b=1'],
  ['x://y{?a,b}', {}, 'x://y'],
  ['config://app', {}, 'config://app']
])('%s with %j is %s', (template, values, wanted) => {
  expect(expanded(template, values)).toBe(wanted);
});

test('what ends the program stands after the client, which would wrap it in groups of errors', () => {
  const values = { image: 'photo.png' };
  for (const call of [{ fn: fn([]), values: {} }, { fn: fn([parameter('image', { files: 'one' })]), values }]) {
    expect(mcpSnippet(call, TARGET)).toContain('\n    if result.is_error:\n        raise SystemExit(');
  }
});
