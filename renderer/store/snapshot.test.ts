/** A snapshot holds all that lies in a database, and is put back whole or not at all. */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { SnapshotError } from '#core/snapshot/format.ts';
import { attach, readFile } from './attachments.ts';
import { decodeRows, encodeRows } from './clone.ts';
import { type Database, getMeta, openDatabase, setMeta } from './database.ts';
import { layoutOf, openRaw, rawVersion, readPages } from './raw.ts';
import { save } from './repository.ts';
import { newRow } from './rows.ts';
import {
  adoptRestored,
  asidesOf,
  forgetAsides,
  makeSnapshot,
  NewerStoreError,
  restoreSnapshot,
  storeState,
} from './snapshot.ts';

const NOW = Date.parse('2026-11-26T01:02:03Z');
const VERSION = rawVersion(1000);

let name: string;
let count = 0;

beforeEach(() => {
  name = `snapshot-${count++}`;
});

describe('rows as text and bytes', () => {
  test('come back as they were', () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withObjectString: false,
    });
    fc.assert(
      fc.property(fc.array(value), (some) => {
        // As IndexedDB would keep it.
        const rows = structuredClone(some);
        const { json, bytes } = encodeRows(rows);
        expect(structuredClone(decodeRows(json, bytes, []))).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test('with names that are ours, files, and a key that stays behind', async () => {
    const { privateKey } = (await crypto.subtle.generateKey('Ed25519', false, ['sign'])) as CryptoKeyPair;
    const row = { $: 'b', ['__proto__']: 1, file: new Blob(['photo'], { type: 'image/png' }), privateKey, end: true };
    const { json, bytes, blobs } = encodeRows([row]);
    const [back] = decodeRows(json, bytes, blobs) as [Record<string, unknown>];
    expect(Object.keys(back).toSorted()).toEqual(['$', '__proto__', 'end', 'file']);
    expect([await (back.file as Blob).text(), (back.file as Blob).type, back.$]).toEqual(['photo', 'image/png', 'b']);
  });
});

async function filled(): Promise<{ database: Database; photo: string }> {
  const database = openDatabase(name);
  const device = { deviceId: 'd_ningsihn', user: 'ningsih', unit: 'unit-a', role: 'coordinator' };
  await setMeta('device', device as never, database);
  await setMeta('cursor', 77, database);
  const many = Array.from({ length: 450 }, (_, i) => ({
    ...newRow(`m${i}`, 'unit-a'),
    values: { name: `Usaha ${i}` },
  }));
  await database.businesses.bulkPut(many);
  for (const id of ['b0', 'b1']) await save('businesses', id, { name: `Usaha ${id}` }, {}, database);
  const consent = { clientId: 'b1', purposeMentoring: true, givenOn: '2026-01-05', way: 'paper' };
  await save('consents', 'c', { ...consent, clientCollection: 'businesses' }, {}, database);
  await save('sessions', 's', { clientCollection: 'businesses', clientId: 'b1' }, {}, database);
  const owner = { collection: 'sessions', id: 's', client: { collection: 'businesses', id: 'b1' } } as const;
  const photo = await attach(owner, new Blob([new Uint8Array(1_200_000).fill(7)]), { kind: 'photo' }, database);
  return { database, photo };
}

async function collect(options: Partial<Parameters<typeof makeSnapshot>[0]> = {}): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of makeSnapshot({ database: name, app: '1', now: NOW, ...options })) pieces.push(piece);
  return pieces;
}

const playing = (pieces: readonly Uint8Array[]) =>
  async function* () {
    yield* pieces;
  };

/** All rows, without what a restore changes on purpose. */
async function contents(of = name): Promise<Record<string, string[]>> {
  const database = (await openRaw(of)) as IDBDatabase;
  const all: Record<string, string[]> = {};
  for (const { name: table } of layoutOf(database)) {
    // Derived from the rows.
    if (['packs', 'written'].includes(table)) continue;
    all[table] = [];
    for await (const { keys, rows } of readPages(database, table, 100)) {
      const kept = rows.filter((_, i) => table !== 'meta' || keys[i] !== 'cursor');
      all[table].push(...kept.map((row) => JSON.stringify(row)));
    }
  }
  database.close();
  return all;
}

