/** Records of a collection that only a newer version knows: this laptop may hold the last copy, and must not stumble over it. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { edit } from '#core/register/register.ts';
import { openDatabase, setMeta } from './database.ts';
import { storeEnrolment } from './device.ts';
import { beginRecovery, settle } from './outbox.ts';
import { drop } from './repository.ts';
import { newRow, setRegister } from './rows.ts';

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
  const [entry] = await database.outbox.toArray();
  expect(entry).toMatchObject({ collection: 'novelties', id: 'n', field: 'name', hadBefore: 'all' });
  await storeEnrolment('http://hub', 'Laptop', answer('d_lainlain'), {} as never, database);
  expect(await database.outbox.get(KEY)).toEqual(entry);

  const [collection, id, field] = KEY;
  const refusal = { collection, id, field, code: 'unknown_field' as const, message: '' };
  await settle([{ entry: entry as never, register: {} as never }], [refusal], database);
  expect(await database.attention.count()).toBe(1);
  await drop(collection, id, field, database);
  expect((await database.others.get(['novelties', 'n']))?.values).toEqual({ name: 'Baru' });
});
