/** What is read for a file: nothing that was deleted or erased, nothing of it, and nobody whose processing is restricted. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { db, openDatabase, setDatabase, setMeta } from './database.ts';
import { erase } from './erasure.ts';
import { readForExport } from './exports.ts';
import { remove, save } from './repository.ts';

setDatabase(openDatabase('exports'));

const of = (clientId: string) => ({ clientCollection: 'businesses', clientId }) as const;

test('the deleted, the erased and the restricted are in no file', async () => {
  const device = { deviceId: 'd_ningsih', user: 'ningsih', userName: 'Ningsih', unit: 'plut', role: 'coordinator' };
  await setMeta('device', device as never);
  for (const client of ['kept', 'deleted', 'erased', 'restricted']) {
    await save('businesses', client, { name: `Usaha ${client}` });
    await save('consents', `consent-${client}`, {
      ...of(client),
      purposeMentoring: true,
      way: 'paper',
      givenOn: '2026-01-01',
    });
    await save('sessions', `session-${client}`, { ...of(client), material: `Materi ${client}` });
  }
  await remove('businesses', 'deleted');
  await erase('businesses', 'erased');
  // Written by a colleague who did not know yet.
  await db.sessions.put({
    id: 'late',
    unit: 'plut',
    values: { ...of('erased'), material: 'Materi erased' },
    marks: {},
  });
  await save('subjectRequests', 'request', { ...of('restricted'), requestKind: 'restriction', state: 'open' });

  const read: number[] = [];
  const sources = await readForExport(['businesses', 'sessions', 'subjectRequests'], (done) => read.push(done));
  const ids = Object.fromEntries(
    [...sources.records].map(([collection, records]) => [collection, records.map(({ id }) => id)]),
  );
  expect(ids).toEqual({ businesses: ['kept'], sessions: ['session-kept'], subjectRequests: ['request'] });
  expect(Object.fromEntries(sources.restricted)).toEqual({ businesses: 1, sessions: 1 });
  expect(sources.names.get('kept')).toBe('Usaha kept');
  expect(read.at(-1)).toBeGreaterThan(0);
});
