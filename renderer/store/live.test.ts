import 'fake-indexeddb/auto';
import { Dexie, RangeSet } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveQuery } from './live.ts';

let database: Dexie;
beforeEach(async () => {
  database = new Dexie(`live-${Math.random()}`);
  database.version(1).stores({ words: 'id', others: 'id' });
  await database.open();
});
afterEach(() => database.delete());

const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`);
/** As other windows and workers tell of what they wrote. */
const tellOf = (table: string, count: number) =>
  Dexie.on.storagemutated.fire({ [`idb://${database.name}/${table}/`]: new RangeSet().addKeys(keys(count)) });

describe('a live query', () => {
  it('reads again after a change of what it read, and after 5,000 changes of other things, which Dexie would go on keeping', async () => {
    let reads = 0;
    const answers: number[] = [];
    const subscription = liveQuery(() => {
      reads += 1;
      return database.table('words').count();
    }).subscribe((count) => answers.push(count), console.error);
    await vi.waitFor(() => expect(answers).toEqual([0]));
    tellOf('others', 4000);
    await database.table('words').put({ id: 'a' });
    await vi.waitFor(() => expect(answers).toEqual([0, 1]));
    expect(reads).toBe(2);
    tellOf('others', 4000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reads).toBe(2);
    tellOf('others', 4000);
    await vi.waitFor(() => expect(answers).toEqual([0, 1, 1]));
    subscription.unsubscribe();
    tellOf('others', 6000);
    await database.table('words').put({ id: 'b' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reads).toBe(3);
  });

  it('that is still reading comes to its end, however much is changed meanwhile', async () => {
    let reads = 0;
    const answers: string[] = [];
    const { promise, resolve } = Promise.withResolvers<string>();
    const subscription = liveQuery(() => {
      reads += 1;
      return promise;
    }).subscribe((word) => answers.push(word), console.error);
    await vi.waitFor(() => expect(reads).toBe(1));
    for (let i = 0; i < 3; i++) tellOf('others', 6000);
    await new Promise((done) => setTimeout(done, 50));
    expect(reads).toBe(1);
    resolve('read');
    await vi.waitFor(() => expect(answers).toEqual(['read']));
    subscription.unsubscribe();
  });
});
