import { afterEach, beforeEach, expect, test } from 'vitest';

import { Desk } from '../desk';
import type { PanelInfo } from '../protocol';
import { Store } from '../store';
import { action, component, FakeTransport } from '../testing';

const blank = { blank: true };
const panel: PanelInfo = {
  id: 'app:1',
  title: 'An app',
  components: [
    component('text', 'Textbox', 'text', { ...blank, props: { value: 'red' } }),
    component('number', 'Number', 'number', { ...blank, schema: { type: 'integer' }, props: { value: 7 } }),
    component('open', 'Number', 'open', blank),
    component('slider', 'Slider', 'slider', { ...blank, props: { value: 3 } }),
    component('plain', 'Number', 'plain', { props: { value: 5 } })
  ],
  actions: [action('f', ['text', 'number', 'open', 'slider', 'plain'].map(name => [name, name]), [])],
  endpoints: ['f'],
  layout: { type: 'column', children: [] }
};

let transport: FakeTransport;
let desk: Desk;

beforeEach(() => {
  sessionStorage.clear();
  transport = new FakeTransport();
  desk = new Desk(panel, transport, new Store('k', 'app:1'), transport);
});

afterEach(() => desk.close());

test('what nobody touched is as it began', () => {
  desk.run(panel.actions[0]);
  expect(transport.sent[0].args).toEqual({ text: 'red', number: 7, slider: 3, plain: 5 });
});

test('a field of an app that was emptied sends null, one of a function is left out', () => {
  for (const name of ['number', 'open', 'slider', 'plain']) {
    desk.set(name, undefined);
  }
  desk.set('text', '');
  desk.run(panel.actions[0]);
  // A slider cannot be empty: it shows what it began with.
  expect(transport.sent[0].args).toEqual({ text: '', number: null, open: null });
});

test('so it is after a reload', () => {
  desk.set('number', undefined);
  desk.close();
  desk = new Desk(panel, transport, new Store('k', 'app:1'), transport);
  desk.run(panel.actions[0]);
  expect(transport.sent[0].args).toMatchObject({ number: null });
});
