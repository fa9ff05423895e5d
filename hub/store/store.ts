/** Opens the hub's database: SQLite in a folder, or PostgreSQL. Everything above speaks Kysely and does not ask which. */
import { join } from 'node:path';
import { Kysely, sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { type FileFolder, KEEP_FREE_BYTES, makeFileFolder } from './files.ts';
import { migrations } from './migrations/index.ts';
import { isCrowded, postgresDialect } from './postgres.ts';
import type { Tables } from './schema.ts';
import { isSqliteBusy, sqliteDialect, sqliteReader } from './sqlite.ts';

export type Database = Kysely<Tables>;
export type Trx = Transaction<Tables>;
export type StorePlace = ({ data: string; databaseUrl?: undefined } | { databaseUrl: string; data?: undefined }) & {
  /** Folder of the attachments' files; in `data` unless it is named. Without one the hub takes no files. */
  files?: string | undefined;
  /** See FileFolder. */
  keepFreeBytes?: number | undefined;
};

export interface Store {
  kind: 'sqlite' | 'postgres';
  db: Database;
  /** Null: this hub keeps no files. */
  files: FileFolder | null;
  /** Removes what was deleted or replaced from the log of recent writes too, as far as no reader needs it now. */
  scrub: () => Promise<void>;
  /** Runs work that only reads, and reads one state however long it takes. Nobody who writes waits for it. */
  snapshot: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** The data cannot be opened, and the message says what to check. */
export class StoreError extends Error {}

export async function openStore(place: StorePlace): Promise<Store> {
  const kind = place.databaseUrl === undefined ? 'sqlite' : 'postgres';
  let db: Database | undefined;
  try {
    db = openDatabase(place);
    await migrate(db, kind);
    const opened = db;
    const files = openFiles(place);
    return {
      kind,
      db: opened,
      files,
      scrub: () => scrub(opened, kind),
      snapshot: (work) => snapshot(opened, place, work),
      close: () => opened.destroy(),
    };
  } catch (error) {
    await db?.destroy();
    if (isBusy(error) || error instanceof StoreError) throw error;
    // The driver's own message may quote the connection string: only its code is passed on.
    const code = (error as { code?: unknown }).code ?? 'unknown';
    const reason = kind === 'sqlite' ? `${code}: ${(error as Error).message}` : `${code}`;
    const check = kind === 'sqlite' ? `check that the folder can be written: ${place.data}` : 'check DATABASE_URL';
    throw new StoreError(`cannot open the database (${reason}); ${check}`, { cause: error });
  }
}

function openFiles({ data, files, keepFreeBytes = KEEP_FREE_BYTES }: StorePlace): FileFolder | null {
  const root = files ?? (data === undefined ? undefined : join(data, 'files'));
  if (root === undefined) return null;
  const folder = { root, keepFreeBytes };
  try {
    makeFileFolder(folder);
  } catch (error) {
    throw new StoreError(`cannot write attachments into ${root} (${(error as Error).message}); check --files`);
  }
  return folder;
}

/** The database as it is; its tables may be those of an earlier version. */
export const openDatabase = (place: StorePlace): Database =>
  new Kysely<Tables>({
    dialect: place.databaseUrl === undefined ? sqliteDialect(place.data) : postgresDialect(place.databaseUrl),
  });

async function snapshot<T>(db: Database, place: StorePlace, work: (trx: Trx) => Promise<T>): Promise<T> {
  if (place.data === undefined) return db.transaction().setIsolationLevel('repeatable read').execute(work);
  const reader = new Kysely<Tables>({ dialect: sqliteReader(place.data) });
  try {
    return await reader.transaction().execute(work);
  } finally {
    await reader.destroy();
  }
}

/** SQLite's log keeps old pages until they are written over; PostgreSQL recycles its own, which only its owner can read. */
async function scrub(db: Database, kind: Store['kind']): Promise<void> {
  if (kind === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

/** Nothing is wrong with what was asked; asking again helps. */
export const isBusy = (error: unknown): boolean => isSqliteBusy(error) || isCrowded(error);

/** SQLite has no `for update`: its transactions hold the only write lock from their start. */
export const hasRowLocks = (trx: Database): boolean => trx.getExecutor().adapter.supportsMultipleConnections !== false;

export async function getMeta(db: Database | Trx, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

export async function setMeta(trx: Trx, key: string, value: string): Promise<void> {
  await trx
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

async function migrate(db: Database, kind: Store['kind']): Promise<void> {
  const run = async (target: Database) => {
    const provider = { getMigrations: async () => migrations };
    const { error } = await new Migrator({ db: target, provider }).migrateToLatest();
    if (error) throw error;
  };
  // On PostgreSQL Kysely takes an advisory lock; on SQLite one transaction keeps a second process out.
  if (kind === 'postgres') await run(db);
  else await db.transaction().execute(run);
}
