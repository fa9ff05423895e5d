import type { Kysely } from 'kysely';

/** What recovers a laptop whose user forgot the passphrase of its data. */
// biome-ignore lint/suspicious/noExplicitAny: a migration speaks of the schema of its time, not of today's types.
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('devices').addColumn('recovery_code', 'text').execute();
}
