import { expect, test } from 'vitest';

import { expanded } from './mcp';

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
