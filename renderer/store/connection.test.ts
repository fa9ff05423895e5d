import 'fake-indexeddb/auto';
import type { DBCore, Dexie, Middleware } from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { isFull, measureSpaceBy } from './space.ts';

afterEach(() => measureSpaceBy(async () => undefined));

/** As fake-indexeddb wants an event. */
const CLOSE = { type: 'close', initialized: true, eventPath: [] as unknown[], CAPTURING_PHASE: 1, AT_TARGET: 2 };
const closedByBrowser = (database: Dexie): boolean => database.backendDB().dispatchEvent({ ...CLOSE } as never);

test('a store that the browser has closed is opened again once there is room, and not before', async () => {
  measureSpaceBy(async () => 0);
  const database = openDatabase('connection-room');
  await database.meta.put({ key: 'cursor', value: 1 });

  closedByBrowser(database);
  const refused = await database.meta.get('cursor').catch((error: unknown) => error);
  expect(isFull(refused)).toBe(true);
  database.close({ disableAutoOpen: false });
  await expect(database.open()).rejects.toSatisfy(isFull);

  measureSpaceBy(async () => 1e9);
  database.close({ disableAutoOpen: false });
  expect(await database.meta.get('cursor')).toEqual({ key: 'cursor', value: 1 });
  database.close();
});

test('a write of which the browser says nothing more fails once its connection was closed', async () => {
  const database = openDatabase('connection-silent');
  database.use(silent);
  await expect(database.meta.get('cursor')).resolves.toBeUndefined();
  const write = database.meta.put({ key: 'cursor', value: 1 });
  const read = database.transaction('r', database.unsent, () => database.unsent.toArray());
  await new Promise((resolve) => setTimeout(resolve, 50));
  closedByBrowser(database);
  await expect(write).rejects.toThrow('the connection was closed');
  await expect(read).resolves.toEqual([]);
  database.close();
});

/** A browser that never answers to a write. */
const silent: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'silent',
  level: -4,
  create: (core) => ({
    ...core,
    table: (name) => ({
      ...core.table(name),
      mutate: ({ trans }) => {
        const store = (trans as unknown as IDBTransaction).objectStore(name);
        // A transaction without requests would end.
        const goOn = (until: number): void => {
          store.count().onsuccess = () => performance.now() < until && goOn(until);
        };
        goOn(performance.now() + 3000);
        return new Promise(() => {});
      },
    }),
  }),
};
