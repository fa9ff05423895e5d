/**
 * Many rows in few statements. For Kysely to build such a statement takes longer than for the database to run it; so its text
 * is made here, once.
 */
import { CompiledQuery } from 'kysely';
import { chunks } from '#core/chunks.ts';
import { copyInto } from './postgres.ts';
import type { Tables } from './schema.ts';
import { hasRowLocks, type Trx } from './store.ts';

/** What is written into a table. */
export interface RowWriter<Row> {
  /** Rows of which none stands yet: one that does is an error. */
  add: (trx: Trx, rows: readonly Row[]) => Promise<void>;
  /** Rows that may stand already under their key, and are replaced then. */
  put: (trx: Trx, rows: readonly Row[]) => Promise<void>;
}

/** SQLite keeps compiled statements by their text, which differs by the number of rows. */
const ROWS_OF_SQLITE = 64;

/**
 * @param columns the columns that are written, with their types in PostgreSQL
 * @param key the columns of the primary key
 */
export function rowWriter<T extends keyof Tables>(
  table: T,
  columns: Record<keyof Tables[T] & string, 'text' | 'bigint'>,
  key: readonly (keyof Tables[T] & string)[],
): RowWriter<Tables[T]> {
  const names = Object.keys(columns) as (keyof Tables[T] & string)[];
  const replaced = names.filter((name) => !key.includes(name)).map((name) => `"${name}" = excluded."${name}"`);
  const conflict = ` on conflict (${listOf(key)}) do update set ${replaced.join(', ')}`;
  const target = `"${table}" (${listOf(names)})`;
  const insert = `insert into ${target}`;

  const arrays = names.map((name, i) => `$${i + 1}::${columns[name]}[]`).join(', ');
  const putInPostgres = `${insert} select * from unnest(${arrays})${conflict}`;
  const row = `(${names.map(() => '?').join(', ')})`;
  const forSqlite = (rows: number, end: string) => `${insert} values ${Array(rows).fill(row).join(', ')}${end}`;

  const inSqlite = async (trx: Trx, rows: readonly Tables[T][], end: string) => {
    for (const some of chunks(rows, ROWS_OF_SQLITE)) {
      const values = some.flatMap((row) => names.map((name) => row[name]));
      await trx.executeQuery(CompiledQuery.raw(forSqlite(some.length, end), values));
    }
  };
  return {
    async add(trx, rows) {
      if (rows.length === 0) return;
      if (!hasRowLocks(trx)) return inSqlite(trx, rows, '');
      const values = rows.map((row) => names.map((name) => row[name] as string | number));
      await trx.executeQuery(copyInto(target, values));
    },
    async put(trx, rows) {
      if (rows.length === 0) return;
      if (!hasRowLocks(trx)) return inSqlite(trx, rows, conflict);
      const values = names.map((name) => rows.map((row) => row[name]));
      await trx.executeQuery(CompiledQuery.raw(putInPostgres, values));
    },
  };
}

const listOf = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
