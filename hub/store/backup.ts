/**
 * Backup and restore. One format for both stores, so that a hub can also move from one to the other: a SQLite file with the
 * hub's tables, as `vacuum into` writes it. It holds everything, also keys and personal data: keep it like the data itself.
 * Files of attachments stand in a folder beside it, `FILE.files`; they are ciphertext, and their keys are in the database.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { audit } from '../identity/audit.ts';
import { keepsFiles, reviewFiles } from '../sync/attachments.ts';
import { beginEpoch } from './epoch.ts';
import { copyFiles } from './files.ts';
import { migrations } from './migrations/index.ts';
import type { Tables } from './schema.ts';
import { lockFolder, sqliteFile } from './sqlite.ts';
import { type Database, openStore, type Store, StoreError, type StorePlace, type Trx } from './store.ts';

export interface BackedUp {
  file: string;
  /** The attachments; null when the hub keeps none, or their folder is not known. */
  files: Copied | null;
  bytes: number;
  units: number;
  registers: number;
  history: number;
}

interface Copied {
  folder: string;
  count: number;
  bytes: number;
}

export interface Restored {
  from: string;
  /** The attachments that the backup has, and where they are now; null when it has none, or no folder is named for them. */
  files: Copied | null;
  /** Where the data that stood there before are kept; null when there were none. */
  kept: string | null;
}

/** Every table with its key, in an order in which rows can refer to rows before them. */
export const TABLE_KEYS: { [T in keyof Tables]: (keyof Tables[T] & string)[] } = {
  units: ['id'],
  users: ['id'],
  devices: ['id'],
  codes: ['code_hash'],
  registers: ['unit', 'collection', 'id', 'field'],
  history: ['unit', 'collection', 'id', 'field', 'stamp'],
  audit: ['id'],
  files: ['unit', 'hash', 'record'],
  meta: ['key'],
};
const TABLE_NAMES = Object.keys(TABLE_KEYS) as (keyof Tables)[];
const PAGE = 400;

/**
 * Writes the state of one moment into a new file, beside a running hub. The file has its name only when it is whole, was
 * checked and is on the disk. Throws `StoreError` when the file exists or cannot be written.
 */
