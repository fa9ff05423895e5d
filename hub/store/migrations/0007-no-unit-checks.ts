import { type Kysely, sql } from 'kysely';
import { hasRowLocks } from '../store.ts';

/**
 * PostgreSQL looks up the unit of every row that is written, which takes a third of the time of a push; whoever writes holds the
 * unit's row already (`writeUnitIn`). SQLite's look-up costs nothing that could be measured, and stays.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration speaks of the schema of its time, not of today's types.
export async function up(db: Kysely<any>): Promise<void> {
  if (!hasRowLocks(db)) return;
  for (const table of ['registers', 'history']) {
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(`${table}_unit_fkey`)}`.execute(db);
  }
}
