import type { Kysely } from 'kysely';

/** Which name a laptop took instead of this one, and when: the old one is then nobody's, unless a copy goes on using it. */
// biome-ignore lint/suspicious/noExplicitAny: a migration speaks of the schema of its time, not of today's types.
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('devices').addColumn('renewed_as', 'text').execute();
  await db.schema.alterTable('devices').addColumn('renewed_at', 'text').execute();
}
