// That programs run is tested in tests/live/test_recorded_programs.py, by running them.
import { expect, test } from 'vitest';

import type { RecordedStep } from './contract';
import { program } from './program';
import { file, fn, parameter, TARGET } from './testing';

const make = fn([], { name: 'make' });
const use = fn([parameter('image', { files: 'one' })], { name: 'use' });
const picture = file('a.png', 'https://example.org/a.png?sig=1');
const other = { ...TARGET, base: 'https://example.org/gradio/b.ipynb/' };

const STEPS: RecordedStep[] = [
  { fn: make, target: TARGET, args: {}, result: [picture] },
  { fn: make, target: TARGET, args: {} },
  { fn: use, target: other, args: { image: picture }, result: 1 }
];

test('Python has a client for each notebook', () => {
  const { text, file, notes } = program('python', STEPS);
  expect(file).toBe('recording.py');
  expect(notes).toEqual(['The environment variable JUPYTER_GRADIO_MCP_KEY holds an access key.']);
  expect(text.slice(text.indexOf('result1'))).toBe(`result1 = client.predict(
    api_name="/make",
)
# make failed, and is left out.
print(client2.predict(
    image=handle_file(result1[0]),
    api_name="/use",
))
`);
});

test('JavaScript names files by their addresses', () => {
  expect(program('javascript', STEPS).text).toContain('"/use", { image: handle_file(result1[0].url) }');
});

test('bash takes apart what is wanted, and only then', () => {
  const { text, notes } = program('bash', STEPS);
  expect(text).toContain(`value3_1=$(part "$result1" 'data' '0' '0' 'url')`);
  expect(notes).toContain('python3 takes the results apart.');
  const short = program('bash', STEPS.slice(0, 1));
  expect(short.text).not.toContain('python3');
  expect(short.notes).toHaveLength(1);
});

test.each([
  ['python', 'password=os.environ["LOGIN_PASSWORD"]', 1],
  ['javascript', 'password: process.env.LOGIN_PASSWORD', 2],
  ['bash', '"..."', 1]
] as const)('%s has no value of a secret', (language, wanted, count) => {
  const login = fn([parameter('password')], { name: 'login' });
  const target = { ...TARGET, variable: null };
  const step = { fn: login, target, args: {}, secrets: ['password'], result: 1 };
  const { text, notes } = program(language, [step, step]);
  expect(text).toContain(wanted);
  expect(notes).toHaveLength(count);
  expect(notes[0]).toContain('“password”');
});
