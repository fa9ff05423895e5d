/** Data of every earlier version of the tables live on in today's hub. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, describe, expect, test } from 'vitest';
import { makeStamp } from '#core/register/stamp.ts';
import { devicesAnswerSchema, historyAnswerSchema, pullAnswerSchema } from '#core/wire/protocol.ts';
import { auth, call, type Laptop, PUBLIC_KEY, pull, push, recordOf, testHub, write } from '../../testing/hub.ts';
import { testStores } from '../../testing/stores.ts';
import { openDatabase, type StorePlace } from '../store.ts';
import { migrations } from './index.ts';

const stores = await testStores();
const folder = mkdtempSync(join(tmpdir(), 'pendamping-migrations-'));
afterAll(() => {
  stores.stop();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = Object.keys(migrations);
const UNIT = 'plut-lama';
const TOKEN = 'T'.repeat(43);
const DEVICE = 'd_lama2345';
const STAMPS = ['0190c0de1234-0000', '0198c0de1234-0000'].map((hlc) => makeStamp(hlc, DEVICE)) as [string, string];

/**
 * What a hub of that version had written. Rows are given as the columns of the first version; a later version that adds a
 * column which must not be empty adds it here too.
 */
const ROWS: Record<string, Record<string, unknown>[]> = {
  units: [
    {
      id: UNIT,
      name: 'PLUT Lama (contoh)',
      level: 'province',
      region: '72',
      time_zone: 'WITA',
      unit_key: 'AGE-SECRET-KEY-1LAMA',
      sequence: 2,
      created_at: '2024-01-01T00:00:00.000Z',
    },
  ],
  users: [
    {
      id: 'sari',
      unit: UNIT,
      role: 'coordinator',
      field: 4,
      name: 'Sari (contoh)',
      password_hash: null,
      active: 1,
      created_at: '2024-01-01T00:00:00.000Z',
    },
  ],
  devices: [
    {
      id: DEVICE,
      unit: UNIT,
      user_id: 'sari',
      name: 'Laptop lama',
      public_key: PUBLIC_KEY,
      certificate: 'x',
      token_hash: createHash('sha256').update(TOKEN).digest('hex'),
      enrolled_at: '2024-01-01T00:00:00.000Z',
      revoked_at: null,
      last_push_at: '2024-02-01T00:00:00.000Z',
      future_stamps: 3,
    },
  ],
  registers: [
    {
      unit: UNIT,
      collection: 'businesses',
      id: 'b-1',
      field: 'name',
      heads: JSON.stringify([{ stamp: STAMPS[1], by: 'sari', value: 'Toko baru (contoh)' }]),
      seen: JSON.stringify({ [DEVICE]: '0198c0de1234-0000' }),
      sequence: 2,
    },
  ],
  history: STAMPS.map((stamp, i) => ({
    unit: UNIT,
    collection: 'businesses',
    id: 'b-1',
    field: 'name',
    stamp,
    by: 'sari',
    device: DEVICE,
    batch: `batch-${i}`,
    value: JSON.stringify(i === 0 ? 'Toko lama (contoh)' : 'Toko baru (contoh)'),
    replaced: JSON.stringify(i === 0 ? [] : [STAMPS[0]]),
    sequence: i + 1,
    at: `2024-01-0${i + 1}T00:00:00.000Z`,
  })),
  audit: [{ id: randomUUID(), at: '2024-01-01T00:00:00.000Z', event: 'unit_added', unit: UNIT }],
  meta: [{ key: 'hub_clock', value: '0198c0de9999-0000' }],
};

describe.each(stores.each)('migrations on %s', { timeout: 60_000 }, (_name, server) => {
  test.each(NAMES)('from %s', async (version) => {
    const place: StorePlace = server ?? { data: join(folder, version) };
    // biome-ignore lint/suspicious/noExplicitAny: the tables of that time.
    const db: Kysely<any> = openDatabase(place);
    if (server) await sql`drop schema public cascade`.execute(db);
    if (server) await sql`create schema public`.execute(db);
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateTo(
      version,
    );
    expect(error).toBeUndefined();
    for (const [table, rows] of Object.entries(ROWS)) await db.insertInto(table).values(rows).execute();
    await db.destroy();

    const hub = await testHub({ place });
    const laptop: Laptop = {
      hub,
      device: DEVICE,
      token: TOKEN,
      user: 'sari',
      unit: UNIT,
      answer: {} as Laptop['answer'],
      clock: undefined,
      now: Date.now,
      replica: new Map(),
      cursor: 0,
    };
    const get = async (path: string) => (await call(hub, path, { headers: auth(laptop) })).body;
    const pulled = pullAnswerSchema.parse(await get('/v1/sync/pull'));
    expect(pulled).toMatchObject({ next: 2, more: false });
    expect(pulled.epoch).toBeTruthy();
    expect(pulled.records).toMatchObject([{ id: 'b-1', registers: { name: { heads: [{ stamp: STAMPS[1] }] } } }]);
    const { changes } = historyAnswerSchema.parse(await get('/v1/history/businesses/b-1'));
    expect(changes.map((change) => [change.value, change.old.map((old) => old.value)])).toEqual([
      ['Toko lama (contoh)', []],
      ['Toko baru (contoh)', ['Toko lama (contoh)']],
    ]);
    const { devices } = devicesAnswerSchema.parse(await get('/v1/devices'));
    expect(devices).toMatchObject([{ id: DEVICE, futureStamps: 3, lastPushAt: '2024-02-01T00:00:00.000Z', app: null }]);

    // And work goes on where it stood.
    await pull(laptop);
    write(laptop, 'businesses', 'b-1', 'name', 'Toko hari ini (contoh)');
    expect(await push(laptop, [recordOf(laptop, 'businesses', 'b-1')])).toEqual({
      accepted: 1,
      sequence: 3,
      refused: [],
      since: 2,
    });
    await hub.dispose();
  });
});

test('migrations are named in their order', () => {
  expect(NAMES).toEqual([...NAMES].sort());
  expect(NAMES.map((name) => Number(name.slice(0, 4)))).toEqual(NAMES.map((_, i) => i + 1));
});
