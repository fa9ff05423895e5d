/** Reports by the hub: the same table as on a laptop that has all, at one sequence number, on both stores. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REPORTS } from '#core/reports/index.ts';
import { type ReportRecords, readFor } from '#core/reports/report.ts';
import { runAdmin } from './admin.ts';
import { makeReport } from './reports.ts';
import { readRecords } from './store/records.ts';
import {
  type EnrolledLaptop,
  enrolLaptop,
  newUnit,
  newUser,
  pull,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from './testing/hub.ts';
import { type TestStores, testStores } from './testing/stores.ts';

const stores: TestStores = await testStores();
afterAll(() => stores.stop());

describe.each(stores.each)('reports of the hub on %s', (_name, place) => {
  let hub: TestHub;
  let laptop: EnrolledLaptop;
  beforeAll(async () => {
    hub = await testHub(place ? { place } : {});
    laptop = await enrolLaptop(hub, await newUser(hub, await newUnit(hub), 'coordinator'));
    const records = [
      ['businesses', 'b', { createdAt: '2026-01-01T00:00:00.000Z', name: 'Kopi Napu', cluster: 'Kopi "Napu"' }],
      ['businesses', 'gone', { name: 'Sudah dihapus', deletedAt: '2026-03-01T00:00:00.000Z' }],
      ['sessions', 's1', { clientId: 'b', date: '2026-03-04', field: 4, material: 'Buku\nkas', state: 'finished' }],
      ['sessions', 's2', { clientId: 'b', date: '2025-12-31', field: 4, state: 'finished' }],
      ['activities', 'a', { title: 'Pelatihan', startsOn: '2026-02-01', state: 'finished' }],
      ['attendances', 'yes', { parent: 'a', present: true, sex: 'female' }],
      ['businesses', 'twin', { name: 'Kopi Napu lagi', createdAt: '2026-01-01T00:00:00.000Z', mergedInto: 'b' }],
      ['sessions', 's3', { clientId: 'twin', date: '2026-03-05', field: 4, state: 'finished' }],
      ['attendances', 'no', { parent: 'a', present: false, sex: 'female' }],
    ] as const;
    for (const [collection, id, values] of records)
      for (const [field, value] of Object.entries(values)) write(laptop, collection, id, field, value);
    await push(
      laptop,
      records.map(([collection, id]) => recordOf(laptop, collection, id)),
    );
    await pull(laptop);
  });
  afterAll(() => hub.dispose());

  const scope = { from: '2026-01-01', to: '2026-12-31', consultant: null };

  test.each(['consultant', 'sessionsByField', 'activities', 'unitProgress'] as const)('%s', async (name) => {
    const { table, sequence } = await makeReport(hub.store, laptop.unit, name, scope);
    expect(table).toEqual(REPORTS[name].compute(await replicaFor(laptop, name), scope));
    // The sessions of a client that was merged are those of the one that stands for it.
    expect(table.rows.length).toBe(name === 'consultant' ? 2 : 1);
    expect(sequence).toBe(laptop.cursor);
  });

  test('records are the same however few are put together at a time', async () => {
    await hub.store.snapshot(async (trx) => {
      const whole = await readRecords(trx, laptop.unit, 'sessions');
      expect(whole.map(({ id }) => id)).toEqual(['s1', 's2', 's3']);
      for (const page of [1, 2, 3])
        expect(await readRecords(trx, laptop.unit, 'sessions', undefined, page)).toEqual(whole);
      const [first] = await readRecords(trx, laptop.unit, 'sessions', ['deletedAt', 'date']);
      expect(first).toEqual({ id: 's1', values: { date: '2026-03-04' } });
    });
  });

  test('by the administrator, of each unit or of one', async () => {
    const at = hub.place.data === undefined ? [] : ['--data', hub.place.data];
    const make = (...args: string[]) =>
      runAdmin([...at, 'report', 'make', ...args, '--from', '2026-01-01', '--to', '2026-12-31'], Readable.from([]));
    if (at.length === 0) process.env.DATABASE_URL = hub.place.databaseUrl;
    const { stdout } = await make('consultant', '--unit', laptop.unit);
    const [{ unit, table }] = JSON.parse(stdout).reports;
    expect(unit).toBe(laptop.unit);
    expect(table.rows).toHaveLength(2);
    expect(JSON.parse((await make('unitPlan')).stdout).reports.length).toBeGreaterThanOrEqual(1);
    expect(await make('nothing')).toMatchObject({ exitCode: 2 });
    delete process.env.DATABASE_URL;
  });
});

/** What a laptop holds, read past all of its code. */
function replicaFor(laptop: EnrolledLaptop, name: keyof typeof REPORTS): Promise<ReportRecords> {
  return readFor(REPORTS[name], async (collection) => {
    const found = new Map<string, Record<string, unknown>>();
    for (const [key, register] of laptop.replica) {
      const [of, id, field] = key.split('/') as [string, string, string];
      if (of === collection) found.set(id, { ...found.get(id), [field]: register.heads[0]?.value });
    }
    const standing = [...found].filter(([id, values]) => !('deletedAt' in values) && id !== 'twin');
    const isMoved = (values: Record<string, unknown>) => values.clientId === 'twin';
    return [
      ...standing
        .filter(([, values]) => isMoved(values))
        .map(([id, values]) => ({ id, values: { ...values, clientId: 'b' } })),
      ...standing.filter(([, values]) => !isMoved(values)).map(([id, values]) => ({ id, values })),
    ];
  });
}
