/**
 * Who goes first when many laptops come at once, after an outage say: what they bring is nowhere else, and they fetch ten times as
 * much. So pushes go before pulls, and no pull waits for ever.
 */
import { setImmediate as afterIO, setTimeout as sleep } from 'node:timers/promises';
import fastq from 'fastq';
import type { Store } from '../store/store.ts';

export interface Turns {
  bring: <T>(work: () => Promise<T>) => Promise<T>;
  fetch: <T>(work: () => Promise<T>) => Promise<T>;
}

type Work = () => Promise<unknown>;

/** A page waits no longer for pushes once its turn has come. Then they still get most of the time. */
const PATIENCE_MS = 500;
/**
 * SQLite does one thing at a time in any case. PostgreSQL does several, and there pushes wait for their unit (`inTurn` in
 * store/registers.ts): those of one unit must not take all places.
 */
const AT_ONCE = { sqlite: { bring: 1, fetch: 1 }, postgres: { bring: 1000, fetch: 2 } };

export function makeTurns({ kind }: Pick<Store, 'kind'>): Turns {
  const bringing = fastq.promise(run, AT_ONCE[kind].bring);
  const fetching = fastq.promise(async (work: Work) => {
    await Promise.race([bringing.drained(), sleep(PATIENCE_MS, undefined, { ref: false })]);
    return run(work);
  }, AT_ONCE[kind].fetch);
  return {
    bring: <T>(work: () => Promise<T>) => bringing.push(work) as Promise<T>,
    fetch: <T>(work: () => Promise<T>) => fetching.push(work) as Promise<T>,
  };
}

/** SQLite answers at once: one after the other would never let Node look whether somebody new is at the door. */
async function run(work: Work): Promise<unknown> {
  await afterIO();
  return work();
}
