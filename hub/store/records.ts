/** Records as reports see them: the shown values, without registers (docs/sync.md, "On the hub"). */
import { sql } from 'kysely';
import { CLIENT_COLLECTIONS, type CollectionName } from '#core/model/collections.ts';
import type { Json } from '#core/register/register.ts';
import { MERGED_FIELD, Merges, shownRecords } from '#core/workflow/merges.ts';
import { hasRowLocks, type Trx } from './store.ts';

export interface StoredRecord {
  id: string;
  values: Record<string, Json>;
}

/** Reads the records of a unit by collection; of merged clients the one that stands for them, as laptops show them. */
export async function recordReader(
  trx: Trx,
  unit: string,
): Promise<(collection: CollectionName, fields?: readonly string[]) => Promise<StoredRecord[]>> {
  const clients = await Promise.all(
    CLIENT_COLLECTIONS.map((collection) =>
      readRecords(trx, unit, collection, ['createdAt', 'deletedAt', MERGED_FIELD]),
    ),
  );
  const standing = new Map(clients.flat().map(({ id, values }) => [id, values[MERGED_FIELD]]));
  const edges = [...standing].flatMap(([id, into]) => (into ? [{ id, into: String(into) }] : []));
  const merges = new Merges(edges, (id) => standing.has(id));
  return async (collection, fields) => shownRecords(await readRecords(trx, unit, collection, fields), merges);
}

/** So many records are put together by the database at once: meanwhile nothing else is served by SQLite. */
const PAGE = 2000;

/**
 * All records of a collection in a unit, deleted ones left out, in the order of their ids. The first head of a register is the
 * one that is shown. The database folds a record's registers into one row: a tenth of the rows, and a third of the time.
 *
 * @param fields all when left out; a deleted record is left out only with `deletedAt` among them
 */
export async function readRecords(
  trx: Trx,
  unit: string,
  collection: CollectionName,
  fields?: readonly string[],
  page = PAGE,
): Promise<StoredRecord[]> {
  // The only two places where the databases spell JSON differently.
  const values = hasRowLocks(trx)
    ? sql<string>`json_object_agg(field, heads::json -> 0 -> 'value')::text`
    : sql<string>`json_group_object(field, json(heads -> '$[0].value'))`;
  const records: StoredRecord[] = [];
  for (let last = ''; ; ) {
    const rows = await trx
      .selectFrom('registers')
      .select(['id', values.as('values')])
      .where('unit', '=', unit)
      .where('collection', '=', collection)
      .where('id', '>', last)
      .$if(fields !== undefined, (query) => query.where('field', 'in', fields as string[]))
      .groupBy('id')
      .orderBy('id')
      .limit(page)
      .execute();
    for (const { id, values: text } of rows) {
      const read = JSON.parse(text) as StoredRecord['values'];
      if (!read.deletedAt) records.push({ id, values: read });
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < page) return records;
    // Others get their turn.
    await new Promise(setImmediate);
  }
}
