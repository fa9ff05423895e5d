/** A round of sync on a disk with little room. What rounds do otherwise is shown in simulation/ and e2e/engine.spec.ts. */
import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import type { PullAnswer } from '#core/wire/protocol.ts';
import { type Database, type Device, getMeta, openDatabase, setMeta } from '../store/database.ts';
import { type Engine, syncOnce } from './engine.ts';
import type { HubCalls } from './hub.ts';

let database: Database;
afterEach(() => database.delete());

/** Of a hub that has so many changes, of which it gives one page. */
async function round(changes: number, free: number | undefined) {
  database = openDatabase('engine');
  await setMeta('device', { deviceId: 'd', user: 'sari', unit: 'plut' } as Device, database);
  let pulls = 0;
  const pull = async (): Promise<Partial<PullAnswer>> => {
    pulls += 1;
    return { records: [], next: pulls === 1 ? 500 : changes, latest: changes, more: pulls === 1 && changes > 500 };
  };
  const engine = {
    ...{ database, app: '1', newName: () => 'round', elapsed: () => 0, free: async () => free },
    connect: () => ({ pull, health: async () => {} }) as unknown as HubCalls,
  } as unknown as Engine;
  const status = await syncOnce(engine).catch((error: Error) => error);
  return { status, cursor: await getMeta('cursor', database) };
}

test('much that is to come is not begun where it would fill the disk, and the screen has a reason to show', async () => {
  const { status, cursor } = await round(1_000_000, 500_000_000);
  expect(status).toMatchObject({ state: 'problem', problem: 'disk_low' });
  expect(cursor).toBeUndefined();
});

test.each([
  [200, 50_000_000],
  [1_000_000, 5_000_000_000],
  [1_000_000, undefined],
])('%d changes are taken with %s bytes left', async (changes, free) => {
  expect((await round(changes, free)).cursor).toBe(changes);
});
