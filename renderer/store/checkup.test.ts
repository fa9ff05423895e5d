/** What is damaged is found and mended from here, from a snapshot or by the hub; nothing is dropped. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { attach, readFile } from './attachments.ts';
import { checkStore, isSound, repairStore, type StoreFindings } from './checkup.ts';
import { type Database, getMeta, openDatabase, setMeta } from './database.ts';
import { openRaw, writePage } from './raw.ts';
import { remove, save } from './repository.ts';
import type { Row } from './rows.ts';
import { makeSnapshot } from './snapshot.ts';
import { unsentOf } from './unsent.ts';

let database: Database;
let photo: string;
let hash: string;
let count = 0;

beforeEach(async () => {
  database = openDatabase(`checkup-${count++}`);
  const device = { deviceId: 'd_ningsihn', user: 'ningsih', unit: 'unit-a', role: 'coordinator' };
  await setMeta('device', device as never, database);
  await setMeta('cursor', 5, database);
  await save('businesses', 'b', { name: 'Kopi Napu' }, {}, database);
  await save('businesses', 'gone', { name: 'Tutup' }, {}, database);
  await remove('businesses', 'gone', database);
  const consent = { clientId: 'b', purposeMentoring: true, givenOn: '2026-01-05', way: 'paper' };
  await save('consents', 'c', { ...consent, clientCollection: 'businesses' }, {}, database);
  await save('sessions', 's', { clientCollection: 'businesses', clientId: 'b', problem: 'Kemasan' }, {}, database);
  const owner = { collection: 'sessions', id: 's', client: { collection: 'businesses', id: 'b' } } as const;
  photo = await attach(owner, new Blob(['a photo']), { kind: 'photo' }, database);
  hash = String((await database.attachments.get(photo))?.values.hash);
});

/** Writes past the app, as damage does. */
async function damage(table: string, row: object): Promise<void> {
  const raw = (await openRaw(database.name)) as IDBDatabase;
  await writePage(raw, table, [row]);
  raw.close();
}

async function snapshot(): Promise<() => AsyncIterable<Uint8Array>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of makeSnapshot({ database: database.name, app: '1', now: 1 })) pieces.push(piece);
  return async function* () {
    yield* pieces;
  };
}

const business = async () => (await database.businesses.get('b')) as Row;
const check = (): Promise<StoreFindings> => checkStore(database);
const repair = async (snapshots: (() => AsyncIterable<Uint8Array>)[] = []) =>
  repairStore(database, await check(), snapshots);

