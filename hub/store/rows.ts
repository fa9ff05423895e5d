/**
 * Many rows in few statements. For Kysely to build such a statement takes longer than for the database to run it; so its text
 * is made here, once.
 */
import { CompiledQuery } from 'kysely';
import type { Tables } from './schema.ts';
import { hasRowLocks, type Trx } from './store.ts';

/** What is written into a table. */
export interface RowWriter<Row> {
  write: (trx: Trx, rows: readonly Row[]) => Promise<void>;
}

/** SQLite keeps compiled statements by their text, which differs by the number of rows. */
const ROWS_OF_SQLITE = 64;

/**
 * @param columns the columns that are written, with their types in PostgreSQL
 * @param key a row that stands under the same key is replaced; without it, that is an error
 */
export function rowWriter<T extends keyof Tables>(
  table: T,
  columns: Record<keyof Tables[T] & string, 'text' | 'bigint'>,
  key: readonly (keyof Tables[T] & string)[] = [],
): RowWriter<Tables[T]> {
  const names = Object.keys(columns) as (keyof Tables[T] & string)[];
  const replaced = names.filter((name) => !key.includes(name)).map((name) => `"${name}" = excluded."${name}"`);
  const conflict = key.length === 0 ? '' : `on conflict (${listOf(key)}) do update set ${replaced.join(', ')}`;
  const insert = `insert into "${table}" (${listOf(names)})`;

  const arrays = names.map((name, i) => `$${i + 1}::${columns[name]}[]`).join(', ');
  const forPostgres = `${insert} select * from unnest(${arrays}) ${conflict}`;
  const row = `(${names.map(() => '?').join(', ')})`;
  const forSqlite = (rows: number) => `${insert} values ${Array(rows).fill(row).join(', ')} ${conflict}`;

  return {
    async write(trx, rows) {
      if (rows.length === 0) return;
      if (hasRowLocks(trx)) {
        const values = names.map((name) => rows.map((row) => row[name]));
        await trx.executeQuery(CompiledQuery.raw(forPostgres, values));
        return;
      }
      for (let from = 0; from < rows.length; from += ROWS_OF_SQLITE) {
        const some = rows.slice(from, from + ROWS_OF_SQLITE);
        const values = some.flatMap((row) => names.map((name) => row[name]));
        await trx.executeQuery(CompiledQuery.raw(forSqlite(some.length), values));
      }
    },
  };
}

const listOf = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
