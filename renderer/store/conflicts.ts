/** What waits for a person's decision, found by an index: a value beside another, a delete beside an edit. */
import type { Table } from 'dexie';
import { CLIENT_COLLECTIONS, COLLECTIONS, type CollectionName, OWNED } from '#core/model/collections.ts';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import type { Register } from '#core/register/register.ts';
import type { ConflictPast, Database } from './database.ts';
import { rowsOf } from './database.ts';
import { CONFLICT_FLAG, conflictingFields, DELETED_FLAG, type Row, registerOf } from './rows.ts';

export type ConflictKind =
  /** Several values of one field. */
  | 'values'
  /** The record was deleted by somebody who did not know of an edit, or restored by one while another deleted it. */
  | 'deletion'
  /** The record belongs to one that was deleted by somebody who did not know of it. */
  | 'orphan';

export interface FoundConflict {
  kind: ConflictKind;
  collection: CollectionName;
  /** `deletedAt` for deletions; of the deleted owner, for orphans. */
  field: string;
  row: Row;
  register: Register;
  /** For orphans: the deleted record that it belongs to. */
  owner?: { collection: CollectionName; row: Row };
}

/** All conflicts of the unit, one per field. */
export async function findConflicts(database: Database): Promise<FoundConflict[]> {
  const found: FoundConflict[] = [];
  for (const collection of COLLECTIONS) {
    const rows = await rowsOf(database, collection).where('flags').startsWith(CONFLICT_FLAG).distinct().toArray();
    for (const row of rows) {
      for (const field of conflictingFields(row)) {
        const register = registerOf(row, field);
        const kind = field === 'deletedAt' ? 'deletion' : 'values';
        if (register) found.push({ kind, collection, field, row, register });
      }
    }
  }
  return [...found, ...(await findOrphans(database))];
}

/** Conflicts of values of which the hub's history was not asked yet, or was asked for other heads. */
export async function conflictsWithoutPast(database: Database): Promise<ConflictPast[]> {
  const conflicts = (await findConflicts(database)).filter(({ kind }) => kind === 'values');
  const known = await database.pasts.bulkGet(
    conflicts.map(({ collection, row, field }) => [collection, row.id, field]),
  );
  return conflicts
    .map(({ collection, row, field, register }) => ({
      collection,
      id: row.id,
      field,
      heads: register.heads.map((head) => head.stamp),
      saw: {},
    }))
    .filter(({ heads }, i) => heads.join() !== known[i]?.heads.join());
}

/** Deleting a client takes along all that its author knew; what still stands under it was made without knowing. */
async function findOrphans(database: Database): Promise<FoundConflict[]> {
  const found: FoundConflict[] = [];
  for (const collection of CLIENT_COLLECTIONS) {
    const deleted = new Set(await deletedIds(rowsOf(database, collection)));
    if (deleted.size === 0) continue;
    for (const { collection: owned } of OWNED[collection] ?? []) {
      const standing = await standingUnder(rowsOf(database, owned), deleted);
      const owners = await rowsOf(database, collection).bulkGet(standing.map(clientOf));
      for (const [i, row] of standing.entries()) {
        const owner = owners[i];
        // A client whose own delete is in doubt is listed itself; deciding that decides these.
        // What comes late to an erased one is not for a person to decide (erasure.ts).
        if (!owner || conflictingFields(owner).includes('deletedAt') || owner.values[ERASED_FIELD]) continue;
        const register = registerOf(owner, 'deletedAt') as Register;
        found.push({
          kind: 'orphan',
          collection: owned,
          field: 'deletedAt',
          row,
          register,
          owner: { collection, row: owner },
        });
      }
    }
  }
  return found;
}

/** For so many clients each is looked up; after an import of thousands was undone, what stands is looked through instead. */
const FEW_CLIENTS = 500;

/** The rows that are not deleted and belong to one of these clients. */
async function standingUnder(table: Table<Row, string>, clients: ReadonlySet<string>): Promise<Row[]> {
  if (clients.size <= FEW_CLIENTS) {
    const rows = await table
      .where('values.clientId')
      .anyOf([...clients])
      .toArray();
    return rows.filter((row) => !row.values.deletedAt);
  }
  const deleted = new Set(await deletedIds(table));
  const ids = (await table.toCollection().primaryKeys()).filter((id) => !deleted.has(id));
  const rows = await table.bulkGet(ids);
  return rows.filter((row): row is Row => row !== undefined && clients.has(clientOf(row)));
}

const deletedIds = (table: Table<Row, string>): PromiseLike<string[]> =>
  table.where('flags').equals(DELETED_FLAG).primaryKeys();

const clientOf = (row: Row): string => String(row.values.clientId ?? '');
