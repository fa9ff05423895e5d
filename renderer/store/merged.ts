/** Which clients were merged into which, as it is stored (core/workflow/merges.ts). */
import { CLIENT_COLLECTIONS, type ClientCollection } from '#core/model/collections.ts';
import { MERGED_FIELD, type MergeEdge, Merges, NO_MERGES } from '#core/workflow/merges.ts';
import { type Database, db, rowsOf } from './database.ts';
import type { Row } from './rows.ts';

/** Who stands for whom, as it is now. */
export async function readMerges(database: Database = db): Promise<Merges> {
  const away = await Promise.all(CLIENT_COLLECTIONS.map((collection) => mergedRows(collection, database)));
  const edges = away.flat().map(edgeOf);
  if (edges.length === 0) return NO_MERGES;
  const ids = [...new Set(edges.flatMap(({ id, into }) => [id, into]))];
  const rows = await Promise.all(CLIENT_COLLECTIONS.map((collection) => rowsOf(database, collection).bulkGet(ids)));
  const standing = new Set(rows.flat().flatMap((row) => (row && !row.values.deletedAt ? [row.id] : [])));
  return new Merges(edges, (id) => standing.has(id));
}

/**
 * The records that were merged into a client, directly or through another one; also those that are deleted now. For reading inside a
 * transaction over the collection.
 */
export async function mergedInto(database: Database, collection: ClientCollection, id: string): Promise<Row[]> {
  const away = await mergedRows(collection, database);
  const found = new Map<string, Row>();
  const follow = (winner: string): void => {
    for (const row of away) {
      if (edgeOf(row).into !== winner || row.id === id || found.has(row.id)) continue;
      found.set(row.id, row);
      follow(row.id);
    }
  };
  follow(id);
  return [...found.values()];
}

const mergedRows = (collection: ClientCollection, database: Database): PromiseLike<Row[]> =>
  rowsOf(database, collection).where(`values.${MERGED_FIELD}`).above('').toArray();

const edgeOf = (row: Row): MergeEdge => ({ id: row.id, into: String(row.values[MERGED_FIELD]) });
