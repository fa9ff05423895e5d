/** What several measurements measure and write in the same way. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { Locator, Page } from '@playwright/test';

export const machine = (): string =>
  `${cpus()[0]?.model ?? ''}, ${cpus().length} cores, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;

/** Seconds as `median (least–most)`. */
export function spread(all: readonly number[] = []): string {
  const sorted = [...all].sort((a, b) => a - b);
  const of = (i: number) => (sorted.at(i) ?? 0).toFixed(2);
  return `${of(Math.floor(sorted.length / 2))} (${of(0)}–${of(-1)})`;
}

/** Whole milliseconds below which this share of the times is. */
export const quantile = (times: readonly number[], share: number): number =>
  Math.round([...times].sort((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0);

/** From now on it is noted how long each key in the input takes to the frame that shows it. */
export const noteKeys = (input: Locator): Promise<void> =>
  input.evaluate((element) => {
    const times: number[] = [];
    (window as unknown as { keyTimes: number[] }).keyTimes = times;
    element.addEventListener('keydown', ({ timeStamp }) => {
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp)));
    });
  });

/** What was noted, ms. */
export const notedKeys = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);

/** What an earlier run wrote. @param none when there was no run */
export function readResults<T>(file: string, none: T): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return none;
    throw error;
  }
}
