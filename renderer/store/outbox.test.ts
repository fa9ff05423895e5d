import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { getMeta, openDatabase, setMeta } from './database.ts';
import { passSent, type Unsent } from './outbox.ts';

const sent = (collection: string, field: string): Unsent[] => [
  { entry: { collection, id: 'k1', field, stamp: 's' }, register: { heads: [], seen: {} } } as unknown as Unsent,
];

test('the cursor passes what was just sent, and nothing else', async () => {
  const database = openDatabase('pass-sent');
  await setMeta('cursor', 10, database);
  const passed = async (since: number | undefined, of: Unsent[]) => {
    await passSent({ sequence: 30, ...(since === undefined ? {} : { since }) }, of, database);
    return getMeta('cursor', database);
  };
  const name = sent('businesses', 'name');
  // Something else is new, too; or was new before.
  expect(await passed(undefined, name)).toBe(10);
  expect(await passed(12, name)).toBe(10);
  // These do something when they come from the hub.
  for (const [collection, field] of [
    ['sessions', 'lockedAt'],
    ['businesses', 'erasedAt'],
    ['subjectRequests', 'closedOn'],
  ] as const)
    expect(await passed(10, [...name, ...sent(collection, field)])).toBe(10);
  expect(await passed(10, name)).toBe(30);
});
