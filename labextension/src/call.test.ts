import { describe, expect, test } from 'vitest';

import { IDLE, isRunning, LOG_LENGTH, reduce, type CallState, type Happening } from './call';
import type { Frame } from './protocol';

/** What becomes of a call that was sent at 1000 by frames that come 10 ms apart. */
function after(...frames: Frame[]): CallState {
  return play(sent(), ...frames.map((frame, index): Happening => ({ type: 'frame', frame, at: 1010 + index * 10 })));
}

function play(state: CallState, ...happenings: Happening[]): CallState {
  return happenings.reduce(reduce, state);
}

function sent(state = IDLE): CallState {
  return reduce(state, { type: 'send', id: 'a', at: 1000 });
}

const RESULT: Frame = { op: 'result', value: 3, fits: true, files: false };
const ERROR: Frame = { op: 'error', error: { code: 'function_failed', message: 'no' }, traceback: 'where' };
const STARTED: Frame = { op: 'started' };
const ASK: Frame = {
  op: 'ask',
  questions: [
    { key: 'q', method: 'elicitation/create', params: {} },
    { key: 'r', method: 'roots/list', params: {} }
  ]
};

function progress(done: number, total: number | null = 10): Frame {
  return { op: 'progress', progress: done, total, message: null, unit: '', bars: [] };
}

function log(text: string, more: object = {}): Frame {
  return { op: 'log', level: 'info', stream: 'stdout', text, ...more } as Frame;
}

test.each<[string, Frame[], string]>([
  ['is sent', [], 'sending'],
  ['waits', [{ op: 'queued', position: 2, size: 3 }], 'queued'],
  ['runs', [STARTED], 'running'],
  ['runs once it says anything', [progress(1)], 'running'],
  ['runs after it waited', [{ op: 'queued', position: 0, size: 1 }, STARTED], 'running'],
  ['asks', [STARTED, ASK], 'asking'],
  ['asks also while it says more', [ASK, progress(1)], 'asking'],
  ['is done', [STARTED, RESULT], 'done'],
  ['fails', [STARTED, ERROR], 'failed'],
  ['fails before it runs', [ERROR], 'failed'],
  ['is over once: what comes later changes nothing', [RESULT, ERROR], 'done']
])('a call that %s', (_, frames, phase) => {
  const state = after(...frames);
  expect(state.phase).toBe(phase);
  expect(isRunning(state)).toBe(!['done', 'failed'].includes(phase));
});

test('a frame without a call changes nothing', () => {
  expect(play(IDLE, { type: 'frame', frame: RESULT, at: 1 })).toBe(IDLE);
});

test('a frame of a later version changes nothing', () => {
  const state = sent();
  expect(play(state, { type: 'frame', frame: { op: 'sing' } as unknown as Frame, at: 1 })).toBe(state);
});

test('a result has its value, its time, and nothing that was on the way', () => {
  const state = after(STARTED, progress(3), ASK, RESULT);
  expect(state).toMatchObject({ value: 3, began: 1000, ended: 1040, progress: null, asked: [], stale: false });
});

test('a result of null is a result', () => {
  const state = after({ op: 'result', value: null, fits: true, files: false });
  expect(state.phase).toBe('done');
  expect(state.value).toBeNull();
});

test('a failure keeps what came before it, as what it is', () => {
  const state = after({ op: 'partial', value: 'half', files: false }, ERROR);
  expect(state).toMatchObject({ value: 'half', stale: true, partial: false, traceback: 'where' });
  expect(state.error?.message).toBe('no');
});

test('the former result stays in sight while the next call runs, until there is a part of a new one', () => {
  const again = reduce(after(RESULT), { type: 'send', id: 'b', at: 5000 });
  expect(again).toMatchObject({ value: 3, stale: true, id: 'b', began: 5000, ended: null });
  const part = play(again, { type: 'frame', frame: { op: 'partial', value: 4, files: false }, at: 5001 });
  expect(part).toMatchObject({ value: 4, stale: false, partial: true });
});

test('a former failure is gone with the next call', () => {
  expect(sent(after(ERROR))).toMatchObject({ error: null, traceback: null, phase: 'sending' });
});

