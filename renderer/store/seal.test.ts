/** Rows at rest: what Dexie gives back is what it was given; what lies in IndexedDB shows nothing of it. */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type Database, openDatabase, setMeta } from './database.ts';
import { newRow, type Row } from './rows.ts';
import { SealBrokenError, type SealedRow, sealerOf } from './seal.ts';
import { newDataKey } from './vault.ts';

const KEY = newDataKey();
const OTHER = newDataKey();

let database: Database;
let count = 0;
const open = (key = KEY) => openDatabase(`seal-${count}`, { key });

afterEach(async () => {
  database?.close();
  count += 1;
});

const row = (id: string, values: Row['values']): Row => ({
  ...newRow(id, 'plut'),
  values,
  marks: Object.fromEntries(Object.keys(values).map((field) => [field, { stamp: `s-${field}`, by: 'sari' }])) as never,
});

/** All that IndexedDB holds, past the middleware. */
async function onDisk(table: string): Promise<(SealedRow & { values?: object })[]> {
  const plain = openDatabase(`seal-${count}`);
  try {
    return (await plain.table(table).toArray()) as never;
  } finally {
    plain.close();
  }
}

test('every value survives, by get, by index, by cursor and after a change; the disk holds only what indexes need', async () => {
  database = open();
  const session = row('a', { clientId: 'c1', date: '2026-11-26', advice: 'Pisahkan uang usaha' });
  await database.sessions.bulkPut([session, row('b', { clientId: 'c2', advice: 'Catat setiap hari' })]);
  expect(await database.sessions.get('a')).toEqual(session);
  expect(await database.sessions.where('values.clientId').equals('c1').toArray()).toEqual([session]);
  expect(await database.sessions.filter(({ values }) => values.advice === 'Catat setiap hari').primaryKeys()).toEqual([
    'b',
  ]);
  expect((await database.sessions.orderBy('id').reverse().first())?.marks).toHaveProperty('advice');
  await database.sessions.toCollection().modify((each) => {
    each.values.advice = `${each.values.advice}!`;
  });
  expect((await database.sessions.bulkGet(['a', 'b', 'none'])).map((each) => each?.values.advice)).toEqual([
    'Pisahkan uang usaha!',
    'Catat setiap hari!',
    undefined,
  ]);
  const lying = await onDisk('sessions');
  expect(lying.map(({ values }) => values)).toEqual([{ clientId: 'c1', date: '2026-11-26' }, { clientId: 'c2' }]);
  expect(JSON.stringify(lying.map((each) => ({ ...each, sealed: latin(each.sealed) })))).not.toMatch(/uang|Catat|sari/);
});

test('files stay files, and come back with their row', async () => {
  database = open();
  await setMeta('recovering', true, database);
  await database.files.put({ hash: 'h', file: new Blob(['age-encrypted']), heldSince: '2026-11-26' });
  const held = await database.files.get('h');
  expect(held?.heldSince).toBe('2026-11-26');
  expect((await onDisk('files'))[0]?.files).toHaveLength(1);
});

test('another key opens nothing, and a row that was put in the place of another is refused', async () => {
  database = open();
  await database.businesses.bulkPut([row('a', { name: 'Kopi Napu' }), row('b', { name: 'Bawang Goreng' })]);
  database.close();
  const stranger = open(OTHER);
  await expect(stranger.businesses.get('a')).rejects.toThrow(SealBrokenError);
  stranger.close();

  const thief = openDatabase(`seal-${count}`);
  const [, b] = await thief.businesses.toArray();
  await thief.businesses.put({ ...(b as Row), id: 'a' });
  thief.close();
  database = open();
  await expect(database.businesses.get('a')).rejects.toThrow(SealBrokenError);
  expect((await database.businesses.get('b'))?.values).toEqual({ name: 'Bawang Goreng' });
});

test('what is sealed is opened again, whatever it is; a byte that changed is noticed', () => {
  const { close, open: unseal } = sealerOf(KEY, 'businesses', ['id'], ['values.clientId', 'flags']);
  const values = fc.dictionary(fc.string(), fc.jsonValue()).map((each) => JSON.parse(JSON.stringify(each)));
  fc.assert(
    fc.property(fc.string(), values, values, fc.nat(), (id, some, marks, at) => {
      const sealed = close({ id, values: some, marks });
      expect(unseal(sealed)).toEqual({ id, values: some, marks });
      const { sealedMarks = new Uint8Array() } = sealed;
      const broken = sealedMarks.slice();
      const place = at % broken.length;
      broken[place] = (broken[place] ?? 0) ^ 1;
      expect(() => ({ ...unseal({ ...sealed, sealedMarks: broken }) })).toThrow(SealBrokenError);
    }),
    { numRuns: 300 },
  );
});

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test('what names nobody lies as it is in the outbox, what the hub is known to hold does not; nowhere else is a plain row taken', async () => {
  database = open();
  const record = { collection: 'businesses', id: 'a', fields: 1, stamps: { name: 's1' } };
  const register = { heads: [{ stamp: 's0', by: 'sari', value: 'Kopi Rosmini' }], seen: {} } as never;
  const telling = { ...record, id: 'b', known: { name: { base: register } } };
  await database.unsent.bulkPut([record, telling]);
  expect(await database.unsent.toArray()).toEqual([record, telling]);
  const [plain, sealed] = await onDisk('unsent');
  expect(plain).toEqual(record);
  expect(latin((sealed as SealedRow).sealed)).not.toContain('Rosmini');
  expect(sealed).not.toHaveProperty('known');
  const sealer = sealerOf(KEY, 'businesses', ['id'], []);
  expect(() => sealer.open({ id: 'a', values: { name: 'foisted' } } as never)).toThrow(SealBrokenError);
});
