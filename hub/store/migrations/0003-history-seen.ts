import type { Kysely } from 'kysely';

/** What the author of a change had seen of the register, so that whoever decides a conflict can see it too. */
// biome-ignore lint/suspicious/noExplicitAny: a migration speaks of the schema of its time, not of today's types.
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('history').addColumn('seen', 'text').execute();
}
