/** Records of a collection that only a newer version knows: this laptop may hold the last copy, and must not stumble over it. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { edit } from '#core/register/register.ts';
import { openDatabase, setMeta } from './database.ts';
import { storeEnrolment } from './device.ts';
import { erase, planErasure, sweepErased } from './erasure.ts';
import { beginRecovery, collectUnsent, settle } from './outbox.ts';
import { drop, save } from './repository.ts';
import { newRow, setRegister } from './rows.ts';
import { readUnsent, unsentField } from './unsent.ts';

const KEY = ['novelties', 'n', 'name'] as [string, string, string];
const answer = (deviceId: string) =>
  ({ deviceId, user: 'sari', unit: 'unit-a', profile: { role: 'consultant' }, unitKey: 'k', hubKey: 'k' }) as never;

test('after a restore of the hub it is offered, keeps its stamp under a new name of the laptop, and cannot be dropped', async () => {
  const database = openDatabase('others');
  await setMeta('device', { deviceId: 'd_sarisari', user: 'sari', unit: 'unit-a' } as never, database);
  const row = newRow('n', 'unit-a');
  setRegister(row, 'name', edit(undefined, '01a20c9374c0-0001@d_budibudi' as never, 'budi', 'Baru'));
  await database.others.put({ ...row, collection: 'novelties' });

  await beginRecovery('consultant', database);
  const [entry] = await readUnsent(database);
  expect(entry).toMatchObject({ collection: 'novelties', id: 'n', field: 'name', hadBefore: 'all' });
  await storeEnrolment('http://hub', 'Laptop', answer('d_lainlain'), {} as never, database);
  expect(await unsentField(database, KEY)).toEqual(entry);

  const [collection, id, field] = KEY;
  const refusal = { collection, id, field, code: 'unknown_field' as const, message: '' };
  await settle([{ entry: entry as never, register: {} as never }], [refusal], database);
  expect(await database.attention.count()).toBe(1);
  await drop(collection, id, field, database);
  expect((await database.others.get(['novelties', 'n']))?.values).toEqual({ name: 'Baru' });
});

test('those that name an erased person, or belong to one that does, are emptied and deleted, here and on the hub', async () => {
  const database = openDatabase('others-erased');
  const device = { deviceId: 'd_ningsihn', user: 'ningsih', unit: 'unit-a', role: 'coordinator' };
  await setMeta('device', device as never, database);
  const put = async (collection: string, id: string, values: Record<string, string>) => {
    const row = (await database.others.get([collection, id])) ?? newRow(id, 'unit-a');
    for (const [i, [field, value]] of Object.entries(values).entries())
      setRegister(row, field, edit(undefined, `01a20c9374c0-000${i}@d_budibudi` as never, 'budi', value));
    await database.others.put({ ...row, collection });
  };
  await save('businesses', 'b', { name: 'Kopi Siti' }, {}, database);
  await put('novelties', 'n', { clientId: 'b', note: 'Siti di Palu' });
  await put('noveltyRows', 'r', { parent: 'n', text: 'rumah Siti' });
  await put('novelties', 'other', { clientId: 'b2', note: 'Tentang Budi' });

  expect((await planErasure('businesses', 'b', database)).erased.map(({ id }) => id).sort()).toEqual(['b', 'n', 'r']);
  await erase('businesses', 'b', undefined, database);
  const held = async () => JSON.stringify([await database.others.toArray(), await readUnsent(database)]);
  expect(await held()).not.toContain('Siti');
  expect((await database.others.get(['novelties', 'n']))?.values).toMatchObject({ clientId: 'b', note: null });
  expect((await database.others.get(['noveltyRows', 'r']))?.values.deletedAt).toMatchObject({ with: 'b' });
  expect((await database.others.get(['novelties', 'other']))?.values).toEqual({ clientId: 'b2', note: 'Tentang Budi' });
  const { records } = await collectUnsent(100, database);
  const sent = records.find(({ id }) => id === 'r');
  expect(Object.keys(sent?.registers ?? {}).sort()).toEqual(['deletedAt', 'erasedAt', 'text']);

  // What comes later is emptied by the sweep, once.
  await put('novelties', 'late', { clientId: 'b', note: 'Siti lagi' });
  expect([await sweepErased(database), await sweepErased(database)]).toEqual([1, 0]);
  expect(await held()).not.toContain('Siti');
});
