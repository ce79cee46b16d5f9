import { beforeEach, expect, test } from 'vitest';

import type { PanelInfo } from '../protocol';
import { Store } from '../store';
import { action, component } from '../testing';
import { Values } from './values';

const fill = action('fill', [['name', 'c1']], ['c1', 'c2']);
const panel: PanelInfo = {
  id: 'p',
  title: 'P',
  components: [component('c1', 'Textbox', 'name', { props: { value: 'Bo' } }), component('c2', 'Radio', 'kind', { props: { choices: [['A', 'a']] } })],
  actions: [fill],
  endpoints: ['fill'],
  layout: { type: 'column' }
};
const always = (): boolean => true;

let store: Store;
let values: Values;

beforeEach(() => {
  sessionStorage.clear();
  store = new Store('k', 'p');
  values = new Values(store);
  values.take(panel);
});

const held = (id: string): unknown => values.get(values.component(id)!);

test('a result goes into its outputs, and those that are watched are told where they changed', () => {
  expect(values.deliver(fill, ['Bo', 'a'], false, always)).toEqual(['c2']);
  expect([held('c1'), held('c2')]).toEqual(['Bo', 'a']);
  expect(values.deliver(fill, ['Ada', 'a'], false, id => id === 'c2')).toEqual([]);
  expect(held('c1')).toBe('Ada');
});

test('a result of another length goes nowhere', () => {
  expect(values.deliver(fill, 'one', false, always)).toEqual([]);
  expect(values.deliver(fill, ['one'], false, always)).toEqual([]);
  expect(held('c1')).toBe('Bo');
});

test('what is drawn of the result itself is not kept twice, and changes all the same', () => {
  expect(values.deliver(fill, ['x', null], true, always)).toEqual(['c1']);
  expect(held('c1')).toBe('Bo');
  expect(store.kept.touched).toEqual({});
});

test('a component is the same object until an update changes it; updates add up', () => {
  const before = values.component('c2');
  expect(values.component('c2')).toBe(before);
  const choices = (names: string[]) => ({ __type__: 'update', choices: names.map(name => [name, name]) });
  values.deliver(fill, [{ __type__: 'update' }, choices(['b'])], false, always);
  values.deliver(fill, [{ __type__: 'update' }, { __type__: 'update', label: 'Kind', value: 'b' }], false, always);
  expect(values.component('c2')!.props).toEqual({ choices: [['b', 'b']], label: 'Kind' });
  expect([values.updates('c1'), values.updates('c2'), held('c2')]).toEqual([0, 2, 'b']);
});

test('looks outlive the page, and not the edition of the panel', () => {
  values.deliver(fill, [{ __type__: 'update', label: 'Who?' }, null], false, always);
  store.kept.loaded = true;
  store.save();
  const later = new Store('k', 'p');
  const again = new Values(later);
  again.take(structuredClone(panel));
  expect([again.component('c1')!.props.label, later.kept.loaded]).toEqual(['Who?', true]);
  again.take({ ...panel, title: 'Q' });
  expect([again.component('c1')!.props.label, later.kept.loaded]).toEqual([undefined, false]);
});
