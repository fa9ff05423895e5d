import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { type Database, type FieldKey, type OutboxEntry, openDatabase } from './database.ts';
import { countUnsent, deleteUnsent, putUnsent, readUnsent, unsentField, unsentOf, unsentOfAll } from './unsent.ts';

let database: Database;
let opened = 0;
beforeEach(() => {
  database = openDatabase(`unsent-${++opened}`);
});

const register = { heads: [{ stamp: 's0', by: 'sari', value: 'Kopi' }], seen: {} } as never;
const entry = fc.record(
  {
    collection: fc.constantFrom('businesses', 'sessions'),
    id: fc.constantFrom('a', 'b', 'c'),
    field: fc.constantFrom('name', 'note', 'deletedAt'),
    stamp: fc.constantFrom('s1', 's2', 's3'),
    base: fc.constant(register),
    hadBefore: fc.constantFrom(register, 'all' as const),
  },
  { requiredKeys: ['collection', 'id', 'field', 'stamp'] },
) as fc.Arbitrary<OutboxEntry>;
const keyOf = ({ collection, id, field }: OutboxEntry): FieldKey => [collection, id, field];
const sorted = (entries: Iterable<OutboxEntry>) =>
  [...entries].sort((a, b) => (keyOf(a).join('/') < keyOf(b).join('/') ? -1 : 1));

test('by record it holds what a row for each field would hold, whatever is put and deleted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ put: fc.boolean(), entries: fc.array(entry) })), async (steps) => {
      await database.unsent.clear();
      const expected = new Map<string, OutboxEntry>();
      for (const { put, entries } of steps) {
        if (put) await putUnsent(database, entries);
        else await deleteUnsent(database, entries.map(keyOf));
        for (const each of entries) {
          if (put) expected.set(keyOf(each).join('/'), each);
          else expected.delete(keyOf(each).join('/'));
        }
      }
      expect(sorted(await readUnsent(database))).toEqual(sorted(expected.values()));
      expect(await countUnsent(database)).toBe(expected.size);
      const ofA = [...expected.values()].filter(({ collection, id }) => collection === 'sessions' && id === 'a');
      expect(sorted(await unsentOf(database, 'sessions', 'a'))).toEqual(sorted(ofA));
      expect(sorted(await unsentOfAll(database, [...ofA, ...ofA]))).toEqual(sorted(ofA));
      const name = expected.get('sessions/a/name');
      expect(await unsentField(database, ['sessions', 'a', 'name'])).toEqual(name);
    }),
    { numRuns: 60 },
  );
});

test('a record of which nothing is unsent has no row', async () => {
  await putUnsent(database, [{ collection: 'businesses', id: 'a', field: 'name', stamp: 's1' }]);
  await deleteUnsent(database, [['businesses', 'a', 'name']]);
  expect(await database.unsent.count()).toBe(0);
});

test('an outbox with a row for each field becomes one by record', async () => {
  const name = `unsent-${++opened}`;
  const old = openDatabase(name, { upTo: 11 });
  const entries = Array.from({ length: 5003 }, (_, i) => ({
    collection: 'businesses',
    id: `b${String(Math.floor(i / 3)).padStart(4, '0')}`,
    field: `f${i % 3}`,
    stamp: `s${i}`,
    ...(i % 100 === 0 ? { base: register } : {}),
  }));
  await old.table('outbox').bulkPut(entries);
  old.close();
  const now = openDatabase(name);
  expect(sorted(await readUnsent(now))).toEqual(sorted(entries));
  expect(now.tables.some((table) => table.name === 'outbox')).toBe(false);
});
