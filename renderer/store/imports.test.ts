/** An import writes what the repository would have written, only faster; and it can be taken back. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { CHILDREN_OF_CLIENT } from '#core/model/collections.ts';
import { type Database, openDatabase, rowsOf, setMeta } from './database.ts';
import { emptyFilled, type Filling, filledClients, importChunk, importedRecords, type NewRow } from './imports.ts';
import { collectUnsent, settle } from './outbox.ts';
import { InvalidValueError, removeAll, save } from './repository.ts';
import { countUnsent, readUnsent } from './unsent.ts';

let database: Database;
let count = 0;

async function newDatabase(): Promise<Database> {
  const fresh = openDatabase(`imports-${count++}`);
  let now = Date.parse('2026-11-25T02:00:00Z');
  fresh.now = () => now++;
  await setMeta(
    'device',
    { deviceId: 'd_ningsih', user: 'ningsih', unit: 'plut', role: 'coordinator' } as never,
    fresh,
  );
  return fresh;
}
beforeEach(async () => {
  database = await newDatabase();
});

const consentOf = (clientId: string) => ({
  clientCollection: 'businesses',
  clientId,
  purposeMentoring: true,
  givenOn: '2026-01-05',
  way: 'paper',
});
const row = (n: number, more: NewRow['values'] = {}): NewRow => ({
  id: `imp.${n}`,
  values: { name: `Usaha ${n}`, brand: 'Merek', ...more },
  children: [
    { collection: 'consents', id: `imp.${n}.c`, values: consentOf(`imp.${n}`) },
    {
      collection: 'yearlyStates',
      id: `imp.${n}.s`,
      values: { clientCollection: 'businesses', clientId: `imp.${n}`, sales: n },
    },
  ],
});
const importRows = (...numbers: number[]) =>
  importChunk('imp', 'businesses', { rows: numbers.map((n) => row(n)), fillings: [] }, database);
const fillIn = (filling: Partial<Filling>) =>
  importChunk(
    'imp',
    'businesses',
    { rows: [], fillings: [{ id: 'old', values: {}, state: null, consent: null, ...filling }] },
    database,
  );
const valuesOf = async (collection: 'businesses' | 'yearlyStates' | 'consents', id: string) =>
  (await rowsOf(database, collection).get(id))?.values;
const withoutTimes = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value)
      .replace(/[0-9a-f]{12}-[0-9a-f]{4}@/g, '@')
      .replace(/2026-11-25T[\d:.]+Z/g, 'T'),
  );

test('rows, registers and outbox are those that saving one by one makes', async () => {
  await importRows(1, 2);
  const one = await newDatabase();
  for (const n of [1, 2]) {
    const { id, values, children } = row(n);
    for (const child of children) await save(child.collection, child.id, child.values as never, {}, one);
    await save('businesses', id, { ...values, importId: 'imp' } as never, {}, one);
  }
  for (const table of ['businesses', 'consents', 'yearlyStates'] as const) {
    expect(withoutTimes(await rowsOf(database, table).toArray())).toEqual(
      withoutTimes(await rowsOf(one, table).toArray()),
    );
  }
  const outboxOf = async (of: Database) =>
    withoutTimes((await readUnsent(of)).filter(({ collection }) => collection !== 'imports'));
  expect(await outboxOf(database)).toEqual(await outboxOf(one));
  const stamps = (await readUnsent(database)).map(({ stamp }) => stamp);
  expect(new Set(stamps).size).toBe(stamps.length);
});

test('a chunk that comes again after a cut makes nothing twice, and the count stays true', async () => {
  expect(await importRows(1, 2)).toEqual({ taken: 2, completed: 0 });
  const before = await readUnsent(database);
  expect(await importRows(2, 3)).toEqual({ taken: 3, completed: 0 });
  expect(await database.businesses.count()).toBe(3);
  expect((await rowsOf(database, 'imports').get('imp'))?.values.taken).toBe(3);
  const after = new Map((await readUnsent(database)).map((entry) => [`${entry.id}/${entry.field}`, entry.stamp]));
  for (const { id, field, stamp } of before) if (id !== 'imp') expect(after.get(`${id}/${field}`)).toBe(stamp);
});

test('a value that is none stops the whole chunk', async () => {
  const rows = [row(1), row(2, { ownerNik: '12' })];
  await expect(importChunk('imp', 'businesses', { rows, fillings: [] }, database)).rejects.toThrow(InvalidValueError);
  expect(await database.businesses.count()).toBe(0);
  expect(await countUnsent(database)).toBe(0);
});

describe('undo', () => {
  const find = (id: string) =>
    importedRecords('imp', 'businesses', database).then((all) => all.find((one) => one.id === id));

  test('knows what was edited or added to since, by whomever', async () => {
    await importRows(1, 2, 3, 4, 5);
    await save('businesses', 'imp.2', { brand: 'Lain' }, {}, database);
    await save('yearlyStates', 'imp.3.s', { sales: 9 }, {}, database);
    await save(
      'sessions',
      'x',
      { clientCollection: 'businesses', clientId: 'imp.4', lockedAt: '2026-11-25T02:00:00Z' },
      {},
      database,
    );
    const stranger = await rowsOf(database, 'businesses').get('imp.5');
    if (stranger?.marks.name) stranger.marks.name.stamp = `000000000000-0000@d_other`;
    await rowsOf(database, 'businesses').put(stranger as never);
    expect(await importedRecords('imp', 'businesses', database)).toEqual([
      { id: 'imp.1', name: 'Usaha 1', edited: false, locked: false },
      { id: 'imp.2', name: 'Usaha 2', edited: true, locked: false },
      { id: 'imp.3', name: 'Usaha 3', edited: true, locked: false },
      { id: 'imp.4', name: 'Usaha 4', edited: true, locked: true },
      { id: 'imp.5', name: 'Usaha 5', edited: true, locked: false },
    ]);
  });

  test('deletes what was made with all that belongs to it, except what is locked', async () => {
    await importRows(1, 2);
    await save(
      'sessions',
      'x',
      { clientCollection: 'businesses', clientId: 'imp.2', lockedAt: '2026-11-25T02:00:00Z' },
      {},
      database,
    );
    expect(await removeAll('businesses', ['imp.1', 'imp.2'], database)).toEqual(['imp.2']);
    for (const collection of ['businesses', ...CHILDREN_OF_CLIENT] as const) {
      for (const each of await rowsOf(database, collection).toArray()) {
        expect(Boolean(each.values.deletedAt), each.id).toBe(each.id.startsWith('imp.1'));
      }
    }
    expect(await find('imp.1')).toBeUndefined();
  });

  test('of a record that the hub has: the delete says what the hub holds', async () => {
    await importRows(1);
    const { unsent } = await collectUnsent(1000, database);
    await settle(unsent, [], database);
    await removeAll('businesses', ['imp.1'], database);
    expect((await readUnsent(database)).map(({ id, field }) => `${id}.${field}`)).toEqual([
      'imp.1.deletedAt',
      'imp.1.c.deletedAt',
      'imp.1.s.deletedAt',
    ]);
  });
});

describe('a duplicate that is filled in', () => {
  beforeEach(async () => {
    await save('consents', 'c', consentOf('old') as never, {}, database);
    await save('businesses', 'old', { name: 'Lama', cluster: '', brand: null, nib: '1' }, {}, database);
  });

  test('gets what it lacks and keeps what it has; undo leaves what was edited since', async () => {
    const state = { id: 'imp.7.s', values: { clientId: 'old', asOf: '2025-12-31', sales: 5 } };
    await fillIn({ values: { name: 'Baru', brand: 'Merek', cluster: 'Napu', nib: '2' }, state });
    expect(await valuesOf('businesses', 'old')).toMatchObject({
      name: 'Lama',
      brand: 'Merek',
      cluster: 'Napu',
      nib: '1',
    });
    expect(await valuesOf('yearlyStates', 'imp.7.s')).toMatchObject({ sales: 5 });
    expect(await filledClients('imp', database)).toEqual(['old']);

    await save('businesses', 'old', { cluster: 'Poso' }, {}, database);
    await emptyFilled('imp', 'businesses', ['old'], database);
    expect(await valuesOf('businesses', 'old')).toMatchObject({ name: 'Lama', brand: null, cluster: 'Poso', nib: '1' });
    expect((await valuesOf('yearlyStates', 'imp.7.s'))?.deletedAt).toBeTruthy();
    expect(await filledClients('imp', database)).toEqual([]);
  });

  test('a yearly state of the same day is filled in, not doubled', async () => {
    await save('yearlyStates', 's', { clientId: 'old', asOf: '2025-12-31', sales: 1 }, {}, database);
    const state = { id: 'imp.7.s', values: { clientId: 'old', asOf: '2025-12-31', sales: 5, profit: 2 } };
    await fillIn({ state });
    expect(await valuesOf('yearlyStates', 's')).toMatchObject({ sales: 1, profit: 2 });
    expect(await valuesOf('yearlyStates', 'imp.7.s')).toBeUndefined();
    await emptyFilled('imp', 'businesses', ['old'], database);
    expect(await valuesOf('yearlyStates', 's')).toMatchObject({ sales: 1, profit: null });
  });

  test('with nothing to fill in counts for nothing', async () => {
    expect(await fillIn({ values: { name: 'Baru' } })).toEqual({ taken: 0, completed: 0 });
    expect(await filledClients('imp', database)).toEqual([]);
  });
});
