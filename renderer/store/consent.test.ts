/** Without a consent that runs nothing beyond the minimal record is written, by whatever road; and it is found where it stands. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import type { Json } from '#core/register/register.ts';
import { clientsBeyondMinimum } from './consent.ts';
import { type Database, openDatabase, rowsOf, setMeta } from './database.ts';
import { importChunk } from './imports.ts';
import { ConsentMissingError, decide, lock, remove, save } from './repository.ts';
import { flagged, newRow, registerOf, setRegister } from './rows.ts';

let database: Database;
let count = 0;
const OF_CLIENT = { clientCollection: 'businesses', clientId: 'b' } as const;
const CONSENT = { ...OF_CLIENT, purposeMentoring: true, givenOn: '2026-01-05', way: 'oral' };
const write = (collection: Parameters<typeof save>[0], id: string, values: Record<string, Json>) =>
  save(collection, id, values as never, {}, database);
const valuesOf = async (collection: 'businesses' | 'sessions', id: string) =>
  (await rowsOf(database, collection).get(id))?.values;

beforeEach(async () => {
  database = openDatabase(`consent-${count++}`);
  const device = { deviceId: 'd_ningsihn', user: 'ningsih', unit: 'plut', role: 'coordinator' };
  await setMeta('device', device as never, database);
  await write('businesses', 'b', { name: 'Kopi Napu' });
});

test('refused as a whole: of the client itself and of what is recorded of it', async () => {
  await expect(write('businesses', 'b', { name: 'Kopi', brand: 'Napu' })).rejects.toThrow(ConsentMissingError);
  await expect(write('businesses', 'new', { name: 'Kopi', brand: 'Napu' })).rejects.toThrow(ConsentMissingError);
  await expect(write('sessions', 's', { ...OF_CLIENT, date: '2026-02-01' })).rejects.toThrow(ConsentMissingError);
  expect(await valuesOf('businesses', 'b')).toMatchObject({ name: 'Kopi Napu' });
  expect(await database.businesses.count()).toBe(1);
  expect(await database.sessions.count()).toBe(0);
});

test('the minimal record, empty values, and what is of a client that is not here are written', async () => {
  await write('businesses', 'b', { sector: 'A', brand: null });
  await write('sessions', 's', { clientCollection: 'businesses', clientId: 'elsewhere', date: '2026-02-01' });
  expect(await valuesOf('sessions', 's')).toMatchObject({ date: '2026-02-01' });
});

test('a withdrawal holds what is there: it can be locked, emptied and deleted, and one of its values be chosen', async () => {
  await write('consents', 'c', CONSENT);
  await write('businesses', 'b', { brand: 'Napu' });
  await write('sessions', 's', { ...OF_CLIENT, advice: 'Catat kas' });
  await write('consents', 'c', { withdrawnOn: '2026-03-01' });
  await expect(write('businesses', 'b', { brand: 'Lain' })).rejects.toThrow(ConsentMissingError);
  await expect(write('sessions', 's', { advice: 'Lain' })).rejects.toThrow(ConsentMissingError);
  const row = (await rowsOf(database, 'businesses').get('b')) ?? newRow('b', 'plut');
  const register = registerOf(row, 'brand');
  if (!register) throw new Error('there is none');
  const other = { stamp: '0198c0de1234-0000@d_another', by: 'sari', value: 'Sari' } as never;
  setRegister(row, 'brand', { ...register, heads: [...register.heads, other] });
  await rowsOf(database, 'businesses').put(flagged(row));
  const both = registerOf(row, 'brand');
  if (!both) throw new Error('there is none');
  await expect(decide('businesses', 'b', 'brand', 'Ketiga', both, database)).rejects.toThrow(ConsentMissingError);
  await decide('businesses', 'b', 'brand', 'Sari', both, database);
  expect(await valuesOf('businesses', 'b')).toMatchObject({ brand: 'Sari' });
  await lock('sessions', 's', '2026-03-02T00:00:00Z', database);
  await write('businesses', 'b', { brand: null });
  expect(await valuesOf('businesses', 'b')).toMatchObject({ brand: null });
});

test('a candidate agrees in the same record, and what belongs to the candidate waits too', async () => {
  await write('candidates', 'k', { name: 'Rina', year: 2026 });
  await expect(write('candidates', 'k', { phone: '0812' })).rejects.toThrow(ConsentMissingError);
  await expect(write('grantBudget', 'g', { parent: 'k', item: 'Oven' })).rejects.toThrow(ConsentMissingError);
  await write('candidates', 'k', { consentOn: '2026-01-05', consentWay: 'paper', phone: '0812' });
  await write('grantBudget', 'g', { parent: 'k', item: 'Oven' });
});

test('an import brings more than the minimum only together with the consent', async () => {
  const row = (children: Record<string, Json>[]) => ({
    id: 'i',
    values: { name: 'Impor', brand: 'Merek' },
    children: children.map((values, n) => ({ collection: 'consents' as const, id: `i.${n}`, values })),
  });
  const take = (children: Record<string, Json>[]) =>
    importChunk('imp', 'businesses', { rows: [row(children)], fillings: [] }, database);
  await expect(take([])).rejects.toThrow(ConsentMissingError);
  await take([{ ...CONSENT, clientId: 'i' }]);
  expect(await valuesOf('businesses', 'i')).toMatchObject({ brand: 'Merek' });
});

test('who is held beyond the minimum without consent', async () => {
  const standing = async () => [...(await clientsBeyondMinimum(database))];
  expect(await standing()).toEqual([]);
  await write('consents', 'c', CONSENT);
  await write('sessions', 's', { ...OF_CLIENT, advice: 'Catat kas' });
  expect(await standing()).toEqual([]);
  await write('consents', 'c', { withdrawnOn: '2026-03-01' });
  expect(await standing()).toEqual(['b']);
  await remove('sessions', 's', database);
  expect(await standing()).toEqual([]);
});
