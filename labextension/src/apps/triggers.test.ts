import { beforeEach, expect, test } from 'vitest';

import type { ActionInfo, EventInfo } from '../protocol';
import { action } from '../testing';
import { DEEPEST, Triggers } from './triggers';

let actions: ActionInfo[];
let running: Set<string>;
let begun: [action: string, automatic: boolean][];
let told: (EventInfo | undefined)[];
let stopped: string[];
let triggers: Triggers;

beforeEach(() => {
  [actions, begun, told, stopped, running] = [[], [], [], [], new Set()];
  triggers = new Triggers({
    get actions() {
      return actions;
    },
    isRunning: id => running.has(id),
    run: ({ id }, automatic, event) => {
      running.add(id);
      told.push(event);
      begun.push([id, automatic]);
    },
    stop: id => {
      stopped.push(id);
    }
  });
});

const on = (id: string, ...by: [string, string][]): ActionInfo => action(id, [], [], { triggers: by });

function end(id: string, how: 'success' | 'failure' | 'stopped' = 'success'): void {
  running.delete(id);
  triggers.ended(id, how);
}

const names = (): string[] => begun.map(([id]) => id);

test('an event begins what listens to it, and nothing else', () => {
  actions = [on('f', ['b', 'click']), on('g', ['b', 'click'], ['c', 'change']), on('h', ['c', 'click'])];
  triggers.fire(['b', 'click']);
  expect(begun).toEqual([
    ['f', false],
    ['g', false]
  ]);
});

test('what listens to several events that come together begins once', () => {
  actions = [on('f', ['a', 'change'], ['a', 'input'], ['b', 'change'])];
  triggers.fire(['a', 'input'], ['a', 'change'], ['b', 'change']);
  end('f');
  expect(names()).toEqual(['f']);
});

test('of changes while it runs the last one counts; a second click does not', () => {
  actions = [on('typed', ['a', 'change']), on('clicked', ['b', 'click'])];
  triggers.fire(['a', 'change']);
  triggers.fire(['a', 'change']);
  triggers.fire(['a', 'change']);
  triggers.fire(['b', 'click']);
  triggers.fire(['b', 'click']);
  end('typed');
  end('clicked');
  expect(names()).toEqual(['typed', 'clicked', 'typed']);
  end('typed');
  expect(names()).toHaveLength(3);
});

test.each([
  ['once', 1],
  ['multiple', 4],
  ['always_last', 2]
] as const)('an author says what becomes of events while it runs (%s)', (mode, calls) => {
  actions = [{ ...on('f', ['b', 'click'], ['a', 'change']), mode }];
  triggers.fire(['a', 'change']);
  triggers.fire(['b', 'click']);
  triggers.fire(['a', 'change']);
  triggers.fire(['b', 'click']);
  for (let round = 0; round < 10 && running.size > 0; round++) {
    end('f');
  }
  expect(begun).toHaveLength(calls);
});

test('what a person stops does not begin once more', () => {
  actions = [on('typed', ['a', 'change'])];
  triggers.fire(['a', 'change']);
  triggers.fire(['a', 'change']);
  triggers.forget('typed');
  end('typed', 'stopped');
  expect(names()).toEqual(['typed']);
});

test.each([
  ['success', ['f', 'always', 'good']],
  ['failure', ['f', 'always', 'bad']],
  ['stopped', ['f']]
] as const)('after a call with that end (%s) comes what listens to it', (how, expected) => {
  const after = (id: string, ending: 'then' | 'success' | 'failure'): ActionInfo => action(id, [], [], { after: ['f', ending] });
  actions = [on('f', ['b', 'click']), after('always', 'then'), after('good', 'success'), after('bad', 'failure')];
  triggers.fire(['b', 'click']);
  end('f', how);
  expect(names()).toEqual(expected);
});

test('an action stops those that it cancels; one without a function does nothing else', () => {
  actions = [on('long', ['b', 'click']), { ...on('stop1', ['s', 'click']), endpoint: '', cancels: ['long'] }];
  triggers.fire(['b', 'click']);
  triggers.fire(['s', 'click']);
  expect(stopped).toEqual(['long']);
  expect(names()).toEqual(['long']);
});

test('one that cancels itself begins anew when its call has ended', () => {
  actions = [{ ...on('f', ['b', 'click']), cancels: ['f'] }];
  triggers.fire(['b', 'click']);
  triggers.fire(['b', 'click']);
  end('f', 'stopped');
  expect(names()).toEqual(['f', 'f']);
});

test('results that change values begin what listens to them, which no person began', () => {
  actions = [on('f', ['b', 'click']), on('g', ['x', 'change'])];
  triggers.fire(['b', 'click']);
  triggers.changed('f', ['x']);
  expect(begun[1]).toEqual(['g', true]);
});

test('results that change values in a circle come to an end, and it is said which action that is', () => {
  actions = [on('f', ['x', 'change']), on('g', ['y', 'change'])];
  triggers.fire(['x', 'change']);
  for (let round = 0; round < 1000 && running.size > 0; round++) {
    const [id] = running;
    triggers.changed(id, [id === 'f' ? 'y' : 'x']);
    end(id);
  }
  expect(running.size).toBe(0);
  expect(begun).toHaveLength(DEEPEST + 1);
  expect(triggers.halted.size).toBe(1);
  triggers.fire(['x', 'change']);
  expect(triggers.halted.size).toBe(0);
  expect(running.size).toBe(1);
});

test('an action that changes its own trigger comes to an end as well', () => {
  actions = [on('f', ['x', 'change'])];
  triggers.fire(['x', 'change']);
  for (let round = 0; round < 1000 && running.size > 0; round++) {
    triggers.changed('f', ['x']);
    end('f');
  }
  expect(begun).toHaveLength(DEEPEST + 1);
  expect([...triggers.halted]).toEqual(['f']);
});

test('ticks and the load are nothing that a person did', () => {
  actions = [on('f', ['t', 'tick'], ['', 'load'], ['b', 'click'])];
  triggers.fire(['', 'load']);
  end('f');
  triggers.fire(['t', 'tick']);
  end('f');
  triggers.fire(['b', 'click']);
  expect(begun.map(([, automatic]) => automatic)).toEqual([true, true, false]);
});

test('what an event tells goes along, also to what comes after', () => {
  actions = [on('f', ['a', 'change'], ['b', 'select']), { ...on('g'), after: ['f', 'then'] }];
  triggers.fire(['b', 'select', { index: 1 }]);
  end('f');
  expect(told).toEqual([
    { trigger: 1, data: { index: 1 } },
    { trigger: 1, data: { index: 1 } }
  ]);
});

test('of events that come together the one that tells something counts', () => {
  actions = [on('f', ['a', 'change'], ['a', 'select'])];
  triggers.fire(['a', 'change'], ['a', 'select', { index: 0 }]);
  expect(told).toEqual([{ trigger: 1, data: { index: 0 } }]);
});

test('what waits begins by the last event', () => {
  actions = [on('f', ['a', 'select'])];
  for (const index of [0, 1, 2]) {
    triggers.fire(['a', 'select', { index }]);
  }
  end('f');
  expect(told.map(event => event?.data)).toEqual([{ index: 0 }, { index: 2 }]);
});
