/** Merging writes a field; what is recorded stays where it is, and everything can be taken back. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { type Database, db, openDatabase, rowsOf, setDatabase, setMeta } from './database.ts';
import { erase, planErasure, sweepErased } from './erasure.ts';
import { readMerges } from './merged.ts';
import { merge, separate, tellApart } from './merges.ts';
import { readRecords } from './queries.ts';
import { remove, restore, save } from './repository.ts';

let database: Database;
let count = 0;

beforeEach(async () => {
  database = openDatabase(`merges-${count++}`);
  let now = Date.parse('2026-11-25T02:00:00Z');
  database.now = () => now++;
  const device = { deviceId: 'd_ningsih', user: 'ningsih', unit: 'plut', role: 'coordinator' };
  await setMeta('device', device as never, database);
  await save('businesses', 'a', { name: 'Kopi Napu', sector: 'C' }, {}, database);
  await save('businesses', 'b', { name: 'Kopi Napoe', sector: 'I' }, {}, database);
  // Only one of them has agreed: once they are one it counts for both.
  await agree('b');
  await save('businesses', 'b', { ownerPhone: '0812' }, {}, database);
  await save('sessions', 's', { clientCollection: 'businesses', clientId: 'b', material: 'Kemasan' }, {}, database);
});

function agree(clientId: string, to: Database = database) {
  const given = { purposeMentoring: true, way: 'paper', givenOn: '2026-11-01' };
  return save('consents', `consent-${clientId}`, { ...given, clientCollection: 'businesses', clientId }, {}, to);
}

const valuesOf = async (collection: 'businesses' | 'sessions', id: string) =>
  (await rowsOf(database, collection).get(id))?.values ?? {};
const winnerOf = async (id: string) => (await readMerges(database)).winnerOf(id);
const mergeThem = (...take: string[]) => merge('businesses', { winner: 'a', loser: 'b' }, take, database);

test('the one that stays takes over what was chosen; the other one and its sessions stay as they are', async () => {
  await mergeThem('ownerPhone', 'sector');
  expect(await winnerOf('b')).toBe('a');
  expect(await valuesOf('businesses', 'a')).toMatchObject({ name: 'Kopi Napu', ownerPhone: '0812', sector: 'I' });
  expect(await valuesOf('businesses', 'b')).toMatchObject({ name: 'Kopi Napoe', ownerPhone: '0812' });
  expect((await valuesOf('sessions', 's')).clientId).toBe('b');
});

test('taken back, both are as they were, but for what was edited since', async () => {
  await mergeThem('ownerPhone', 'sector');
  await save('businesses', 'a', { sector: 'G' }, {}, database);
  await separate('businesses', 'b', database);
  expect(await winnerOf('b')).toBe('b');
  expect(await valuesOf('businesses', 'a')).toMatchObject({ ownerPhone: null, sector: 'G' });
  expect(await valuesOf('businesses', 'b')).toMatchObject({
    mergedInto: null,
    'mergeTook.a': null,
    ownerPhone: '0812',
  });
});

test('merged in opposite directions on two laptops, and taken back once', async () => {
  await mergeThem();
  await merge('businesses', { winner: 'b', loser: 'a' }, [], database);
  expect([await winnerOf('a'), await winnerOf('b')]).toEqual(['a', 'a']);
  await separate('businesses', 'b', database);
  expect([await winnerOf('a'), await winnerOf('b')]).toEqual(['a', 'b']);
});

test('a NIK that stands is not replaced, so that it is kept nowhere else', async () => {
  await agree('a');
  await save('businesses', 'a', { ownerNik: '7271010101900001' }, {}, database);
  await save('businesses', 'b', { ownerNik: '7271010101900010' }, {}, database);
  await mergeThem('ownerNik');
  expect((await valuesOf('businesses', 'a')).ownerNik).toBe('7271010101900001');
  expect((await valuesOf('businesses', 'b'))['mergeTook.a'] ?? null).toBeNull();
});

test('deleted and restored together', async () => {
  await mergeThem();
  await remove('businesses', 'a', database);
  for (const id of ['a', 'b']) expect((await valuesOf('businesses', id)).deletedAt).toBeTruthy();
  expect((await valuesOf('sessions', 's')).deletedAt).toMatchObject({ with: 'a' });
  await restore('businesses', 'a', database);
  for (const id of ['a', 'b']) expect((await valuesOf('businesses', id)).deletedAt).toBeNull();
  expect((await valuesOf('sessions', 's')).deletedAt).toBeNull();
  expect(await winnerOf('b')).toBe('a');
});

test('erased together, whichever of them is named', async () => {
  await mergeThem('ownerPhone');
  const planned = (await planErasure('businesses', 'b', database)).erased.map(({ id }) => id);
  expect(planned.sort()).toEqual(['a', 'b', 'consent-b', 's']);
  await erase('businesses', 'b', undefined, database);
  for (const id of ['a', 'b']) {
    const { erasedAt, name, ownerPhone, 'mergeTook.a': mergeTook } = await valuesOf('businesses', id);
    expect([Boolean(erasedAt), name, ownerPhone ?? null, mergeTook ?? null]).toEqual([true, null, null, null]);
  }
  expect((await valuesOf('sessions', 's')).material).toBeNull();
});

test('merged elsewhere into a client that was erased meanwhile, it is emptied as well; the other way round it stays', async () => {
  await save('businesses', 'c', { name: 'Kopi Nappu' }, {}, database);
  await erase('businesses', 'a', undefined, database);
  await save('businesses', 'b', { mergedInto: 'a' }, {}, database);
  expect(await winnerOf('b')).toBe('b');
  await sweepErased(database);
  expect((await valuesOf('businesses', 'b')).name).toBeNull();
  await save('businesses', 'a', { mergedInto: 'c' }, {}, database);
  await sweepErased(database);
  expect((await valuesOf('businesses', 'c')).name).toBe('Kopi Nappu');
});

test('lists, reports and indicators read one client, with what was recorded of both; its own comes last', async () => {
  setDatabase(openDatabase('merges-read'));
  const device = { deviceId: 'd_ningsih', user: 'ningsih', unit: 'plut', role: 'coordinator' };
  await setMeta('device', device as never, db);
  for (const id of ['a', 'b']) {
    await save('businesses', id, { name: 'Kopi Napu' });
    await agree(id, db);
    const state = { clientCollection: 'businesses', clientId: id, asOf: '2025-12-31' } as const;
    await save('yearlyStates', id === 'a' ? '1' : '2', state);
  }
  await merge('businesses', { winner: 'a', loser: 'b' }, []);
  expect((await readRecords('businesses')).map(({ id }) => id)).toEqual(['a']);
  const states = await readRecords('yearlyStates');
  expect(states.map(({ id, values }) => [id, values.clientId])).toEqual([
    ['2', 'a'],
    ['1', 'a'],
  ]);
  await separate('businesses', 'b');
  expect((await readRecords('businesses')).map(({ id }) => id)).toEqual(['a', 'b']);
  expect((await readRecords('yearlyStates')).map(({ values }) => values.clientId)).toEqual(['a', 'b']);
});

test('told apart once, and asked again', async () => {
  await tellApart('businesses', ['b', 'a'], true, database);
  expect(await valuesOf('businesses', 'a')).toMatchObject({ 'notSame.b': true });
  await tellApart('businesses', ['a', 'b'], false, database);
  expect(await valuesOf('businesses', 'a')).toMatchObject({ 'notSame.b': null });
});