test('a sound store is called sound, and is told row by row', async () => {
  let last = [0, 0];
  const findings = await checkStore(database, {
    progress: (...now) => {
      last = now;
    },
  });
  expect(isSound(findings)).toBe(true);
  expect(findings.counts.businesses).toBe(2);
  expect(last[0]).toBeLessThanOrEqual(last[1] as number);
  await expect(checkStore(database, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
});

test('an index that does not say what a record is is made anew', async () => {
  const row = (await database.businesses.get('gone')) as Row;
  await damage('businesses', { ...row, flags: [] });
  await damage('businesses', { ...(await business()), flags: ['deleted'] });
  expect((await check()).flags).toHaveLength(2);
  expect(await repair()).toMatchObject({ here: 2 });
  expect((await database.businesses.get('gone'))?.flags).toEqual(['deleted']);
  expect(isSound(await check())).toBe(true);
});

test('a damaged record comes back from the latest snapshot that has it whole, with what was written since', async () => {
  const older = await snapshot();
  await save('businesses', 'b', { name: 'Kopi Napu Jaya', brand: 'Napu' }, {}, database);
  const row = await business();
  await damage('businesses', { ...row, values: { ...row.values, name: 'Rusak' }, marks: { ...row.marks, name: 7 } });
  const worse = await snapshot();
  expect((await check()).broken).toEqual([{ table: 'businesses', key: 'b' }]);
  expect(await repair([worse, older])).toMatchObject({ fromSnapshot: 1, fromHub: 0 });
  expect((await business()).values).toMatchObject({ name: 'Kopi Napu', brand: 'Napu' });
  // The newer name may be at the hub: all is pulled again. What lay there is kept.
  expect(await getMeta('cursor', database)).toBeUndefined();
  expect(await getMeta('setAside', database)).toMatchObject([{ table: 'businesses', key: 'b', row: { id: 'b' } }]);
  expect(isSound(await check())).toBe(true);
});

test.each([
  ['no record at all', { id: 'b', rubbish: true }],
  ['marks that are a text', { id: 'b', unit: 'unit-a', values: { name: 'x' }, marks: 'x' }],
])('without a snapshot what can be read stays, and the hub is asked for the rest: %s', async (_, row) => {
  await damage('businesses', row);
  expect(await repair()).toMatchObject({ fromSnapshot: 0, fromHub: 1 });
  expect(await database.businesses.get('b')).toBeUndefined();
  expect(await getMeta('setAside', database)).toMatchObject([{ table: 'businesses', row }]);
  // What waited to be sent of it goes nowhere any more, and is set aside too.
  expect((await check()).orphans).toEqual([{ table: 'unsent', key: ['businesses', 'b'] }]);
  await repair();
  expect(await getMeta('setAside', database)).toHaveLength(2);
  expect(isSound(await check())).toBe(true);
});

test('of a record that waits, what is there is still sent: also when nobody can read which of its fields those are', async () => {
  const waiting = await unsentOf(database, 'businesses', 'b');
  const [record] = await database.unsent.where({ collection: 'businesses', id: 'b' }).toArray();
  await damage('unsent', { ...record, stamps: { ...record?.stamps, gone: 'x' } });
  expect(await repair()).toMatchObject({ aside: 1 });
  expect(await unsentOf(database, 'businesses', 'b')).toEqual(waiting);

  await damage('unsent', { collection: 'businesses', id: 'b', fields: 1, rubbish: true });
  expect(await repair()).toMatchObject({ aside: 1 });
  const fields = Object.keys((await business()).marks).sort();
  expect((await unsentOf(database, 'businesses', 'b')).map(({ field }) => field).sort()).toEqual(fields);
  expect(isSound(await check())).toBe(true);
});

test('what waits for nothing, and an input that is none, are set aside', async () => {
  await damage('unsent', { collection: 'businesses', id: 'none', fields: 1, stamps: { name: 'x' } });
  await damage('inputs', { collection: 'businesses', id: 'b', field: 'name', text: 5 });
  expect(await check()).toMatchObject({ orphans: [{ table: 'unsent' }], inputs: [{ table: 'inputs' }] });
  expect(await repair()).toMatchObject({ aside: 2 });
  expect(await getMeta('setAside', database)).toHaveLength(2);
  expect(isSound(await check())).toBe(true);
});

test('a photo that was damaged or lost comes back from a snapshot; one that nobody has is told', async () => {
  const whole = await snapshot();
  await damage('files', { hash, file: new Blob(['rubbish']), heldSince: '2026-01-01T00:00:00Z' });
  expect((await check()).files).toEqual([hash]);
  expect(await repair()).toMatchObject({ files: 1 });
  expect(await repair([whole])).toMatchObject({ fromSnapshot: 1, files: 0 });
  expect(await (await readFile(photo, database))?.text()).toBe('a photo');
  await database.files.delete(hash);
  expect((await check()).lostFiles).toEqual([hash]);
  expect(await repair([whole])).toMatchObject({ fromSnapshot: 1 });
  expect(isSound(await check())).toBe(true);
});

test('a clock of stamps that fell behind is put forward, and a value of no known type is only told', async () => {
  await setMeta('clock', '000000000000-0000', database);
  expect((await check()).clock).not.toBeNull();
  await repair();
  expect(isSound(await check())).toBe(true);
  const row = await business();
  await damage('businesses', { ...row, values: { ...row.values, name: { text: 'from a newer version' } } });
  const findings = await check();
  expect(findings.values).toEqual({ 'businesses.name': 1 });
  expect(isSound(findings)).toBe(true);
});
