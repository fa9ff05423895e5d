import type { Kysely } from 'kysely';

/** What laptops tell of themselves with each request, and which record an audit event is about. */
// biome-ignore lint/suspicious/noExplicitAny: a migration speaks of the schema of its time, not of today's types.
export async function up(db: Kysely<any>): Promise<void> {
  // SQLite adds one column at a time.
  await db.schema.alterTable('devices').addColumn('last_seen_at', 'text').execute();
  await db.schema.alterTable('devices').addColumn('app', 'text').execute();
  await db.schema.alterTable('devices').addColumn('unsent', 'integer').execute();
  await db.schema.alterTable('devices').addColumn('clock_error_ms', 'bigint').execute();
  await db.schema.alterTable('devices').addColumn('round', 'text').execute();
  await db.schema.alterTable('audit').addColumn('record', 'text').execute();
  await db.schema.createIndex('audit_at').on('audit').column('at').execute();
}
