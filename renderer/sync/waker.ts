/** A sleep that can be cut short. A wake during work is kept for the next sleep, unless it is forgotten. */
export function waker() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let resolve: (() => void) | undefined;
  let due = Number.POSITIVE_INFINITY;
  const sleepUntilDue = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      due = Number.POSITIVE_INFINITY;
      const wakeUp = resolve;
      resolve = undefined;
      wakeUp?.();
    }, due - performance.now());
  };
  const within = (ms: number) => {
    due = Math.min(due, performance.now() + ms);
    if (resolve) sleepUntilDue();
  };
  return {
    within,
    now: () => within(0),
    /** What was asked for during work. */
    forget: () => {
      if (!resolve) due = Number.POSITIVE_INFINITY;
    },
    isDue: () => due <= performance.now(),
    wait: (ms: number) =>
      new Promise<void>((done) => {
        resolve = done;
        within(ms);
      }),
  };
}
