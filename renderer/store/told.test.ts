import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { openDatabase } from './database.ts';
import { newRow } from './rows.ts';
import { type Told, watchWritten } from './told.ts';

const rows = (count: number) => Array.from({ length: count }, (_, i) => newRow(`id-${i}`, 'plut'));

test('what one transaction wrote is told by ids once it is on the disk, however much it is; of one that failed nothing', async () => {
  const database = openDatabase('told');
  const heard: Told[] = [];
  watchWritten((written) => heard.push(written));
  const failed = database.transaction('rw', database.businesses, async () => {
    await database.businesses.put(newRow('lost', 'plut'));
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  await database.transaction('rw', database.businesses, database.cooperatives, async () => {
    await database.businesses.bulkPut(rows(600));
    await database.cooperatives.put(newRow('one', 'plut'));
    await database.businesses.put(newRow('id-0', 'plut'));
    await database.businesses.delete('id-1');
    expect(heard).toEqual([]);
  });
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  const ids = rows(600).map(({ id }) => id);
  expect(heard).toEqual([
    { database: 'told', collection: 'businesses', ids },
    { database: 'told', collection: 'cooperatives', ids: ['one'] },
  ]);
  await database.delete();
});
