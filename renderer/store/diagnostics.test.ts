/** The information for support names nobody. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { checkStore } from './checkup.ts';
import { openDatabase, setMeta } from './database.ts';
import { diagnose } from './diagnostics.ts';
import { save } from './repository.ts';

/** Everything that tells of a person or names them, wherever it lies. */
const PERSONAL = [
  'Ningsih Wulandari',
  'ningsih.w',
  'laptop-ningsih',
  'd_rahasia1',
  'token-rahasia',
  'hub.rahasia.example',
  'Kopi Napu Jaya',
  'Bu Sartika',
  '7271011504850003',
  '081234567890',
  'Jalan Melati 5',
  'Utang ke rentenir',
  'coretan pribadi',
  'pesan dari hub tentang Sartika',
  'sisihan pribadi',
];

test('it holds counts, codes and states, and none of what was typed', async () => {
  const database = openDatabase('diagnostics');
  const device = {
    ...{ deviceId: 'd_rahasia1', deviceName: 'laptop-ningsih', token: 'token-rahasia', user: 'ningsih.w' },
    ...{ hub: 'https://hub.rahasia.example', userName: 'Ningsih Wulandari', unit: 'unit-a', role: 'coordinator' },
    timeZone: 'WITA',
  };
  await setMeta('device', device as never, database);
  const consent = { clientId: 'b', purposeMentoring: true, givenOn: '2026-01-05', way: 'paper' };
  await save('consents', 'c', { ...consent, clientCollection: 'businesses' }, {}, database);
  const values = { name: 'Kopi Napu Jaya', ownerName: 'Bu Sartika', ownerNik: '7271011504850003' };
  await save(
    'businesses',
    'b',
    { ...values, ownerPhone: '081234567890', ownerAddress: 'Jalan Melati 5' },
    {},
    database,
  );
  const session = { clientCollection: 'businesses', clientId: 'b', problem: 'Utang ke rentenir' } as const;
  await save('sessions', 's', session, {}, database);
  await database.inputs.put({ collection: 'businesses', id: 'b', field: 'email', text: 'coretan pribadi' });
  const refusal = { code: 'locked', message: 'pesan dari hub tentang Sartika', at: '2026-11-26T00:00:00Z' };
  await database.attention.put({ collection: 'businesses', id: 'b', field: 'name', stamp: 'x', ...refusal });
  const aside = { table: 'businesses', key: 'b', at: '2026-11-26T00:00:00Z', row: { text: 'sisihan pribadi' } };
  await setMeta('setAside', [aside], database);
  await setMeta('sync', { state: 'problem', problem: 'unauthorised', clockError: 5 }, database);

  const surroundings = {
    ...{ app: '1.0.0', platform: 'linux', language: 'id', made: '2026-11-26T00:00:00Z', free: 1, used: 2 },
    ...{
      persisted: true,
      backups: [{ created: '2026-11-25T00:00:00Z', size: 3, version: 90, app: '1.0.0' }],
      unsaved: 0,
    },
  };
  const made = await diagnose(database, surroundings, await checkStore(database));
  const text = JSON.stringify(made);
  for (const personal of PERSONAL) expect(text).not.toContain(personal);
  expect(made).toMatchObject({
    store: { counts: { businesses: 1, sessions: 1, inputs: 1 } },
    ...{ refused: { locked: 1 }, setAside: { businesses: 1 }, sync: { state: 'problem', problem: 'unauthorised' } },
    ...{ check: { broken: 0 }, timeZone: 'WITA' },
  });
  // Every text in the store that is not a code or a count would be found by its absence here.
  const allowed = new Set(['1.0.0', 'linux', 'id', 'problem', 'unauthorised', 'WITA']);
  const texts = [...text.matchAll(/:"([^"]*)"/g)].map((match) => match[1] as string);
  expect(texts.filter((each) => !allowed.has(each) && Number.isNaN(Date.parse(each)))).toEqual([]);
});
