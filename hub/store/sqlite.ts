/** Kysely over Node's own SQLite: nothing to compile, and `synchronous=FULL` means that a commit is on the disk. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';

/** How long a writer waits for another process (an admin command beside a running hub) before it gives up. */
const BUSY_MS = 10_000;

export const sqliteFile = (data: string): string => join(data, 'hub.sqlite');

export function sqliteDialect(data: string): Dialect {
  // The folder holds personal data and keys: for its owner only.
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(sqliteFile(data), { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  // What is deleted or replaced is overwritten: an erased name must not stay in the free pages of the file.
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;');
  // 64 MB each. A page that many batches change is brought from the log into the file once.
  database.exec('pragma cache_size = -65536; pragma wal_autocheckpoint = 16000;');
  return new NodeSqliteDialect({ database: forKysely(database) });
}

/** A second connection that only reads: a transaction of it sees one state, and no writer waits for it. */
export const sqliteReader = (data: string): Dialect =>
  new SqliteDialect({ database: forKysely(new DatabaseSync(sqliteFile(data), { timeout: BUSY_MS, readOnly: true })) });

/**
 * Only one hub at a time may serve a folder. The lock is an open transaction on a small database of its own, so that the
 * operating system drops it however the process ends (also by kill -9), and no process id has to be believed.
 */
export function lockFolder(data: string): { release: () => void } | null {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(data, 'hub.lock'), { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive;');
  } catch (error) {
    lock.close();
    if (isSqliteBusy(error)) return null;
    throw error;
  }
  return { release: () => lock.close() };
}

/** SQLITE_BUSY and SQLITE_LOCKED: somebody else holds the database. */
export function isSqliteBusy(error: unknown): boolean {
  const code = (error as { errcode?: number } | null)?.errcode;
  return code !== undefined && (code & 0xff) >= 5 && (code & 0xff) <= 6;
}

/** Statements with many rows differ by the number of rows: without a limit they would pile up. */
const MAX_STATEMENTS = 300;

/** Statements are kept: to compile one takes longer than to run it. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      const statement = database.prepare(sql);
      const made: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...(values as SQLInputValue[])),
        run: (values) => statement.run(...(values as SQLInputValue[])),
        // One that is read row by row must not be started again meanwhile.
        iterate: (values) => database.prepare(sql).iterate(...(values as SQLInputValue[])),
      };
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      statements.set(sql, made);
      return made;
    },
  };
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(config: { database: SqliteDatabase }) {
    super(config);
    this.#database = config.database;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Takes the write lock at the start: a transaction that reads first and writes later could not be repeated by SQLite. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** SQLite can create tables in a transaction; Kysely's adapter does not use that, and two processes may start at once. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
