import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Panel } from './panel';
import type { ActionInfo, ComponentInfo, FileData, Json, PanelInfo } from './protocol';
import { short } from './samples';
import { action, component, FakeTransport, greeter, notebook, result } from './testing';

let transport: FakeTransport;

beforeEach(() => {
  sessionStorage.clear();
  transport = new FakeTransport();
});

afterEach(cleanup);

function show(panel: PanelInfo): void {
  render(<Panel panel={panel} panels={notebook(panel)} transport={transport} root={document} gone={null} problem={null} />);
}

/** An app of a text, a number, and samples. */
function app(props: { [prop: string]: Json }, ...actions: ActionInfo[]): PanelInfo {
  const components: ComponentInfo[] = [
    component('c1', 'Textbox', 'name', { props: { label: 'Name' } }),
    component('c2', 'Number', 'times', { props: { label: 'Times', value: 9 } }),
    component('c3', 'Dataset', 'Examples', { props: { label: 'Examples', layout: 'table', samples_per_page: 2, ...props } })
  ];
  const children = components.map(({ id }) => ({ type: 'component' as const, id }));
  return { id: 'app:1', title: 'App', components, actions, endpoints: actions.map(({ endpoint }) => endpoint), layout: { type: 'column', children } };
}

const SAMPLES: Json = [
  ['Ada', 1],
  ['Bob', 2],
  ['Cleo', null]
];
const field = (name: string): HTMLInputElement => screen.getByLabelText(name, { selector: 'input, textarea' });
const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const listening = (id: string, by: string, event: string, inputs: [string, string][]): ActionInfo =>
  action(id, inputs, [], { triggers: [[by, event]] });

test('a sample fills its fields before what listens begins, once each', () => {
  const greets = listening('greet', 'c3', 'click', [['name', 'c1'], ['times', 'c2']]);
  const counts = { ...listening('count', 'c1', 'change', [['name', 'c1']]), triggers: [['c1', 'change'], ['c2', 'change']] as [string, string][] };
  show(app({ samples: SAMPLES, fills: ['c1', 'c2'] }, greets, counts, listening('select', 'c3', 'select', [['row', 'c3']])));
  fireEvent.click(button('Fill in example 2: Bob, 2'));
  expect(field('Name').value).toBe('Bob');
  expect(transport.sent.map(({ endpoint, args }) => [endpoint, args])).toEqual([
    ['greet', { name: 'Bob', times: 2 }],
    ['count', { name: 'Bob' }],
    ['select', { row: 1 }]
  ]);
});

test('what a sample leaves open is emptied', () => {
  show(app({ samples: SAMPLES, fills: ['c1', 'c2'], samples_per_page: 9 }));
  expect(field('Times').value).toBe('9');
  fireEvent.click(button('Fill in example 3: Cleo, —'));
  expect(field('Name').value).toBe('Cleo');
  expect(field('Times').value).toBe('');
});

test('there are pages, whose ends keep the focus', () => {
  show(app({ samples: SAMPLES, fills: ['c1', 'c2'] }));
  expect(screen.getAllByRole('row')).toHaveLength(2);
  const next = button('Next page');
  fireEvent.click(next);
  expect(screen.getByText('Page 2 of 2')).toBeTruthy();
  expect(screen.getAllByRole('row')).toHaveLength(1);
  expect(next.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(next);
  fireEvent.click(button('Fill in example 3: Cleo, —'));
  expect(field('Name').value).toBe('Cleo');
  fireEvent.click(button('Previous page'));
  expect(screen.getByText('Page 1 of 2')).toBeTruthy();
});

test('other samples come by an update, from their first page, and are told from the former', async () => {
  const renew = listening('renew', 'c1', 'submit', []);
  show(app({ samples: SAMPLES }, { ...renew, outputs: ['c3'] }, listening('chosen', 'c3', 'click', [['row', 'c3']])));
  fireEvent.click(button('Next page'));
  fireEvent.keyDown(field('Name'), { key: 'Enter' });
  await act(() => transport.sent[0].tell(result({ __type__: 'update', samples: [['x'], ['y'], ['z']], first: 1_000_000 })));
  fireEvent.click(await screen.findByRole('button', { name: 'Choose sample 2: y' }));
  expect(transport.sent[1].args).toEqual({ row: 1_000_001 });
});

test('labels stand for samples, and single values are beside each other', () => {
  show(app({ samples: SAMPLES, fills: ['c1', 'c2'], sample_labels: ['first', 'second', 'third'] }));
  const list = within(screen.getByRole('region', { name: 'Examples' })).getByRole('list');
  expect([...list.querySelectorAll('li')].map(item => item.textContent)).toEqual(['first', 'second']);
  fireEvent.click(button('Fill in example 1: first'));
  expect(field('Name').value).toBe('Ada');
});

test('a picture is seen', async () => {
  const file: FileData = { path: '/x/sea.png', url: null, size: 1, orig_name: 'sea.png', mime_type: 'image/png', is_stream: false, meta: { _type: 'gradio.FileData' } };
  show(app({ samples: [[file as unknown as Json]], layout: 'gallery', fills: ['c1'] }));
  const picture = await waitFor(() => within(button('Fill in example 1: sea.png')).getByRole('img', { name: 'sea.png' }));
  expect(picture.getAttribute('src')).toContain('/x/sea.png');
});

test('samples are not to be had while nothing can be called', () => {
  render(<Panel panel={app({ samples: SAMPLES })} panels={notebook()} transport={transport} root={document} gone="It ended." problem={null} />);
  expect((button('Choose sample 1: Ada, 1') as HTMLButtonElement).disabled).toBe(true);
});

test('the examples of a form have pages, too', () => {
  const examples = Array.from({ length: 12 }, (_, n) => ({ 'greet.name': `Name ${n}` }));
  show(greeter({ examples }));
  fireEvent.click(button('Next page'));
  fireEvent.click(button('Fill in example 12: Name 11'));
  expect(field('Name').value).toBe('Name 11');
});

const FILE = { path: '/x/a.png', url: null, size: 1, orig_name: null, mime_type: null, is_stream: false, meta: { _type: 'gradio.FileData' } };

test.each<[Json | undefined, string]>([
  ['text', 'text'],
  ['', '“”'],
  [0, '0'],
  [false, 'false'],
  [null, '—'],
  [undefined, '—'],
  [{ a: [1] }, '{"a":[1]}'],
  [FILE, 'a.png'],
  [[FILE, { ...FILE, orig_name: 'b.png' }], 'a.png, b.png']
])('%o is shown as %s', (value, text) => {
  expect(short(value)).toBe(text);
});

test('a long value is cut', () => {
  expect(short('x'.repeat(1000)).length).toBeLessThan(100);
});
