import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Panel } from '../panel';
import type { Frame, PanelInfo } from '../protocol';
import { FakeTransport, action, component, notebook, result } from '../testing';

let transport: FakeTransport;

beforeEach(() => {
  sessionStorage.clear();
  transport = new FakeTransport();
});

afterEach(cleanup);

const CHAT: PanelInfo = {
  id: 'app:1',
  title: 'Chat',
  components: [
    component('log', 'Chatbot', 'Chatbot', { props: { label: 'Chatbot', interactive: false, offers: [{ text: 'Hi', run: true }] } }),
    component('box', 'Textbox', 'Message', { props: { label: 'Message', submit_btn: true, stop_btn: 'Halt' } }),
    component('tools', 'Tools', '', { props: { of: 'log' } }),
    component('undo', 'Button', 'Undo', { props: { value: 'Undo' } })
  ],
  actions: [
    action('say', [['message', 'box']], ['log', 'box'], { triggers: [['box', 'submit']], examples: [{ box: 'hello' }], progress: 'hidden' }),
    action('respond', [['history', 'log']], ['log'], { after: ['say', 'success'] }),
    action('undo', [], ['log', 'box'], { triggers: [['undo', 'click']], progress: 'hidden' }),
    action('', [], [], { id: 'stop1', endpoint: '', triggers: [['box', 'stop']], cancels: ['say', 'respond'] })
  ],
  endpoints: ['say', 'respond', 'undo'],
  layout: {
    type: 'column',
    children: [
      { type: 'component', id: 'log' },
      { type: 'row', id: 'tools', children: [{ type: 'component', id: 'undo' }] },
      { type: 'component', id: 'box' }
    ]
  }
};

const said = [{ role: 'user', content: 'hello' }];
const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const called = (): string[] => transport.sent.map(({ endpoint }) => endpoint);
const tell = (call: number, frame: Frame): Promise<void> => act(() => transport.sent[call].tell(frame));

test('an example is said, and the button stops the answer', async () => {
  render(<Panel panel={CHAT} panels={notebook(CHAT)} transport={transport} root={document} gone={null} problem={null} />);
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  fireEvent.click(button('Hi'));
  expect(transport.sent[0].args).toEqual({ message: 'hello' });
  await tell(0, result([said, null]));
  expect(called()).toEqual(['say', 'respond']);
  // Neither a further message nor a button comes between.
  fireEvent.keyDown(screen.getByLabelText('Message'), { key: 'Enter' });
  fireEvent.click(button('Undo'));
  expect(called()).toEqual(['say', 'respond']);
  fireEvent.click(button('Halt'));
  expect(transport.cancelled).toEqual([transport.sent[1].id]);
  await tell(1, { op: 'error', error: { code: 'cancelled', message: 'It was stopped.' } });
  fireEvent.click(button('Undo'));
  expect(called()).toEqual(['say', 'respond', 'undo']);
  expect(button('Send')).toBeTruthy();
});