describe('stopping', () => {
  const stopping = reduce(after(STARTED, ASK), { type: 'stop' });

  test('withdraws what was asked', () => {
    expect(stopping).toMatchObject({ phase: 'stopping', asked: [] });
  });

  test.each<Frame>([STARTED, progress(1), ASK, log('x'), { op: 'queued', position: 0, size: 1 }])(
    'is not forgotten over %o',
    frame => {
      expect(play(stopping, { type: 'frame', frame, at: 1 }).phase).toBe('stopping');
    }
  );

  test('ends in what the call ends in', () => {
    expect(play(stopping, { type: 'frame', frame: RESULT, at: 1 }).phase).toBe('done');
    expect(play(stopping, { type: 'frame', frame: ERROR, at: 1 }).phase).toBe('failed');
  });

  test('means nothing when nothing runs', () => {
    const done = after(RESULT);
    expect(reduce(done, { type: 'stop' })).toBe(done);
    expect(reduce(IDLE, { type: 'stop' })).toBe(IDLE);
  });
});

describe('questions', () => {
  test('of one frame are one, also those that no person can answer', () => {
    expect(after(ASK).asked).toEqual([(ASK as Frame & { op: 'ask' }).questions]);
  });

  test('for nobody here do not stop the form', () => {
    const state = after(STARTED, { op: 'ask', questions: [{ key: 'r', method: 'roots/list', params: {} }] });
    expect(state).toMatchObject({ phase: 'running', asked: [] });
  });

  test('that were answered are gone, and the call goes on when all are', () => {
    const second: Frame = { op: 'ask', questions: [{ key: 's', method: 'elicitation/create', params: {} }] };
    const one = play(after(ASK, second), { type: 'answered', keys: ['q', 'r'] });
    expect(one).toMatchObject({ phase: 'asking' });
    expect(one.asked).toHaveLength(1);
    expect(play(one, { type: 'answered', keys: ['s'] })).toMatchObject({ phase: 'running', asked: [] });
  });
});

describe('progress', () => {
  test('is counted from where it began', () => {
    expect(after(progress(2), progress(5)).progress).toMatchObject({ progress: 5, from: 2, since: 1010, at: 1020 });
  });

  test('begins anew with the next bar', () => {
    expect(after(progress(5), progress(1)).progress).toMatchObject({ from: 1, since: 1020 });
    expect(after(progress(5), progress(6, 20)).progress).toMatchObject({ from: 6, since: 1020 });
  });
});

describe('the log', () => {
  test('keeps the latest entries and says how many it does not', () => {
    const state = after(...Array.from({ length: LOG_LENGTH + 5 }, (_, index) => log(`${index}`)));
    expect(state.log).toHaveLength(LOG_LENGTH);
    expect(state.log[0].text).toBe('5');
    expect(state.dropped).toBe(5);
  });

  test('has notices, too', () => {
    const state = after(log('Half', { stream: 'notice', title: 'News' }));
    expect(state.log.map(line => line.text)).toEqual(['News: Half']);
  });
});

describe('notices', () => {
  const notice = (more: object = {}): Frame => log('Half', { stream: 'notice', kind: 'warning', title: 'News', ...more });

  test('are shown as they were told', () => {
    expect(after(notice({ duration: 3 })).notices).toEqual([
      { key: 0, kind: 'warning', title: 'News', text: 'Half', duration: 3 }
    ]);
  });

  test('that last until they are closed have no duration', () => {
    expect(after(notice({ duration: null })).notices[0].duration).toBeNull();
  });

  test('that are not to be seen are only in the log', () => {
    const state = after(notice({ visible: false }));
    expect(state.notices).toEqual([]);
    expect(state.log).toHaveLength(1);
  });

  test('are closed one by one', () => {
    const state = play(after(notice(), notice({ title: 'Other' })), { type: 'dismiss', key: 0 });
    expect(state.notices.map(({ title }) => title)).toEqual(['Other']);
  });

  test('do not pile up', () => {
    expect(after(...Array.from({ length: 50 }, () => notice())).notices.length).toBeLessThan(10);
  });

  test('have keys that no former call had', () => {
    const again = play(sent(after(notice(), RESULT)), { type: 'frame', frame: notice(), at: 1 });
    expect(again.notices.map(({ key }) => key)).toEqual([1]);
  });
});

test('clearing takes the result away, but never a call that runs', () => {
  expect(reduce(after(RESULT), { type: 'clear' })).toEqual(IDLE);
  const running = after(STARTED);
  expect(reduce(running, { type: 'clear' })).toBe(running);
});
