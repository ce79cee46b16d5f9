import { expect, test } from 'vitest';

import { Code } from './literals';
import { bash, bashJson, cmdJson, powershell, powershellJson } from './shell';

test('texts are one word', () => {
  expect(bash("it's")).toBe("'it'\\''s'");
  expect(powershell('it\u2019s')).toBe("'it\u2019\u2019s'");
});

test('within JSON, what a shell heeds is said by number', () => {
  expect(bashJson(['it\'s "é"'])).toBe('\'["it\\u0027s \\"é\\""]\'');
  expect(powershellJson(["it's é\u2019"])).toBe('\'["it\\u0027s \\u00e9\\u2019"]\'');
  expect(cmdJson(['100% & "a" \\'])).toBe('"[\\"100\\u0025 \\u0026 \\u0022a\\u0022 \\u005c\\"]"');
});

test('a piece of program stands between two words', () => {
  expect(bashJson([new Code('"$a"')])).toBe("'['\"$a\"']'");
  expect(powershellJson([new Code('$a')])).toBe("'[' + $a + ']'");
});
