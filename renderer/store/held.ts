/** All that this laptop holds of one client, whatever the collection: for the copy that a data subject may ask for. */
import { useLiveQuery } from 'dexie-react-hooks';
import {
  CHILDREN_OF_PARENT,
  type ClientCollection,
  COLLECTIONS,
  type CollectionName,
  fieldSchema,
} from '#core/model/collections.ts';
import { db } from './database.ts';
import type { Row } from './rows.ts';

export interface HeldRecord {
  collection: CollectionName;
  id: string;
  values: Record<string, unknown>;
}

/** The client first, then what names it, then what belongs to that; the deleted are left out. `null`: no such client. */
export const useHeldOf = (collection: ClientCollection, id: string): HeldRecord[] | null | undefined =>
  useLiveQuery(() => readHeldOf(collection, id), [collection, id]);

async function readHeldOf(collection: ClientCollection, id: string): Promise<HeldRecord[] | null> {
  const client = await db.table<Row, string>(collection).get(id);
  if (!client || client.values.deletedAt) return null;
  const named = await Promise.all(NAMING_A_CLIENT.map((name) => standing(name, (row) => row.values.clientId === id)));
  const owners = new Set(named.flat().map((record) => record.id));
  const known = (record: HeldRecord) => owners.has(record.id);
  const owned = await Promise.all(
    CHILDREN_OF_PARENT.map((name) => standing(name, (row) => owners.has(String(row.values.parent)))),
  );
  return [held(collection, client), ...named.flat(), ...owned.flat().filter((record) => !known(record))];
}

const NAMING_A_CLIENT = COLLECTIONS.filter((name) => fieldSchema(name, 'clientId'));

/** Without an index for every collection: this is asked for seldom. */
async function standing(collection: CollectionName, wanted: (row: Row) => boolean): Promise<HeldRecord[]> {
  const rows = await db.table<Row, string>(collection).filter(wanted).toArray();
  return rows.filter((row) => !row.values.deletedAt).map((row) => held(collection, row));
}

/** What a file is called and locked with says nothing of its person, and must not leave the app. */
const OF_FILES: readonly string[] = ['hash', 'key'];

function held(collection: CollectionName, { id, values }: Row): HeldRecord {
  if (collection !== 'attachments') return { collection, id, values };
  return {
    collection,
    id,
    values: Object.fromEntries(Object.entries(values).filter(([field]) => !OF_FILES.includes(field))),
  };
}
