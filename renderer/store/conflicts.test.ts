import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { findConflicts } from './conflicts.ts';
import { type Database, openDatabase } from './database.ts';
import { flagged, type Row } from './rows.ts';

let count = 0;
let database: Database;
beforeEach(() => {
  database = openDatabase(`conflicts-${count++}`);
});

const mark = { stamp: '000000000001-0000@d_a', by: 'a' };
const rowOf = (id: string, values: Row['values']): Row =>
  flagged({ id, unit: 'u', values, marks: Object.fromEntries(Object.keys(values).map((name) => [name, mark])) });
const GONE = '2026-11-25T08:00:00.000Z';

// Few clients are looked up one by one, many together.
test.each([3, 700])('of %i deleted clients, those under which something stands', async (clients) => {
  const ids = Array.from({ length: clients }, (_, n) => `c${n}`);
  await database.businesses.bulkPut(ids.map((id) => rowOf(id, { name: id, deletedAt: GONE })));
  await database.businesses.put(rowOf('standing', { name: 'Kopi' }));
  await database.consents.bulkPut(ids.map((id) => rowOf(`consent-${id}`, { clientId: id, deletedAt: GONE })));
  await database.sessions.bulkPut([
    rowOf('orphan', { clientId: 'c1', date: '2026-11-20' }),
    rowOf('fine', { clientId: 'standing', date: '2026-11-20' }),
  ]);
  const found = await findConflicts(database);
  expect(found.map(({ kind, row, owner }) => [kind, row.id, owner?.row.id])).toEqual([['orphan', 'orphan', 'c1']]);
});
