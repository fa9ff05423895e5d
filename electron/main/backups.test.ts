/** Snapshots lie whole in their folder or not at all, and nothing outside of it is touched. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SnapshotWriter } from '#core/snapshot/format.ts';
import { type Backups, backupFolder, openBackups } from './backups.ts';

const PLENTY = 10_000_000_000;

let root: string;
let folder: string;
let backups: Backups;
let free = PLENTY;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pendamping-backups-'));
  folder = backupFolder(join(root, 'Pendamping'));
  free = PLENTY;
  backups = openBackups(folder, async () => free);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function snapshot(created: string, database = 'pendamping'): Uint8Array[] {
  const writer = new SnapshotWriter();
  const header = { format: 1, app: '1.2.3', database, version: 90, created, layout: [], counts: {} };
  return [writer.begin(header), writer.blob(new Uint8Array(100)), writer.end()];
}

async function write(created: string, database?: string): Promise<string | null> {
  const backup = (await backups.begin(1000)) as string;
  await Promise.all(snapshot(created, database).map((piece) => backups.append(backup, piece)));
  return backups.finish(backup);
}

async function readAll(name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const piece = await backups.read(name, at);
    if (piece.length === 0) return Buffer.concat(pieces);
    pieces.push(piece);
    at += piece.length;
  }
}

test('a snapshot is kept beside the profile, listed by its own header, and read back', async () => {
  const name = (await write('2026-11-26T01:02:03.004Z')) as string;
  expect(folder).toBe(join(root, 'Pendamping Cadangan'));
  expect(name).toBe('20261126T010203004Z.cadangan');
  const [entry] = await backups.list();
  expect(entry).toMatchObject({
    name,
    created: '2026-11-26T01:02:03.004Z',
    database: 'pendamping',
    version: 90,
    app: '1.2.3',
  });
  expect(await readAll(name)).toEqual(Buffer.concat(snapshot('2026-11-26T01:02:03.004Z')));
  await backups.remove(name);
  expect(await backups.list()).toEqual([]);
});

test('what was cut short is no snapshot, and is cleared away at the next start', async () => {
  const backup = (await backups.begin(1000)) as string;
  await backups.append(backup, snapshot('2026-11-26T01:02:03Z')[0] as Uint8Array);
  expect(await backups.list()).toEqual([]);
  expect(readdirSync(folder)).toHaveLength(1);
  openBackups(folder);
  expect(readdirSync(folder)).toEqual([]);
  await backups.drop(backup);
});

test('one at a time, and none where it would fill the disk', async () => {
  const first = (await backups.begin(1000)) as string;
  const next = (await backups.begin(1000)) as string;
  expect(readdirSync(folder)).toEqual([`${next}.part`]);
  await backups.drop(next);
  expect(readdirSync(folder)).toEqual([]);
  await expect(Promise.resolve().then(() => backups.append(first, new Uint8Array(1)))).rejects.toThrow(
    'no such backup',
  );
  free = 600_000_000;
  expect(await backups.begin(200_000_000)).toBeNull();
  const small = (await backups.begin(1000)) as string;
  free = 100_000_000;
  // Somebody else filled it meanwhile.
  for (let fits = true, pieces = 0; fits; pieces++) {
    expect(pieces).toBeLessThan(40);
    fits = await backups.append(small, new Uint8Array(1024 * 1024));
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('the expendable go when a new one is whole, each database by itself', async () => {
  for (let day = 1; day <= 9; day++) for (const hour of ['02', '08']) await write(`2026-11-0${day}T${hour}:00:00.000Z`);
  await write('2026-10-01T08:00:00.000Z', 'another');
  const left = await backups.list();
  expect(left.filter(({ database }) => database === 'another')).toHaveLength(1);
  expect(left.length).toBeLessThan(14);
  expect(left[0]?.created).toBe('2026-11-09T08:00:00.000Z');
});

test('what nobody can read is listed all the same; links are not followed, and no name leads elsewhere', async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, '20261126T010203000Z.cadangan'), 'rubbish');
  writeFileSync(join(root, 'secret'), 'secret');
  symlinkSync(join(root, 'secret'), join(folder, '20261127T010203000Z.cadangan'));
  expect(await backups.list()).toMatchObject([{ name: '20261126T010203000Z.cadangan', database: '', size: 7 }]);
  await expect(backups.read('20261127T010203000Z.cadangan', 0)).rejects.toThrow('no such backup');
  for (const name of ['../secret', '/etc/passwd', '20261126T010203000Z.cadangan/../../secret', '']) {
    await expect(backups.read(name, 0)).rejects.toThrow('no such backup');
    await expect(backups.remove(name)).rejects.toThrow('no such backup');
  }
  expect(readFileSync(join(root, 'secret'), 'utf8')).toBe('secret');
});
