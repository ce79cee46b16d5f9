import { beforeEach, expect, test } from 'vitest';

import { LIMIT, Store } from './store';

const make = (panel = 'p', kernel = 'k'): Store => new Store(kernel, panel, sessionStorage);

beforeEach(() => sessionStorage.clear());

test('what was kept is there again, for that panel of that kernel', () => {
  const store = make();
  store.kept.touched['f/x'] = { value: 'typed' };
  store.kept.touched['f/y'] = {};
  store.kept.tabs['0'] = 1;
  store.save();
  expect(make().kept).toMatchObject({ touched: { 'f/x': { value: 'typed' }, 'f/y': {} }, tabs: { '0': 1 } });
  expect(make('other').kept.touched).toEqual({});
  expect(make('p', 'other').kept.touched).toEqual({});
});

test('of what is too much the largest results go first, and what was typed stays', () => {
  const store = make();
  store.kept.results.small = { value: 'x', took: 1 };
  store.kept.results.large = { value: 'x'.repeat(LIMIT), took: 1 };
  store.kept.touched['f/x'] = { value: 'y'.repeat(1000) };
  store.save();
  const { results, touched } = make().kept;
  expect(Object.keys(results)).toEqual(['small']);
  expect(touched['f/x']).toBeDefined();
  // It is only not written down.
  expect(store.kept.results.large).toBeDefined();
});

test('of values that are too much the largest go', () => {
  const store = make();
  store.kept.touched.large = { value: 'y'.repeat(LIMIT + 1) };
  store.kept.touched.small = { value: 'y' };
  store.save();
  expect(Object.keys(make().kept.touched)).toEqual(['small']);
});

test('a call that ran goes on', () => {
  const store = make();
  store.kept.results.act = { value: 7, took: 20 };
  store.kept.running.act = { id: 'c1', began: 5 };
  store.save();
  expect(make().begin('act')).toMatchObject({ phase: 'running', id: 'c1', began: 5, value: 7, stale: true, ended: null });
});

test('a result is shown again with the time that it took', () => {
  const store = make();
  store.kept.results.act = { value: null, took: 20 };
  expect(store.begin('act')).toMatchObject({ phase: 'done', value: null, began: 0, ended: 20 });
  expect(store.begin('other').phase).toBe('idle');
});

test('what is in the storage and not ours does no harm', () => {
  sessionStorage.setItem('jupyter-gradio-mcp:panel:k:p', '{"touched"');
  expect(make().kept.touched).toEqual({});
});

test('a storage that is full or off does no harm', () => {
  const full = { getItem: () => null, setItem: () => { throw new DOMException('full'); } } as unknown as Storage;
  const store = new Store('k', 'p', full);
  store.kept.touched.x = { value: 1 };
  expect(() => store.save()).not.toThrow();
  expect(() => new Store('k', 'p', null).save()).not.toThrow();
});

test('an action may be called as what every object has', () => {
  const store = make();
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(store.begin(name).phase).toBe('idle');
  }
  store.kept.running['__proto__'] = { id: 'c1', began: 5 };
  store.kept.results['__proto__'] = { value: 1, took: 2 };
  store.save();
  expect(make().begin('__proto__')).toMatchObject({ phase: 'running', id: 'c1', value: 1 });
  expect(make().begin('constructor').phase).toBe('idle');
});
