/** A photo on one laptop: kept whole or not at all, forgotten only when the hub has it, gone when its person is erased. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MAX_FILE_BYTES } from '#core/model/attachments.ts';
import { checkValue } from '#core/model/collections.ts';
import { edit, type Json, type Register } from '#core/register/register.ts';
import {
  attach,
  ClosedError,
  detach,
  fileSpace,
  freeSpace,
  keepFile,
  missingFiles,
  readFile,
  TooLargeError,
  waitingFiles,
} from './attachments.ts';
import { hashOf, WrongFileError } from './cipher.ts';
import { type Database, openDatabase, setMeta } from './database.ts';
import { erase } from './erasure.ts';
import { receive } from './outbox.ts';
import { lock, remove, restore, save } from './repository.ts';
import { flagged, newRow, registerOf, setRegister } from './rows.ts';
import { NoSpaceError } from './space.ts';
import { readUnsent, unsentOf } from './unsent.ts';

const UNIT = 'unit-a';
const OWNER = { collection: 'sessions', id: 's', client: { collection: 'businesses', id: 'b' } } as const;
const stamp = (n: number) => `01a20c9374c0-${String(n).padStart(4, '0')}@d_hubhubhu` as never;

let database: Database;
let count = 0;

beforeEach(async () => {
  database = openDatabase(`attachments-${count++}`);
  const device = { deviceId: 'd_ningsihn', user: 'ningsih', unit: UNIT, role: 'coordinator' };
  await setMeta('device', device as never, database);
  await save('businesses', 'b', { name: 'Kopi Napu' }, {}, database);
  const consent = { clientId: 'b', purposeMentoring: true, givenOn: '2026-01-05', way: 'paper' };
  await save('consents', 'c', { ...consent, clientCollection: 'businesses' }, {}, database);
  await save('sessions', 's', { clientCollection: 'businesses', clientId: 'b' }, {}, database);
});

afterEach(() => vi.unstubAllGlobals());

const photo = (text = 'a photo') => new Blob([text], { type: 'image/jpeg' });
const add = (file = photo(), owner: Parameters<typeof attach>[0] = OWNER) =>
  attach(owner, file, { kind: 'photo', title: 'Produk' }, database);
const valuesOf = async (id: string) => (await database.attachments.get(id))?.values as Record<string, Json>;
const free = (bytes: number) =>
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: bytes, usage: 0 }) } });

/** The hub says something of an attachment. */
async function byHub(id: string, values: Record<string, Json>): Promise<void> {
  const row = await database.attachments.get(id);
  const registers = Object.entries(values).map(([field, value], i): [string, Register] => [
    field,
    edit(registerOf(row, field), stamp(i + 1), 'hub', value),
  ]);
  const record = { collection: 'attachments', id, unit: UNIT, registers: Object.fromEntries(registers) };
  await receive({ records: [record], next: 1, more: false } as never, database);
}

const receipt = (id: string) => byHub(id, { receivedAt: '2026-11-25T08:00:00.000Z' });

describe('a new photo', () => {
  test('is kept encrypted under its hash, and can be read again', async () => {
    const id = await add();
    const values = await valuesOf(id);
    expect(values).toMatchObject({ parentCollection: 'sessions', parent: 's', clientId: 'b', size: 7 });
    for (const [field, value] of Object.entries(values)) expect(checkValue('attachments', field, value)).toBe('ok');
    const held = await database.files.get(String(values.hash));
    expect(await hashOf(held?.file as Blob)).toBe(values.hash);
    expect(await held?.file.text()).not.toContain('photo');
    const read = await readFile(id, database);
    expect([await read?.text(), read?.type]).toEqual(['a photo', 'image/jpeg']);
    expect((await unsentOf(database, 'attachments', id)).length).toBeGreaterThan(5);
  });

  test('has a key and a name of its own each time', async () => {
    const [a, b] = [await valuesOf(await add()), await valuesOf(await add())];
    expect(a.hash).not.toBe(b.hash);
    expect(a.key).not.toBe(b.key);
  });

  test('is not saved half: when the file cannot be written, there is no record either', async () => {
    const original = IDBObjectStore.prototype.put;
    const failing = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args: Parameters<IDBObjectStore['put']>
    ) {
      if (this.name === 'files') throw new DOMException('full', 'QuotaExceededError');
      return original.apply(this, args);
    });
    await expect(add()).rejects.toThrow(NoSpaceError);
    failing.mockRestore();
    expect(await database.attachments.count()).toBe(0);
    expect((await readUnsent(database)).filter(({ collection }) => collection === 'attachments')).toEqual([]);
  });

  test('is refused while there is too little room; a record is still saved', async () => {
    free(150_000_000);
    await expect(add()).rejects.toThrow(NoSpaceError);
    await save('sessions', 's', { advice: 'Kemas ulang' }, {}, database);
    expect((await database.sessions.get('s'))?.values.advice).toBe('Kemas ulang');
    free(1_000_000_000);
    await add();
  });

  test('is refused when it is larger than the hub takes', async () => {
    await expect(add(new Blob([new Uint8Array(MAX_FILE_BYTES)]))).rejects.toThrow(TooLargeError);
    expect(await database.files.count()).toBe(0);
  });

  test.each([
    ['locked', () => lock('sessions', 's', '2026-11-25T08:00:00.000Z', database)],
    ['deleted', () => remove('sessions', 's', database)],
    ['erased', () => erase('businesses', 'b', undefined, database)],
  ])('is refused where its session is %s', async (_, close) => {
    await close();
    await expect(add()).rejects.toThrow(ClosedError);
    expect(await database.files.count()).toBe(0);
  });
});

