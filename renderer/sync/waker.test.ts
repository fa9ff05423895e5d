import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waker } from './waker.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** How long it sleeps when it is to sleep a minute: ms, as exact as timers are. */
async function sleepOf(wake: ReturnType<typeof waker>): Promise<number> {
  const started = performance.now();
  const slept = wake.wait(60_000).then(() => Math.round((performance.now() - started) / 10) * 10);
  await vi.advanceTimersByTimeAsync(60_000);
  return slept;
}

test('what is asked for during work cuts the next sleep short, and only that', async () => {
  const wake = waker();
  wake.within(1000);
  expect(await sleepOf(wake)).toBe(1000);
  expect(await sleepOf(wake)).toBe(60_000);
});

test('what is asked for in a sleep ends it', async () => {
  const wake = waker();
  setTimeout(() => wake.now(), 500);
  expect(await sleepOf(wake)).toBe(500);
});

test('what was asked for during work is forgotten when its user stops it; a sleep is not', async () => {
  const wake = waker();
  wake.now();
  expect(wake.isDue()).toBe(true);
  wake.forget();
  expect(wake.isDue()).toBe(false);
  expect(await sleepOf(wake)).toBe(60_000);
  setTimeout(() => wake.forget(), 10);
  expect(await sleepOf(wake)).toBe(60_000);
});
