/** Records as reports see them: the shown values, without registers (docs/sync.md, "On the hub"). */
import { sql } from 'kysely';
import { CLIENT_COLLECTIONS, type CollectionName } from '#core/model/collections.ts';
import type { Head, Json } from '#core/register/register.ts';
import { MERGED_FIELD, type MergeEdge, Merges, NO_MERGES } from '#core/workflow/merges.ts';
import { hasRowLocks, type Trx } from './store.ts';

export interface StoredRecord {
  id: string;
  values: Record<string, Json>;
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

/** Which clients of a unit are one (core/workflow/merges.ts), as their registers stand. */
export async function readMerges(trx: Trx, unit: string): Promise<Merges> {
  const heads = (fields: readonly string[]) =>
    trx
      .selectFrom('registers')
      .select(['id', 'heads'])
      .where('unit', '=', unit)
      .where('collection', 'in', [...CLIENT_COLLECTIONS])
      .where('field', 'in', [...fields]);
  const shown = (row: { heads: string }) => (JSON.parse(row.heads) as Head[])[0]?.value;
  const edges = (await heads([MERGED_FIELD]).execute()).flatMap((row): MergeEdge[] => {
    const into = shown(row);
    return typeof into === 'string' ? [{ id: row.id, into }] : [];
  });
  if (edges.length === 0) return NO_MERGES;
  const ids = [...new Set(edges.flatMap(({ id, into }) => [id, into]))];
  const deletes = await heads(['deletedAt']).where('id', 'in', ids).execute();
  const gone = new Set(deletes.filter(shown).map(({ id }) => id));
  return new Merges(edges, (id) => !gone.has(id));
}
