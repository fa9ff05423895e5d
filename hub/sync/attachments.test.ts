/**
 * Files of attachments at a real hub: they arrive whole, once, from where they stopped; only those that a record names, only from
 * those who may; and the receipt says what is on the disk, no more and no less.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '#core/model/attachments.ts';
import { shown } from '#core/register/register.ts';
import { ATTACHMENTS_PATH, type Problem } from '#core/wire/protocol.ts';
import { startHubProcess } from '../durability/scratch.ts';
import { rangeIn } from '../http/attachments.ts';
import { revokeDevice } from '../identity/people.ts';
import { startHub } from '../start.ts';
import { copyFiles } from '../store/files.ts';
import type { StorePlace } from '../store/store.ts';
import {
  auth,
  type EnrolledLaptop,
  enrolLaptop,
  type Laptop,
  newUnit,
  newUser,
  pull,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { testStores } from '../testing/stores.ts';
import { type FileStore, reviewFiles } from './attachments.ts';

const stores = await testStores();
afterAll(stores.stop);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const DAY_MS = 24 * 3600 * 1000;

describe.each(stores.each)('files on %s', { timeout: 60_000 }, (_name, server) => {
  let folder: string;
  let place: StorePlace;
  let hub: TestHub;
  let unit: string;
  let author: EnrolledLaptop;
  let coordinator: EnrolledLaptop;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pendamping-files-'));
    place = { ...(server ?? { data: join(folder, 'data') }), files: join(folder, 'files'), keepFreeBytes: 0 };
    hub = await testHub({ place });
    unit = await newUnit(hub);
    author = await enrolLaptop(hub, await newUser(hub, unit));
    coordinator = await enrolLaptop(hub, await newUser(hub, unit, 'coordinator'));
  });
  afterEach(async () => {
    await hub.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The same data, another process as it were: what the folder holds is looked at anew. */
  const restart = async () => {
    await hub.close();
    hub = await testHub({ place });
    for (const laptop of [author, coordinator]) laptop.hub = hub;
  };

  /** A record that names the file, at the hub. @returns its id */
  async function named(by: Laptop, hash: string): Promise<string> {
    const id = randomUUID();
    write(by, 'attachments', id, 'hash', hash);
    write(by, 'attachments', id, 'kind', 'photo');
    expect((await push(by, [recordOf(by, 'attachments', id)])).refused).toEqual([]);
    return id;
  }

  const receiptOf = async (by: Laptop, record: string): Promise<unknown> => {
    await pull(by);
    const register = by.replica.get(`attachments/${record}/receivedAt`);
    return register && shown(register)?.value;
  };

  const onDisk = (hash: string): string => join(folder, 'files', 'units', `unit-${unit}`, hash);
  const partOnDisk = (hash: string): string => join(folder, 'files', 'parts', `unit-${unit}`, hash);

  test('a file arrives, with a receipt for the record; again it is there already', async () => {
    const file = randomBytes(100_000);
    const record = await named(author, sha256(file));
    expect(await receiptOf(author, record)).toBeUndefined();
    expect(await upload(author, file)).toEqual({ status: 204, sent: file.length });
    expect(readFileSync(onDisk(sha256(file))).equals(file)).toBe(true);
    const receivedAt = await receiptOf(coordinator, record);
    expect(receivedAt).toMatch(/^\d{4}-.*Z$/);

    expect(await upload(author, file)).toEqual({ status: 201, sent: 0 });
    expect(await receiptOf(author, record)).toBe(receivedAt);
    const registers = await hub.store.db
      .selectFrom('history')
      .select(['device', 'by'])
      .where('id', '=', record)
      .where('field', '=', 'receivedAt')
      .execute();
    expect(registers).toEqual([{ device: 'hub', by: 'hub' }]);
    expect(readdirSync(join(folder, 'files', 'parts', `unit-${unit}`))).toEqual([]);
  });

  test('cut twenty times, it arrives once, whole, and nothing that arrived is sent again', async () => {
    const file = randomBytes(2_000_000);
    const hash = sha256(file);
    const record = await named(author, hash);
    let sent = 0;
    let offset = 0;
    for (let cut = 1; cut <= 20; cut++) {
      const { offset: before } = await begin(author, file);
      // What the hub has said that it has, it has.
      expect(before).toBeGreaterThanOrEqual(offset);
      offset = before;
      const until = Math.min(offset + 90_000, file.length - 1);
      sent += await sendAndCut(author, hash, file.subarray(offset, until), offset, file.length - offset);
      expect(await receiptOf(author, record)).toBeUndefined();
    }
    const last = await upload(author, file);
    expect(last.status).toBe(204);
    expect(last.sent).toBeLessThan(file.length);
    // A cut may lose what was on its way, and no more.
    expect(sent + last.sent).toBeLessThan(file.length + 20 * 90_000 * 0.9);
    expect(sent + last.sent).toBeGreaterThanOrEqual(file.length);
    expect(readFileSync(onDisk(hash)).equals(file)).toBe(true);
    expect(await receiptOf(author, record)).toBeTruthy();
    const rows = await hub.store.db
      .selectFrom('files')
      .select(['bytes', 'sequence'])
      .where('hash', '=', hash)
      .execute();
    expect(rows).toEqual([{ bytes: file.length, sequence: expect.any(Number) }]);
  });

  test('in small parts, none is sent twice, also when the hub was started anew between them', async () => {
    const file = randomBytes(300_000);
    const hash = sha256(file);
    await named(author, hash);
    await begin(author, file);
    let sent = 0;
    for (let offset = 0; offset < file.length; offset += 100_000) {
      const { status, offset: at } = await patch(author, hash, file.subarray(offset, offset + 100_000), offset);
      sent += 100_000;
      expect([status, at]).toEqual([204, offset + 100_000]);
      if (offset === 100_000) await restart();
      expect((await head(author, hash)).offset).toBe(offset + 100_000);
    }
    expect(sent).toBe(file.length);
    expect(existsSync(onDisk(hash))).toBe(true);
    // In the wrong place.
    const other = randomBytes(1000);
    await named(author, sha256(other));
    await begin(author, other);
    expect(await patch(author, sha256(other), other.subarray(10), 10)).toMatchObject({ code: 'upload_conflict' });
  });

  test('a small one comes with its beginning, in one request', async () => {
    const file = randomBytes(5000);
    const record = await named(author, sha256(file));
    const answer = await begin(author, file, { body: file });
    expect(answer).toMatchObject({ status: 201, offset: file.length });
    expect(await receiptOf(author, record)).toBeTruthy();
  });

  test('what is not the file that its name says goes, and the right one can come', async () => {
    const file = randomBytes(50_000);
    const wrong = Buffer.from(file);
    wrong[49_999] = (wrong[49_999] as number) ^ 1;
    const record = await named(author, sha256(file));
    await begin(author, file);
    expect(await patch(author, sha256(file), wrong, 0)).toMatchObject({ status: 422, code: 'hash_mismatch' });
    expect(existsSync(partOnDisk(sha256(file)))).toBe(false);
    expect(await receiptOf(author, record)).toBeUndefined();
    expect(await head(author, sha256(file))).toMatchObject({ status: 404 });
    expect((await upload(author, file)).status).toBe(204);
    expect(await receiptOf(author, record)).toBeTruthy();
  });

  test('refused: what no record names, what another unit names, what is too large, who may not record, who was revoked', async () => {
    const file = randomBytes(1000);
    expect(await begin(author, file)).toMatchObject({ status: 404, code: 'not_found' });
    const elsewhere = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
    await named(elsewhere, sha256(file));
    expect(await begin(author, file)).toMatchObject({ status: 404, code: 'not_found' });
    expect((await upload(elsewhere, file)).status).toBe(204);
    for (const answer of [await head(author, sha256(file)), await patch(author, sha256(file), file, 0)]) {
      expect(answer.status).toBe(404);
    }
    expect((await get(author, sha256(file))).status).toBe(404);

    await named(author, sha256(file));
    expect(await begin(author, file, { length: MAX_FILE_BYTES + 1 })).toMatchObject({ code: 'file_too_large' });
    expect(await begin(author, file, { length: MAX_FILE_BYTES })).toMatchObject({ status: 201 });
    // More than it began with.
    expect(await begin(author, file)).toMatchObject({ status: 201, offset: 0 });
    expect(await patch(author, sha256(file), Buffer.concat([file, file]), 0)).toMatchObject({ code: 'file_too_large' });
    for (const bad of ['', 'x', '../../etc/passwd', sha256(file).toUpperCase(), `${sha256(file)}/`]) {
      expect(await begin(author, file, { hash: bad })).toMatchObject({ code: 'invalid_request' });
    }
    for (const role of ['head', 'supervisor', 'administrator'] as const) {
      const reader = await enrolLaptop(hub, await newUser(hub, unit, role));
      expect(await begin(reader, file)).toMatchObject({ code: 'forbidden' });
      expect(await patch(reader, sha256(file), file, 0)).toMatchObject({ code: 'forbidden' });
    }
    const lost = await enrolLaptop(hub, author.user);
    expect((await patch(lost, sha256(file), file.subarray(0, 500), 0)).status).toBe(204);
    await revokeDevice(hub.store, lost.device);
    expect(await patch(lost, sha256(file), file.subarray(500), 500)).toMatchObject({ code: 'device_revoked' });
    expect((await upload(author, file)).sent).toBe(500);
  });

  test('two laptops that send one file at the same time bring it, and each gets its receipt', async () => {
    const file = randomBytes(3_000_000);
    const records = [await named(author, sha256(file)), await named(coordinator, sha256(file))];
    const bring = async (laptop: Laptop) => {
      for (let i = 0; i < 20; i++) {
        const { status } = await upload(laptop, file);
        if (status === 204 || status === 201) return true;
      }
      return false;
    };
    expect(await Promise.all([bring(author), bring(coordinator)])).toEqual([true, true]);
    expect(readFileSync(onDisk(sha256(file))).equals(file)).toBe(true);
    for (const record of records) expect(await receiptOf(author, record)).toBeTruthy();
  });

  test('a connection that died without a word does not hold the file up', async () => {
    const file = randomBytes(500_000);
    const hash = sha256(file);
    const record = await named(author, hash);
    await begin(author, file);
    // The hub tells it in the end that somebody else went on.
    const silent = sendAndCut(author, hash, file.subarray(0, 200_000), 0, file.length, 20_000).catch(() => 0);
    await sleep(200);
    const { offset } = await head(author, hash);
    expect(offset).toBe(200_000);
    expect((await patch(author, hash, file.subarray(offset), offset)).status).toBe(204);
    expect(await receiptOf(author, record)).toBeTruthy();
    await silent;
  });

  test('a record that names a file which is here already has its receipt at once', async () => {
    const file = randomBytes(1000);
    const first = await named(author, sha256(file));
    await upload(author, file);
    const second = await named(coordinator, sha256(file));
    expect(await receiptOf(author, second)).toBeTruthy();
    expect(await receiptOf(author, first)).toBeTruthy();
  });

  test('no file is taken while the disk is nearly full; what is there can still be read', async () => {
    const [file, begun] = [randomBytes(1000), randomBytes(1000)];
    for (const each of [file, begun]) await named(author, sha256(each));
    await upload(author, file);
    await begin(author, begun);
    place = { ...place, keepFreeBytes: 2 ** 52 };
    await restart();
    expect(await patch(author, sha256(begun), begun, 0)).toMatchObject({ status: 507, code: 'no_space' });
    const other = randomBytes(1000);
    await named(author, sha256(other));
    expect(await begin(author, other)).toMatchObject({ status: 507, code: 'no_space' });
    expect((await get(author, sha256(file))).status).toBe(200);
  });

  test('is read whole or in ranges, and HEAD says how large it is, with tus and without', async () => {
    const file = randomBytes(1000);
    const hash = sha256(file);
    await named(author, hash);
    await begin(author, file);
    await patch(author, hash, file.subarray(0, 400), 0);
    expect((await get(author, hash)).status).toBe(404);
    expect(await head(author, hash)).toMatchObject({ status: 200, offset: 400, length: 1000 });
    await patch(author, hash, file.subarray(400), 400);
    expect(await head(author, hash)).toMatchObject({ status: 200, offset: 1000, length: 1000 });
    const plain = await fetch(`${hub.url}${ATTACHMENTS_PATH}/${hash}`, { method: 'HEAD', headers: auth(author) });
    expect([plain.status, plain.headers.get('content-length'), plain.headers.get('accept-ranges')]).toEqual([
      200,
      '1000',
      'bytes',
    ]);

    const whole = await get(author, hash);
    expect([whole.status, whole.bytes.equals(file)]).toEqual([200, true]);
    const part = await get(coordinator, hash, { range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 100-199/1000']);
    expect(part.bytes.equals(file.subarray(100, 200))).toBe(true);
    expect((await get(author, hash, { range: 'bytes=-1' })).bytes.equals(file.subarray(999))).toBe(true);
    const other = await get(author, hash, { range: 'bytes=0-1', 'if-range': '"other"' });
    expect(other.status).toBe(200);
    const beyond = await get(author, hash, { range: 'bytes=1000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    const supervisor = await enrolLaptop(hub, await newUser(hub, unit, 'supervisor'));
    expect((await get(supervisor, hash)).status).toBe(403);
  });

  test('may be sent and read by the app under another origin', async () => {
    const preflight = await fetch(`${hub.url}${ATTACHMENTS_PATH}/${'a'.repeat(64)}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'app://pendamping',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type,tus-resumable,upload-offset',
      },
    });
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase();
    for (const name of ['tus-resumable', 'upload-offset', 'upload-length', 'upload-metadata', 'authorization']) {
      expect(allowed).toContain(name);
    }
    const answer = await fetch(`${hub.url}${ATTACHMENTS_PATH}`, {
      method: 'POST',
      headers: { origin: 'app://pendamping' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase();
    for (const name of ['location', 'upload-offset', 'tus-resumable', 'content-range']) expect(exposed).toContain(name);
  });

  describe('erasure', () => {
    const erase = async (record: string) => {
      for (const field of ['erasedAt', 'deletedAt']) {
        const at = new Date().toISOString();
        const value = field === 'erasedAt' ? at : { at, by: coordinator.user, knew: {}, with: null };
        write(coordinator, 'attachments', record, field, value as never);
      }
      await pull(coordinator);
      write(coordinator, 'attachments', record, 'erasedAt', new Date().toISOString());
      const { refused } = await push(coordinator, [recordOf(coordinator, 'attachments', record, ['erasedAt'])]);
      expect(refused).toEqual([]);
    };

    test('takes the file away, and no other one', async () => {
      const [file, shared, kept] = [randomBytes(1000), randomBytes(1000), randomBytes(1000)];
      const [first, second] = [await named(author, sha256(file)), await named(author, sha256(shared))];
      for (const each of [shared, kept]) await named(author, sha256(each));
      for (const each of [file, shared, kept]) await upload(author, each);
      for (const record of [first, second]) await erase(record);
      expect([file, shared, kept].map((each) => existsSync(onDisk(sha256(each))))).toEqual([false, true, true]);
      expect((await get(author, sha256(file))).status).toBe(404);
      expect(await begin(author, file)).toMatchObject({ code: 'not_found' });

      // Whoever did not know of the erasure, and names it again, changes nothing.
      const late = await enrolLaptop(hub, author.user);
      write(late, 'attachments', first, 'hash', sha256(file));
      await push(late, [recordOf(late, 'attachments', first)]);
      expect(await begin(late, file)).toMatchObject({ code: 'not_found' });
    });

    test('in the middle of an upload: it does not come after all', async () => {
      const file = randomBytes(1000);
      const record = await named(author, sha256(file));
      await begin(author, file);
      await patch(author, sha256(file), file.subarray(0, 500), 0);
      await erase(record);
      expect(existsSync(partOnDisk(sha256(file)))).toBe(false);
      expect(await patch(author, sha256(file), file.subarray(500), 500)).toMatchObject({ code: 'not_found' });
    });

    test('is made good at the next start when a crash came between', async () => {
      const file = randomBytes(1000);
      const record = await named(author, sha256(file));
      await upload(author, file);
      await hub.store.db.updateTable('files').set({ erased: 1 }).where('record', '=', record).execute();
      await restart();
      expect(existsSync(onDisk(sha256(file)))).toBe(false);
      expect(await hub.store.db.selectFrom('files').selectAll().where('record', '=', record).execute()).toEqual([]);
    });
  });

  describe('a start finds', () => {
    test('a crash between the last byte and the receipt, and between the file and the receipt', async () => {
      const files = [randomBytes(1000), randomBytes(1000), randomBytes(1000)] as const;
      const [first, second, third] = files;
      const records: string[] = [];
      for (const file of files) records.push(await named(author, sha256(file)));
      for (const file of [first, third]) {
        await begin(author, file);
        await patch(author, sha256(file), file.subarray(0, 999), 0);
        writeFileSync(partOnDisk(sha256(file)), file);
      }
      // The part is what it should be, the one of the third is not.
      writeFileSync(partOnDisk(sha256(third)), randomBytes(1000));
      await upload(author, second);
      await hub.store.db
        .updateTable('files')
        .set({ sequence: null, bytes: null })
        .where('hash', '=', sha256(second))
        .execute();
      await restart();
      expect(await receiptOf(author, records[1] as string)).toBeTruthy();
      // The laptop asks, and hears that all is there; or that it must begin again.
      expect(await head(author, sha256(first))).toMatchObject({ status: 200, offset: 1000 });
      expect(await receiptOf(author, records[0] as string)).toBeTruthy();
      expect(await head(author, sha256(third))).toMatchObject({ status: 404 });
      expect((await upload(author, third)).sent).toBe(1000);
    });

    test('a receipt without its file, or with a piece of it: it is taken back, and the file may come again', async () => {
      const files = [randomBytes(1000), randomBytes(1000), randomBytes(1000)] as const;
      const records: string[] = [];
      for (const file of files) {
        records.push(await named(author, sha256(file)));
        await upload(author, file);
      }
      rmSync(onDisk(sha256(files[0])));
      writeFileSync(onDisk(sha256(files[1])), files[1].subarray(0, 100));
      await restart();
      const receipts = [];
      for (const record of records) receipts.push(await receiptOf(author, record));
      expect(receipts).toEqual([null, null, expect.any(String)]);
      for (const file of files.slice(0, 2)) expect(await upload(author, file)).toEqual({ status: 204, sent: 1000 });
      for (const record of records) expect(await receiptOf(author, record)).toBeTruthy();
    });

    test("nobody's files: they go when they are old, but not while a recovery goes on", async () => {
      const [old, young] = [randomBytes(1000), randomBytes(1000)];
      const file = randomBytes(1000);
      await named(author, sha256(file));
      await upload(author, file);
      for (const each of [old, young]) writeFileSync(onDisk(sha256(each)), each);
      const past = new Date(Date.now() - 100 * DAY_MS);
      for (const each of [old, file]) utimesSync(onDisk(sha256(each)), past, past);
      const recovery = { key: 'recovery_since', value: past.toISOString() };
      await hub.store.db.insertInto('meta').values(recovery).execute();
      expect(await reviewFiles(hub.store as FileStore)).toMatchObject({ removed: 0 });
      await hub.store.db.deleteFrom('meta').where('key', '=', 'recovery_since').execute();
      expect(await reviewFiles(hub.store as FileStore)).toMatchObject({ removed: 1 });
      const left = [old, young, file].map((each) => existsSync(onDisk(sha256(each))));
      expect(left).toEqual([false, true, true]);
    });
  });

  test('kill -9 in the middle of an upload: it goes on where it was', async () => {
    const file = randomBytes(20_000_000);
    const hash = sha256(file);
    const record = await named(author, hash);
    await hub.close();
    const first = startHubProcess(place);
    author.hub = { url: await first.listening };
    await begin(author, file);
    const sending = sendAndCut(author, hash, file.subarray(0, 15_000_000), 0, file.length, 60_000).catch(() => 0);
    while (!existsSync(partOnDisk(hash)) || readFileSync(partOnDisk(hash)).length < 3_000_000) await sleep(10);
    await first.kill();
    await sending;
    const second = startHubProcess(place);
    author.hub = { url: await second.listening };
    const { offset } = await head(author, hash);
    expect(offset).toBeGreaterThanOrEqual(3_000_000);
    expect(await upload(author, file)).toEqual({ status: 204, sent: file.length - offset });
    expect(await receiptOf(author, record)).toBeTruthy();
    expect(readFileSync(onDisk(hash)).equals(file)).toBe(true);
    await second.kill();
    hub = await testHub({ place });
  });

  test('a folder is copied to another place, also onto one that has some of it', async () => {
    const file = randomBytes(1000);
    await named(author, sha256(file));
    await upload(author, file);
    const to = join(folder, 'copy');
    for (let i = 0; i < 2; i++) expect(await copyFiles(join(folder, 'files'), to)).toEqual({ count: 1, bytes: 1000 });
    expect(readFileSync(join(to, 'units', `unit-${unit}`, sha256(file))).equals(file)).toBe(true);
  });
});

test('two hub processes on one PostgreSQL and one folder take one upload between them', {
  timeout: 60_000,
}, async () => {
  const databaseUrl = stores.each[1]?.[1]?.databaseUrl;
  if (!databaseUrl) return;
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-files-'));
  const place = { databaseUrl, files: join(folder, 'files'), keepFreeBytes: 0 };
  const beside = await testHub({ place });
  const hubs = [startHubProcess(place), startHubProcess(place)];
  try {
    const [first, second] = (await Promise.all(hubs.map((hub) => hub.listening))) as [string, string];
    const author = await enrolLaptop(beside, await newUser(beside, await newUnit(beside)));
    const here: Laptop = { ...author, hub: { url: first } };
    const there: Laptop = { ...author, hub: { url: second } };
    for (let round = 0; round < 5; round++) {
      const file = randomBytes(8_000_000);
      const hash = sha256(file);
      const record = randomUUID();
      write(here, 'attachments', record, 'hash', hash);
      await push(there, [recordOf(here, 'attachments', record)]);
      await begin(here, file);
      expect((await patch(there, hash, file.subarray(0, 5_000_000), 0)).status).toBe(204);
      expect((await head(here, hash)).offset).toBe(5_000_000);
      // Whoever sees all bytes first makes them the file: the one that takes them, or the one that is asked how far they are.
      let isDone = false;
      const sending = patch(here, hash, file.subarray(5_000_000), 5_000_000).finally(() => {
        isDone = true;
      });
      while (!isDone) expect((await head(there, hash)).status).toBe(200);
      expect((await sending).status).toBe(204);
      expect((await get(there, hash)).bytes.equals(file)).toBe(true);
      const receipts = beside.store.db.selectFrom('history').selectAll().where('id', '=', record);
      expect(await receipts.where('field', '=', 'receivedAt').execute()).toHaveLength(1);
    }
  } finally {
    for (const hub of hubs) await hub.kill();
    await beside.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('on PostgreSQL without a folder the hub takes no files, and says so', async () => {
  const databaseUrl = stores.each[1]?.[1]?.databaseUrl;
  if (!databaseUrl) return;
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => warnings.push(line) });
  const started = await startHub({ place: { databaseUrl }, port: 0, log });
  const hub = { ...started, place: { databaseUrl }, dispose: started.close };
  expect(warnings.join()).toContain('attachments are off');
  const laptop = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
  const file = randomBytes(10);
  const id = randomUUID();
  write(laptop, 'attachments', id, 'hash', sha256(file));
  expect((await push(laptop, [recordOf(laptop, 'attachments', id)])).refused).toEqual([]);
  expect(await begin(laptop, file)).toMatchObject({ status: 503, code: 'files_off' });
  expect((await get(laptop, sha256(file))).status).toBe(503);
  await hub.close();
});

test.each([
  [undefined, undefined],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=2-3', { start: 2, end: 3 }],
  ['bytes=2-300', { start: 2, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-300', { start: 0, end: 9 }],
  ['bytes=9-9', { start: 9, end: 9 }],
  ['bytes=10-', null],
  ['bytes=-0', null],
  ['bytes=5-3', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,4-5', undefined],
  ['lines=1-2', undefined],
])('the range %s of ten bytes', (header, range) => {
  expect(rangeIn(header, 10)).toEqual(range);
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const TUS = { 'tus-resumable': '1.0.0' };

interface Told {
  status: number;
  /** NaN when the hub did not say. */
  offset: number;
  length: number;
  code: string | undefined;
}

async function tell(answer: Response): Promise<Told> {
  const text = await answer.text();
  const number = (name: string) => Number(answer.headers.get(name) ?? Number.NaN);
  return {
    status: answer.status,
    offset: number('upload-offset'),
    length: number('upload-length'),
    code: answer.status >= 400 && text ? (JSON.parse(text) as Problem).code : undefined,
  };
}

async function begin(
  by: Laptop,
  file: Buffer,
  more: { hash?: string; length?: number; body?: Buffer } = {},
): Promise<Told> {
  const answer = await fetch(by.hub.url + ATTACHMENTS_PATH, {
    method: 'POST',
    headers: {
      ...auth(by),
      ...TUS,
      'upload-length': String(more.length ?? file.length),
      'upload-metadata': `hash ${base64(more.hash ?? sha256(file))}`,
      ...(more.body ? { 'content-type': 'application/offset+octet-stream' } : {}),
    },
    ...(more.body ? { body: new Uint8Array(more.body) } : {}),
  });
  if (answer.status === 201) expect(answer.headers.get('location')).toBe(`${ATTACHMENTS_PATH}/${sha256(file)}`);
  const told = await tell(answer);
  return { ...told, offset: Number.isNaN(told.offset) ? 0 : told.offset };
}

const head = async (by: Laptop, hash: string): Promise<Told> =>
  tell(await fetch(`${by.hub.url}${ATTACHMENTS_PATH}/${hash}`, { method: 'HEAD', headers: { ...auth(by), ...TUS } }));

const patch = async (by: Laptop, hash: string, bytes: Buffer, offset: number): Promise<Told> =>
  tell(
    await fetch(`${by.hub.url}${ATTACHMENTS_PATH}/${hash}`, {
      method: 'PATCH',
      headers: {
        ...auth(by),
        ...TUS,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(bytes),
    }),
  );

/** As a laptop does it: asks where to go on, sends the rest. */
async function upload(by: Laptop, file: Buffer): Promise<{ status: number; sent: number }> {
  const { status, offset } = await begin(by, file);
  if (status !== 201 || offset === file.length) return { status, sent: 0 };
  const rest = file.subarray(offset);
  return { status: (await patch(by, sha256(file), rest, offset)).status, sent: rest.length };
}

/** Begins to send `promised` bytes, and loses the connection after these. @returns how many were sent */
function sendAndCut(
  by: Laptop,
  hash: string,
  bytes: Buffer,
  offset: number,
  promised: number,
  waitMs = 30,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(`${by.hub.url}${ATTACHMENTS_PATH}/${hash}`, {
      method: 'PATCH',
      headers: {
        ...auth(by),
        ...TUS,
        'upload-offset': String(offset),
        'content-length': String(promised),
        'content-type': 'application/offset+octet-stream',
      },
    });
    sending.on('response', () => reject(new Error('the hub answered before it had all')));
    sending.on('error', () => resolve(bytes.length));
    sending.write(bytes, () => setTimeout(() => sending.destroy(new Error('cut')), waitMs));
  });
}

async function get(
  by: Laptop,
  hash: string,
  headers = {},
): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(`${by.hub.url}${ATTACHMENTS_PATH}/${hash}`, { headers: { ...auth(by), ...headers } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
