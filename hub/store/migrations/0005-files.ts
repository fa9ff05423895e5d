import type { Kysely } from 'kysely';

/** Which record names which file of an attachment, and whether the file has come. */
// biome-ignore lint/suspicious/noExplicitAny: a migration speaks of the schema of its time, not of today's types.
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('files')
    .addColumn('unit', 'text', (c) => c.notNull().references('units.id'))
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .addColumn('bytes', 'integer')
    .addColumn('sequence', 'bigint')
    .addColumn('erased', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('files_key', ['unit', 'hash', 'record'])
    .execute();
  await db.schema.createIndex('files_record').on('files').columns(['unit', 'record']).execute();
  await db.schema.createIndex('files_sequence').on('files').columns(['unit', 'sequence']).execute();
}