test('a photo of a locked session cannot be removed', async () => {
  const id = await add();
  await lock('sessions', 's', '2026-11-25T08:00:00.000Z', database);
  await expect(detach(id, database)).rejects.toThrow(ClosedError);
});

test('deleting a session takes its photos out of sight, taking that back brings them again', async () => {
  const id = await add();
  await remove('sessions', 's', database);
  expect((await valuesOf(id)).deletedAt).toBeTruthy();
  expect(await waitingFiles(database)).toEqual([]);
  await restore('sessions', 's', database);
  expect((await valuesOf(id)).deletedAt).toBeNull();
  expect(await readFile(id, database)).not.toBeNull();
});

describe('a copy', () => {
  test('is forgotten only when the hub has said that it has the file', async () => {
    const [waiting, received] = [await add(photo('one')), await add(photo('two'))];
    await receipt(received);
    expect(await freeSpace(true, database)).toBe(1);
    expect(await (await readFile(waiting, database))?.text()).toBe('one');
    expect(await readFile(received, database)).toBeNull();
    expect(await missingFiles(database)).toHaveLength(1);
  });

  test('of what was removed before the hub had it goes only when the user wants that', async () => {
    const id = await add();
    await detach(id, database);
    expect(await fileSpace(database)).toMatchObject({ files: 1, removed: { files: 1 }, waiting: { files: 0 } });
    expect(await freeSpace(false, database)).toBe(0);
    expect(await freeSpace(true, database)).toBe(1);
  });
});

test('what waits for the hub, the smallest first', async () => {
  for (const text of ['xxx', 'x', 'xx']) await add(photo(text));
  expect((await waitingFiles(database)).map(({ size }) => size)).toEqual([29, 30, 31]);
});

describe('erasing the client', () => {
  test('takes the key, the words and the file, and what else stays is no more than that there was one', async () => {
    const id = await add();
    await erase('businesses', 'b', undefined, database);
    expect(await database.files.count()).toBe(0);
    const { key, title, size, hash } = await valuesOf(id);
    expect([key, title, size]).toEqual([null, null, null]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('takes the file on every laptop that hears of it', async () => {
    const id = await add();
    await byHub(id, { erasedAt: '2026-11-25T08:00:00.000Z', key: null });
    expect(await database.files.count()).toBe(0);
  });

  test('keeps late files out', async () => {
    const id = await add();
    const { hash } = await valuesOf(id);
    const { file } = (await database.files.get(String(hash))) as { file: Blob };
    await erase('businesses', 'b', undefined, database);
    expect(await keepFile(String(hash), file, database)).toBe(false);
    expect(await database.files.count()).toBe(0);
  });
});

test('a file that no record names is not kept', async () => {
  const file = photo();
  expect(await keepFile(await hashOf(file), file, database)).toBe(false);
});

test('a file that was swapped is no picture', async () => {
  const id = await add();
  const { hash } = await valuesOf(id);
  await database.files.put({ hash: String(hash), file: photo('x'.repeat(60)), heldSince: '' });
  await expect(readFile(id, database)).rejects.toThrow(WrongFileError);
});

test('who was not sent the key cannot read it', async () => {
  const row = newRow('a', UNIT);
  const file = photo();
  const hash = await hashOf(file);
  setRegister(row, 'hash', edit(undefined, stamp(1), 'sari', hash));
  await database.attachments.put(flagged(row));
  expect(await keepFile(hash, file, database)).toBe(true);
  expect(await readFile('a', database)).toBeNull();
});
