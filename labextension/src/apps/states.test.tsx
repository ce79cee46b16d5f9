import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Panel } from '../panel';
import type { Frame, PanelInfo } from '../protocol';
import { FakeTransport, action, component, notebook, result } from '../testing';

let transport: FakeTransport;

beforeEach(() => {
  sessionStorage.clear();
  transport = new FakeTransport();
  const panel: PanelInfo = {
    id: 'app:1',
    title: 'Cart',
    components: [component('c1', 'Button', 'Put', { props: { value: 'Put' } }), component('c2', 'Number', 'Count', { props: { interactive: false } })],
    actions: [action('put', [], [], { triggers: [['c1', 'click']] }), action('count', [], ['c2'], { triggers: [['state-1', 'change']] })],
    endpoints: [],
    layout: { type: 'column', children: [{ type: 'component', id: 'c1' }, { type: 'component', id: 'c2' }] }
  };
  render(<Panel panel={panel} panels={notebook(panel)} transport={transport} root={document} gone={null} problem={null} />);
  fireEvent.click(screen.getByRole('button', { name: 'Put' }));
});

afterEach(cleanup);

const tell = (frame: Frame): Promise<void> => act(() => transport.sent[0].tell(frame));
const called = (): string[] => transport.sent.map(({ endpoint }) => endpoint);

test('what listens to a value of the session is called when a result has changed it', async () => {
  await tell({ ...(result(null) as Frame & { op: 'result' }), changed: ['state-1'] });
  expect(called()).toEqual(['put', 'count']);
});

test('a part of a result may have changed it as well', async () => {
  await tell({ op: 'partial', value: null, files: false, changed: ['state-1'] });
  expect(called()).toEqual(['put', 'count']);
});

test.each([undefined, [], ['state-2']])('otherwise nothing is: %s', async changed => {
  await tell({ ...(result(null) as Frame & { op: 'result' }), changed });
  expect(called()).toEqual(['put']);
});