export async function backup(store: Store, file: string): Promise<BackedUp> {
  const to = resolve(file);
  if (existsSync(to)) throw new StoreError(`${to} exists already; name a new file`);
  const partial = `${to}.partial`;
  makePrivate(partial);
  try {
    if (store.kind === 'sqlite') await writeSnapshot(store, partial);
    else await withScratch(tmpdir(), (data) => snapshotOf(store, data, partial));
    const counts = checkFile(partial);
    flush(partial);
    renameSync(partial, to);
    flush(dirname(to));
    // After the database: so every file that it has a receipt for is among them.
    const files = store.files && (await copyFolder(store.files.root, filesBeside(to)));
    return { file: to, files, bytes: statSync(to).size, ...counts };
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/**
 * Brings a backup back, into a place without data or, with `replace`, instead of the data there, which are kept beside. It
 * begins a new epoch and a recovery (docs/sync.md, "A restored hub").
 *
 * SQLite: refused while a hub runs on the folder. PostgreSQL: one transaction, so that a running hub goes on with the
 * restored data.
 */
export async function restore(place: StorePlace, file: string, replace: boolean): Promise<Restored> {
  const from = resolve(file);
  if (!existsSync(from)) throw new StoreError(`no file ${from}; check its name`);
  checkFile(from);
  return place.data === undefined ? restoreToServer(place, from, replace) : restoreToFolder(place, from, replace);
}

const filesBeside = (backup: string): string => `${backup}.files`;

/** What stands there stays: a file never changes, and one that nobody names goes in time. */
async function copyFolder(from: string, to: string): Promise<Copied> {
  return { folder: to, ...(await copyFiles(from, to)) };
}

/** Before the database, whose receipts speak of them. */
async function bringFiles(backup: string, to: string | undefined): Promise<Copied | null> {
  return to !== undefined && existsSync(filesBeside(backup)) ? copyFolder(filesBeside(backup), to) : null;
}

async function restoreToFolder(
  { data, files = join(data, 'files') }: StorePlace & { data: string },
  from: string,
  replace: boolean,
): Promise<Restored> {
  const lock = lockFolder(data);
  if (!lock) throw new StoreError(`a hub is running on ${data}; stop it first`);
  try {
    const current = sqliteFile(data);
    const isTaken = existsSync(current);
    if (isTaken && !replace) throw new StoreError(`there are data in ${data}; add --replace to keep them beside`);
    const brought = await bringFiles(from, files);
    return await withScratch(data, async (scratch) => {
      const store = await openCopy(from, scratch);
      await store.db.transaction().execute(beginAgain);
      // Closing the last connection brings everything into the one file.
      await store.close();
      flush(sqliteFile(scratch));
      const kept = isTaken ? join(data, `hub-before-restore-${fileTime()}.sqlite`) : null;
      if (kept) moveDatabase(current, kept);
      moveDatabase(sqliteFile(scratch), current);
      flush(data);
      // Receipts and files are compared when the hub starts.
      return { from, kept, files: brought };
    });
  } finally {
    lock.release();
  }
}

async function restoreToServer(place: StorePlace, from: string, replace: boolean): Promise<Restored> {
  const target = await openStore(place);
  try {
    const files = await bringFiles(from, place.files);
    const restored = await withScratch(tmpdir(), async (scratch) => {
      const source = await openCopy(from, scratch);
      try {
        return await target.db.transaction().execute(async (trx) => {
          // No writer comes between what is kept and what replaces it; readers, such as the backup, may.
          await sql`lock table units in exclusive mode`.execute(trx);
          const taken = await trx.selectFrom('units').select('id').limit(1).executeTakeFirst();
          if (taken && !replace)
            throw new StoreError('there are data in the database; add --replace to keep them beside');
          const kept = taken ? `${from}.before-restore-${fileTime()}` : null;
          if (kept) await backup(target, kept);
          await sql`truncate ${sql.join(TABLE_NAMES.map((table) => sql.table(table)))}`.execute(trx);
          await copyTables(source.db, trx);
          await beginAgain(trx);
          return { from, kept, files };
        });
      } finally {
        await source.close();
      }
    });
    // A hub may be running on the database, and would believe its receipts.
    if (keepsFiles(target)) await reviewFiles(target);
    return restored;
  } finally {
    await target.close();
  }
}

async function beginAgain(trx: Trx): Promise<void> {
  await beginEpoch(trx, new Date());
  await audit(trx, { event: 'restored' });
}

/** A copy of the backup, brought to the tables of today. */
async function openCopy(from: string, folder: string): Promise<Store> {
  copyFileSync(from, sqliteFile(folder));
  chmodSync(sqliteFile(folder), 0o600);
  return openStore({ data: folder });
}

const writeSnapshot = (store: Store, file: string) => sql`vacuum into ${file}`.execute(store.db);

/** From PostgreSQL: by way of a SQLite database of its own. */
async function snapshotOf(store: Store, data: string, file: string): Promise<void> {
  const copy = await openStore({ data });
  try {
    await store.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((from) => copy.db.transaction().execute((to) => copyTables(from, to)));
    await writeSnapshot(copy, file);
  } finally {
    await copy.close();
  }
}

async function copyTables(from: Database | Trx, to: Trx): Promise<void> {
  for (const table of TABLE_NAMES) {
    for await (const rows of pagesOf(from, table)) await to.insertInto(table).values(rows).execute();
  }
}

/** In the order of the key, each page from where the last one ended. */
async function* pagesOf(db: Database | Trx, table: keyof Tables): AsyncGenerator<Tables[keyof Tables][]> {
  const columns = TABLE_KEYS[table].map((column) => sql.ref(column));
  const key = sql.join(columns);
  let after = sql<boolean>`1 = 1`;
  for (;;) {
    const { rows } = await sql<Tables[keyof Tables]>`
      select * from ${sql.table(table)} where ${after} order by ${key} limit ${sql.lit(PAGE)}`.execute(db);
    const last = rows.at(-1) as Record<string, unknown> | undefined;
    if (last) yield rows;
    if (!last || rows.length < PAGE) return;
    after = sql<boolean>`(${key}) > (${sql.join(TABLE_KEYS[table].map((column) => last[column]))})`;
  }
}

/** Throws `StoreError` unless the file is a whole backup that this version can read. */
function checkFile(file: string): Pick<BackedUp, 'units' | 'registers' | 'history'> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const first = (query: string) => Object.values(database?.prepare(query).get() ?? {})[0];
    if (first('pragma integrity_check') !== 'ok' || first('pragma foreign_key_check') !== undefined) {
      throw new StoreError(`${file} is damaged; take another backup`);
    }
    const names = database.prepare('select name from kysely_migration').all();
    const unknown = names.map((row) => String(row.name)).find((name) => !Object.hasOwn(migrations, name));
    if (unknown) throw new StoreError(`${file} was made by a newer hub (${unknown}); update this hub first`);
    const count = (table: keyof Tables) => Number(first(`select count(*) from ${table}`));
    return { units: count('units'), registers: count('registers'), history: count('history') };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(`${file} is no backup of a hub, or damaged (${(error as Error).message})`, { cause: error });
  } finally {
    database?.close();
  }
}

/** Made empty first, so that nobody else can read what is written into it. */
function makePrivate(file: string): void {
  try {
    rmSync(file, { force: true });
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new StoreError(`cannot write ${file} (${(error as Error).message})`, { cause: error });
  }
}

async function withScratch<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(parent, 'restore-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The write-ahead log belongs to the file: it may hold the last changes. */
function moveDatabase(from: string, to: string): void {
  for (const suffix of ['-wal', '-shm', '']) if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** E.g. `20260131-235959-042`: sorts by time, and no file system minds it. */
const fileTime = (): string => new Date().toISOString().replace(/[-:Z]/g, '').replace(/[T.]/g, '-');
