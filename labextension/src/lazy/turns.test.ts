import { beforeEach, expect, test, vi } from 'vitest';

let now = 0;
let turns: typeof import('./turns');

/** Let a number of pictures be drawn. */
const pictures = (count: number) => vi.advanceTimersByTime(count * 17);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'requestAnimationFrame'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.resetModules();
  turns = await import('./turns');
  return () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  };
});

test('what is asked for many times between two pictures is done once', () => {
  const work = vi.fn();
  turns.soon(work);
  turns.soon(work);
  expect(work).not.toHaveBeenCalled();
  pictures(2);
  expect(work).toHaveBeenCalledTimes(1);
});

test('much work is spread over many pictures, and what takes long leaves time to the page', () => {
  const done: number[] = [];
  for (let each = 0; each < 6; each += 1) {
    turns.soon(() => {
      now += 6;
      done.push(each);
    });
  }
  pictures(1);
  expect(done).toEqual([0, 1]);
  expect(turns.isTimeLeft()).toBe(false);
  pictures(6);
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  const long = vi.fn(() => {
    now += 1000;
  });
  turns.soon(long);
  pictures(2);
  turns.soon(long);
  pictures(30);
  expect(long).toHaveBeenCalledTimes(1);
  pictures(60);
  expect(long).toHaveBeenCalledTimes(2);
});

test('what fails stops nothing else, and what is not wanted any more is not done', () => {
  const work = vi.fn();
  const unwanted = vi.fn();
  turns.soon(unwanted);
  turns.soon(work);
  turns.notAnyMore(unwanted);
  pictures(2);
  expect([work.mock.calls.length, unwanted.mock.calls.length]).toEqual([1, 0]);
});
