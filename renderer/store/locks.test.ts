/** A lock opens with a reason only; the reason leaves the laptop before the opening. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase, rowsOf, setMeta } from './database.ts';
import { collectUnsent, settle } from './outbox.ts';
import { lock, openLock, ReasonMissingError, save } from './repository.ts';

let database: Database;
let count = 0;
const AT = '2026-11-25T08:00:00.000Z';

beforeEach(async () => {
  database = openDatabase(`locks-${count++}`);
  database.now = () => Date.parse(AT);
  const device = { deviceId: 'd_ningsih', user: 'ningsih', unit: 'plut', role: 'coordinator' };
  await setMeta('device', device as never, database);
  await save('targetLists', 'list', { year: 2026 }, {}, database);
  await save('targets', 'target', { parent: 'list' }, {}, database);
  await lock('targetLists', 'list', AT, database);
});

const valuesOf = async (collection: 'targetLists' | 'targets', id: string) =>
  (await rowsOf(database, collection).get(id))?.values;

test('without a reason it stays locked', async () => {
  await expect(save('targetLists', 'list', { lockedAt: null }, {}, database)).rejects.toThrow(ReasonMissingError);
  expect(await valuesOf('targetLists', 'list')).toMatchObject({ lockedAt: AT });
});

test('why, who and when stand in the record and in what belongs to it, also when it is locked again', async () => {
  await openLock('targetLists', 'list', 'salah pilih', database);
  const opened = { lockedAt: null, lockOpened: { reason: 'salah pilih', by: 'ningsih', at: AT } };
  expect(await valuesOf('targetLists', 'list')).toMatchObject(opened);
  expect(await valuesOf('targets', 'target')).toMatchObject(opened);
  const again = '2026-11-26T08:00:00.000Z';
  await lock('targetLists', 'list', again, database);
  expect(await valuesOf('targets', 'target')).toMatchObject({
    lockedAt: again,
    lockOpened: { ...opened.lockOpened, lockedAgainAt: again },
  });
  await expect(save('targetLists', 'list', { lockedAt: null }, {}, database)).rejects.toThrow(ReasonMissingError);
});

test('the reason leaves before the opening', async () => {
  const { unsent } = await collectUnsent(1000, database);
  await settle(unsent, [], database);
  await openLock('targetLists', 'list', 'salah pilih', database);
  const fields = (await collectUnsent(1000, database)).unsent
    .filter(({ entry }) => entry.id === 'list')
    .map(({ entry }) => entry.field);
  expect(fields).toEqual(['lockOpened', 'lockedAt']);
});