const restore = (pieces: readonly Uint8Array[], into = name) =>
  restoreSnapshot({ pieces: playing(pieces), database: into, version: VERSION, now: NOW });

describe('a database', () => {
  test('is put back with every row, index and photo; what stood there is set aside until it is forgotten', async () => {
    const { database, photo } = await filled();
    const before = await contents();
    const pieces = await collect();
    await save('businesses', 'b0', { name: 'Sesudah cadangan' }, {}, database);
    const later = await contents();
    database.close();

    expect(await restore(pieces)).toEqual({ unreadable: 0 });
    expect(await contents()).toEqual(before);
    const [aside] = await asidesOf(name);
    expect(await contents(aside)).toEqual(later);

    const again = openDatabase(name);
    expect(await (await readFile(photo, again))?.arrayBuffer()).toMatchObject({ byteLength: 1_200_000 });
    expect(await again.sessions.where('values.clientId').equals('b1').count()).toBe(1);
    expect(await again.meta.get('cursor')).toBeUndefined();
    for (let i = 0; i < 2; i++) await adoptRestored(again);
    expect((await getMeta('restored', again))?.created).toBe('2026-11-26T01:02:03.000Z');
    // Lists are made from what is noted here.
    expect(await again.written.count()).toBeGreaterThan(450);
    await setMeta('restored', undefined as never, again);
    await adoptRestored(again);
    expect(await getMeta('restored', again)).toBeUndefined();
    await save('businesses', 'b0', { name: 'Dan lanjut' }, {}, again);
    again.close();
    await forgetAsides(name);
    expect(await asidesOf(name)).toEqual([]);
  });

  test('leaves out the files that the hub has', async () => {
    const { database } = await filled();
    const [hash] = (await database.files.toCollection().primaryKeys()) as [string];
    database.close();
    const size = (pieces: Uint8Array[]) => pieces.reduce((sum, { length }) => sum + length, 0);
    expect(size(await collect({ withoutFiles: new Set([hash]) }))).toBeLessThan(size(await collect()) - 1_200_000);
  });

  test('stays untouched by a snapshot that is cut or damaged anywhere, or made by a newer app', async () => {
    const { database } = await filled();
    const before = await contents();
    database.close();
    const whole = new Uint8Array(await new Blob((await collect()) as Uint8Array<ArrayBuffer>[]).arrayBuffer());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.boolean(), fc.nat(7), async (at, isCut, bit) => {
        const bad = isCut ? whole.slice(0, at) : whole.slice();
        if (!isCut) bad[at] = (bad[at] as number) ^ (1 << bit);
        await expect(restore([bad])).rejects.toThrow(SnapshotError);
      }),
      { numRuns: 40 },
    );
    const older = restoreSnapshot({ pieces: playing([whole]), database: name, version: rawVersion(1), now: NOW });
    await expect(older).rejects.toThrow(NewerStoreError);
    expect(await contents()).toEqual(before);
    expect(await asidesOf(name)).toEqual([]);
  });

  test('that was half put back when the power went is no store for the app, and can be put back again', async () => {
    const { database } = await filled();
    const before = await contents();
    database.close();
    const pieces = await collect();
    for (const survived of [1, 5, pieces.length - 1]) {
      let reads = 0;
      const cut = restoreSnapshot({
        async *pieces() {
          reads += 1;
          if (reads === 1) yield* pieces;
          else yield* pieces.slice(0, survived);
        },
        ...{ database: name, version: VERSION, now: NOW + survived },
      });
      await expect(cut).rejects.toThrow(SnapshotError);
      expect(await storeState(name, VERSION)).toBe('filling');
      await expect(collect()).rejects.toThrow();
    }
    // The first of them set aside what was there.
    expect(await contents((await asidesOf(name))[0])).toEqual(before);
    await restore(pieces);
    expect(await storeState(name, rawVersion(9))).toBe('ready');
    expect(await contents()).toEqual(before);
  });

  test('that is not there is not made by looking', async () => {
    expect(await storeState(name, VERSION)).toBe('missing');
    await expect(collect()).rejects.toThrow();
    expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(name);
  });
});
