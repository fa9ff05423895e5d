/** Backups beside a running hub, their way back, and that laptops bring back what a backup lacked. */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HUB_COLLECTIONS } from '#core/model/collections.ts';
import { editsOf, type Json, type Register, shown } from '#core/register/register.ts';
import { ATTACHMENTS_PATH, type PushAnswer, REPORT_HEADER, writeReport } from '#core/wire/protocol.ts';
import { runAdmin } from '../admin.ts';
import { startHub } from '../start.ts';
import {
  auth,
  batchOf,
  call,
  enrolLaptop,
  type Laptop,
  newUnit,
  newUser,
  post,
  pull,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { testStores } from '../testing/stores.ts';
import { backup, restore, TABLE_KEYS } from './backup.ts';
import { openStore, type StorePlace } from './store.ts';

const stores = await testStores();
afterAll(stores.stop);
const postgres = stores.each[1]?.[1];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** With its beginning, in one request. */
async function upload(by: Laptop, file: Buffer): Promise<void> {
  const answer = await fetch(by.hub.url + ATTACHMENTS_PATH, {
    method: 'POST',
    headers: {
      ...auth(by),
      'tus-resumable': '1.0.0',
      'upload-length': String(file.length),
      'upload-metadata': `hash ${Buffer.from(sha256(file)).toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(file),
  });
  expect(answer.status).toBe(201);
}

/** All rows, but for what a restore writes. */
async function tablesOf(place: StorePlace): Promise<Record<string, unknown[]>> {
  const { db, close } = await openStore(place);
  const tables: Record<string, unknown[]> = {};
  for (const table of Object.keys(TABLE_KEYS) as (keyof typeof TABLE_KEYS)[]) {
    const rows = (await db.selectFrom(table).selectAll().execute()) as Record<string, unknown>[];
    const kept = rows.filter((row) => !/^(epoch|recovery_since)$/.test(String(row.key)) && row.event !== 'restored');
    // A restore lets every laptop take a new name (hub/store/epoch.ts).
    const asBackedUp = kept.map((row) => (table === 'devices' ? { ...row, round: null } : row));
    tables[table] = asBackedUp.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  }
  await close();
  return tables;
}

describe.each(stores.each)('backup and restore on %s', { timeout: 60_000 }, (_name, server) => {
  const placeIn = (name: string): StorePlace => server ?? { data: path(name) };
  const admin = async (place: StorePlace, ...args: string[]) => {
    const before = process.env.DATABASE_URL;
    process.env.DATABASE_URL = place.databaseUrl ?? '';
    const ran = await runAdmin([...(place.data ? ['--data', place.data] : []), ...args], Readable.from([]));
    process.env.DATABASE_URL = before ?? '';
    return { ...ran, json: ran.stdout ? JSON.parse(ran.stdout) : null };
  };

  test('under load: one moment of the hub, with all that was acknowledged before it', async () => {
    const hub = await testHub({ place: placeIn('data') });
    const unit = await newUnit(hub);
    const writers = await Promise.all([0, 1, 2].map(async () => enrolLaptop(hub, await newUser(hub, unit))));
    const acknowledged: string[] = [];
    let working = true;
    const writing = writers.map(async (laptop) => {
      while (working) {
        const id = randomUUID();
        for (const field of ['name', 'brand']) write(laptop, 'businesses', id, field, 'x');
        await push(laptop, [recordOf(laptop, 'businesses', id)]);
        acknowledged.push(id);
      }
    });
    const files: { file: string; before: string[] }[] = [];
    for (const name of ['one', 'two', 'three']) {
      const count = acknowledged.length;
      while (acknowledged.length < count + 20) await new Promise((resolve) => setTimeout(resolve, 5));
      const before = [...acknowledged];
      const ran = await admin(hub.place, 'backup', '--to', path(name));
      expect(ran.stderr).toBe('');
      expect(ran.json.backup).toMatchObject({ file: path(name), bytes: statSync(path(name)).size });
      files.push({ file: path(name), before });
    }
    working = false;
    await Promise.all(writing);
    await hub.dispose();

    for (const { file, before } of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const database = new DatabaseSync(file, { readOnly: true });
      const all = database.prepare('select id, field, sequence from registers where unit = ?').all(unit);
      const { sequence } = database.prepare('select sequence from units where id = ?').get(unit) as {
        sequence: number;
      };
      expect(all.map((row) => Number(row.sequence)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: sequence }, (_, i) => i + 1),
      );
      const names = new Set(all.map((row) => `${row.id} ${row.field}`));
      expect(before.filter((id) => !names.has(`${id} name`) || !names.has(`${id} brand`))).toEqual([]);
      const { edits } = database.prepare('select count(*) as edits from history where unit = ?').get(unit) as {
        edits: number;
      };
      expect(edits).toBe(sequence);
      database.close();
    }
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('files of attachments come along; a receipt that was restored without its file is taken back', async () => {
    // Nobody may change a file in place: a backup on the same disk is links.
    const hub = await testHub({ place: { ...placeIn('data'), files: path('files') } });
    const unit = await newUnit(hub);
    const laptop = await enrolLaptop(hub, await newUser(hub, unit));
    const files = [randomBytes(1000), randomBytes(2000), randomBytes(3000)] as const;
    const ids: string[] = [];
    const attach = async (file: Buffer) => {
      const id = randomUUID();
      write(laptop, 'attachments', id, 'hash', sha256(file));
      await push(laptop, [recordOf(laptop, 'attachments', id)]);
      await upload(laptop, file);
      ids.push(id);
    };
    for (const file of files.slice(0, 2)) await attach(file);
    const args = ['--files', path('files')];
    const { json } = await admin(hub.place, ...args, 'backup', '--to', path('one'));
    expect(json.backup.files).toEqual({ folder: `${path('one')}.files`, count: 2, bytes: 3000 });
    // After the backup: its receipt is lost, its file is not.
    await attach(files[2]);
    await hub.dispose();

    // One of the copies was lost as well.
    const inUnit = (folder: string, file: Buffer) => join(folder, 'units', `unit-${unit}`, sha256(file));
    rmSync(inUnit(`${path('one')}.files`, files[1]));
    rmSync(inUnit(path('files'), files[0]));
    rmSync(inUnit(path('files'), files[1]));
    const restored = await admin(hub.place, ...args, 'restore', '--from', path('one'), '--replace');
    expect(restored.stderr).toBe('');
    expect(restored.json.restored.files).toEqual({ folder: path('files'), count: 1, bytes: 1000 });
    const again = await testHub({ place: hub.place });
    const reader = { ...laptop, hub: again, replica: new Map(), cursor: 0 };
    await pull(reader);
    const receipts = ids.map((id) => {
      const register = reader.replica.get(`attachments/${id}/receivedAt`);
      return register && shown(register)?.value;
    });
    expect(receipts).toEqual([expect.any(String), null, undefined]);
    // The laptop brings the record back, and the file is there already.
    laptop.hub = again;
    await push(laptop, [recordOf(laptop, 'attachments', ids[2] as string, ['hash'])]);
    await pull(reader);
    expect(reader.replica.has(`attachments/${ids[2]}/receivedAt`)).toBe(true);
    await again.dispose();
  });

  test('loss and restore: laptops bring back what the backup lacked, also of laptops that are no more', async () => {
    const hub = await testHub({ place: placeIn('data') });
    const unit = await newUnit(hub);
    const author = await enrolLaptop(hub, await newUser(hub, unit, 'consultant'));
    const coordinator = await enrolLaptop(hub, await newUser(hub, unit, 'coordinator'));
    const lost = await enrolLaptop(hub, await newUser(hub, unit, 'consultant'));
    const ids = Array.from({ length: 8 }, () => randomUUID());
    const [shared, locked] = [randomUUID(), randomUUID()];
    const work = async (laptop: Laptop, round: string) => {
      for (const id of ids.filter((_, i) => i % 3 !== round.length % 3)) {
        write(laptop, 'businesses', id, 'name', `${laptop.device} ${round}`);
        write(laptop, 'businesses', id, 'brand', round);
      }
      // Without a pull before: conflicts.
      write(laptop, 'businesses', shared, 'address', `${laptop.device} ${round}`);
    };
    const everything = (laptop: Laptop): object[] => {
      const names = new Set([...laptop.replica.keys()].map((key) => key.split('/').slice(0, 2).join('/')));
      return [...names]
        .map((name) => name.split('/') as [string, string])
        .filter(([collection]) => !(HUB_COLLECTIONS as readonly string[]).includes(collection))
        .map(([collection, id]) => recordOf(laptop, collection, id));
    };
    const sync = async (...laptops: Laptop[]) => {
      for (const laptop of laptops) expect((await push(laptop, everything(laptop))).refused).toEqual([]);
      for (const laptop of laptops) await pull(laptop);
    };
    for (const laptop of [author, coordinator, lost]) await work(laptop, 'a');
    await sync(author, coordinator, lost);
    const { json } = await admin(hub.place, 'backup', '--to', path('backup'));
    expect(json.backup.registers).toBeGreaterThan(20);
    const { body } = await call<{ epoch: string }>(hub, '/v1/sync/pull', { headers: auth(author) });

    // After the backup: more work, a decision, a lock, a laptop that was not there yet.
    for (const laptop of [author, coordinator, lost]) await work(laptop, 'ab');
    await sync(lost, author, coordinator);
    write(coordinator, 'businesses', shared, 'address', 'diputuskan');
    write(lost, 'sessions', locked, 'advice', 'dari laptop yang hilang');
    await sync(lost, coordinator);
    write(coordinator, 'sessions', locked, 'lockedAt', '2026-01-01T00:00:00Z');
    const newer = await enrolLaptop(hub, lost.user);
    write(newer, 'businesses', randomUUID(), 'name', 'dari laptop baru');
    await sync(newer, coordinator, author, coordinator);
    const heads = (laptop: Laptop) =>
      new Map([...laptop.replica].filter(([key]) => !/^(units|users|devices)\//.test(key)).sort());
    const before = heads(author);
    expect(heads(coordinator)).toEqual(before);

    await hub.dispose();
    if (!server) rmSync(path('data'), { recursive: true });
    const place = placeIn('data');
    if (server) expect((await admin(place, 'restore', '--from', path('backup'))).stderr).toContain('--replace');
    const restored = await admin(place, 'restore', '--from', path('backup'), '--replace');
    expect(restored.stderr).toBe('');
    expect(existsSync(restored.json.restored.kept ?? '')).toBe(server !== undefined);

    const again = await testHub({ place });
    for (const laptop of [author, coordinator]) laptop.hub = again;
    const old = { ...auth(author), [REPORT_HEADER]: writeReport({ epoch: body.epoch }) };
    expect((await call(again, '/v1/sync/pull', { headers: old })).body).toMatchObject({ code: 'hub_restored' });
    const waitingFor = async (): Promise<string[]> => {
      const { recovery } = (await admin(place, 'recovery', 'status')).json;
      const ofUnit = recovery.waitingFor.filter((device: { unit: string }) => device.unit === unit);
      return ofUnit.map((device: { id: string }) => device.id).sort();
    };
    expect(await waitingFor()).toEqual([author.device, coordinator.device, lost.device].sort());
    // The lost laptop and the newer one are gone. Each of the others sends all it has; the order does not matter.
    const held = new Map([author, coordinator].map((laptop) => [laptop, new Map(laptop.replica)]));
    for (const laptop of [author, coordinator]) {
      laptop.cursor = 0;
      laptop.replica = new Map(held.get(laptop));
    }
    const answers: PushAnswer[] = [];
    for (const laptop of [coordinator, author]) {
      for (const record of everything(laptop)) answers.push(await push(laptop, [record]));
    }
    expect(answers.flatMap((answer) => answer.refused)).toEqual([]);
    const fresh = await enrolLaptop(again, author.user);
    for (const laptop of [author, coordinator, fresh]) await pull(laptop);
    expect(heads(author)).toEqual(before);
    expect(heads(coordinator)).toEqual(before);
    expect(heads(fresh)).toEqual(before);
    const kept = await again.store.db.selectFrom('history').select('stamp').where('unit', '=', unit).execute();
    const stamps = new Set(kept.map((row) => row.stamp));
    for (const register of before.values()) {
      for (const edit of register.heads.flatMap(editsOf)) expect(stamps.has(edit.stamp)).toBe(true);
    }

    // They were there; the lost one never comes. After the end only its own heads are a laptop's to bring.
    expect(await waitingFor()).toEqual([lost.device]);
    const ofLost = (hlc: string): Register => ({
      heads: [{ stamp: `${hlc}@${lost.device}`, by: lost.user, value: 'x' as Json }],
      seen: {},
    });
    const bring = async (register: Register) =>
      (await push(author, [{ collection: 'businesses', id: randomUUID(), unit, registers: { name: register } }]))
        .refused;
    expect(await bring(ofLost('0198c0de1234-0000'))).toEqual([]);
    expect((await admin(place, 'recovery', 'end')).json).toEqual({ recovery: { since: null } });
    expect(await bring(ofLost('0198c0de1234-0001'))).toMatchObject([{ code: 'unknown_head' }]);
    expect((await admin(place, 'recovery', 'status')).json).toEqual({ recovery: { since: null, waitingFor: [] } });
    await admin(place, 'recovery', 'begin');
    expect(await bring(ofLost('0198c0de1234-0001'))).toEqual([]);
    await admin(place, 'recovery', 'end');
    await again.dispose();
  });
});

describe('what is refused', () => {
  const place = () => ({ data: path('data') });
  const filled = async (): Promise<void> => {
    const hub = await testHub({ place: place() });
    await newUser(hub, await newUnit(hub));
    await backup(hub.store, path('backup'));
    await hub.dispose();
  };

  test('a file that exists, a folder that does not', async () => {
    await filled();
    const store = await openStore(place());
    await expect(backup(store, path('backup'))).rejects.toThrow('exists already');
    await expect(backup(store, join(folder, 'none', 'backup'))).rejects.toThrow('cannot write');
    await store.close();
  });

  test('data that are there, unless they may be replaced; then they are kept beside', async () => {
    await filled();
    const before = await tablesOf(place());
    await expect(restore(place(), path('backup'), false)).rejects.toThrow('--replace');
    const hub = await startHub({ place: place(), port: 0 });
    await expect(restore(place(), path('backup'), true)).rejects.toThrow('stop it first');
    const unit = await newUnit({ ...hub, place: place(), dispose: hub.close });
    await hub.close();
    const { kept } = await restore(place(), path('backup'), true);
    expect(await tablesOf(place())).toEqual(before);
    const old = new DatabaseSync(kept as string, { readOnly: true });
    expect(old.prepare('select id from units where id = ?').get(unit)).toBeDefined();
    old.close();
    expect(readdirSync(place().data).filter((name) => name.startsWith('restore-'))).toEqual([]);
  });

  test('damaged, foreign and newer files; nothing is touched', async () => {
    await filled();
    const before = await tablesOf(place());
    const whole = readFileSync(path('backup'));
    writeFileSync(path('cut'), whole.subarray(0, whole.length / 2));
    const bent = Buffer.from(whole);
    bent.fill(0x5a, 4096 * 3, 4096 * 6);
    writeFileSync(path('bent'), bent);
    writeFileSync(path('text'), 'bukan cadangan');
    writeFileSync(path('empty'), '');
    writeFileSync(path('newer'), whole);
    const newer = new DatabaseSync(path('newer'));
    newer.exec(`insert into kysely_migration values ('9999-tomorrow', '2099-01-01')`);
    newer.close();
    for (const [name, message] of [
      ['none', 'no file'],
      ['cut', 'damaged'],
      ['bent', 'damaged'],
      ['text', 'damaged'],
      ['empty', 'no backup'],
      ['newer', 'newer hub'],
    ] as const) {
      await expect(restore(place(), path(name), true), name).rejects.toThrow(message);
    }
    expect(await tablesOf(place())).toEqual(before);
  });
});

test('every table is backed up', async () => {
  const store = await openStore({ data: path('data') });
  const tables = await store.db.introspection.getTables();
  const own = tables.map((table) => table.name).filter((name) => !name.startsWith('kysely_'));
  expect(own.sort()).toEqual(Object.keys(TABLE_KEYS).sort());
  for (const { name, columns } of tables) {
    const keys: readonly string[] = TABLE_KEYS[name as keyof typeof TABLE_KEYS] ?? [];
    expect(columns.map((column) => column.name)).toEqual(expect.arrayContaining([...keys]));
  }
  await store.close();
});

/** With `PENDAMPING_POSTGRES=none` it has a run of its own. */
const testOnBoth = process.env.PENDAMPING_POSTGRES === 'none' ? () => {} : test.skipIf(!postgres);

testOnBoth('from SQLite to PostgreSQL and back: every row', { timeout: 60_000 }, async () => {
  const from = { data: path('data') };
  const hub: TestHub = await testHub({ place: from, demo: true });
  const unit = hub.store.db.selectFrom('units').select('id').limit(1);
  const { id } = await unit.executeTakeFirstOrThrow();
  const laptop = await enrolLaptop(hub, await newUser(hub, id));
  write(laptop, 'businesses', 'odd', 'name', 'setengah \ud800 dan "kutip" \u2028 é');
  await push(laptop, [recordOf(laptop, 'businesses', 'odd')]);
  await backup(hub.store, path('one'));
  await hub.dispose();
  const before = await tablesOf(from);
  expect(before.registers?.length).toBeGreaterThan(400);

  await restore(postgres as StorePlace, path('one'), true);
  expect(await tablesOf(postgres as StorePlace)).toEqual(before);
  const moved = await testHub({ place: postgres });
  const answer = await post<PushAnswer>(moved, '/v1/sync/push', batchOf(laptop, []), auth(laptop));
  expect(answer.status).toBe(200);
  await backup(moved.store, path('two'));
  await moved.dispose();
  const after = await tablesOf(postgres as StorePlace);
  await restore({ data: path('back') }, path('two'), false);
  expect(await tablesOf({ data: path('back') })).toEqual(after);
});

test('the command line', { timeout: 60_000 }, async () => {
  const hub = await testHub({ place: { data: path('data') } });
  await newUnit(hub);
  const run = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '..', 'admin.ts'), ...args],
      { env: { ...process.env, DATABASE_URL: '' }, encoding: 'utf8', timeout: 60_000 },
    );
  const made = run('--data', path('data'), 'backup', '--to', path('file'));
  expect(made).toMatchObject({ status: 0, stderr: '' });
  const running = run('--data', path('data'), 'restore', '--from', path('file'), '--replace');
  expect(running.status).toBe(1);
  expect(running.stderr).toContain('stop it first');
  expect(run('--data', path('data'), 'backup').stderr).toContain('--to is missing');
  await hub.dispose();
  const restored = run('--data', path('new'), 'restore', '--from', path('file'));
  expect(JSON.parse(restored.stdout)).toEqual({ restored: { from: path('file'), kept: null, files: null } });
});
