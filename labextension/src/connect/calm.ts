/** Something done again and again, but calmly. */

/**
 * What does `work` at once when it is called and then, however often it is called meanwhile, once every `least`
 * milliseconds at most; never twice at the same time.
 */
export function calmly(work: () => Promise<void>, least: number): { (): void; stop(): void } {
  let busy = false;
  let wanted = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    if (stopped) {
      return;
    }
    if (busy) {
      wanted = true;
      return;
    }
    busy = true;
    wanted = false;
    const rest = new Promise<void>(done => (timer = setTimeout(done, least)));
    void Promise.all([work(), rest]).then(() => {
      busy = false;
      if (wanted) {
        run();
      }
    });
  };
  return Object.assign(run, {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    }
  });
}
