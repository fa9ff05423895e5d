/** All that this laptop holds of one client or candidate, whatever the collection: for the copy that a data subject may ask for. */
import { useLiveQuery } from 'dexie-react-hooks';
import {
  CHILDREN_OF_PARENT,
  COLLECTIONS,
  type CollectionName,
  fieldSchema,
  type SubjectCollection,
} from '#core/model/collections.ts';
import { db } from './database.ts';
import { readMerges } from './merged.ts';
import type { Row } from './rows.ts';

export interface HeldRecord {
  collection: CollectionName;
  id: string;
  values: Record<string, unknown>;
}

/** The subject first and who was merged with it, then what names them, then what belongs to those; the deleted are left out. `null`: no such person. */
export const useHeldOf = (collection: SubjectCollection, id: string): HeldRecord[] | null | undefined =>
  useLiveQuery(() => readHeldOf(collection, id), [collection, id]);

async function readHeldOf(collection: SubjectCollection, id: string): Promise<HeldRecord[] | null> {
  const members = (await readMerges()).membersOf(id);
  const [subject, ...merged] = await db.table<Row, string>(collection).bulkGet([...members]);
  if (!subject || subject.values.deletedAt) return null;
  const named = await Promise.all(
    NAMING.map(({ collection: name, by }) => standing(name, (row) => members.includes(String(row.values[by])))),
  );
  const persons = [subject, ...merged.filter((row) => row !== undefined)].map((row) => held(collection, row));
  const known = [...persons, ...named.flat()];
  const owners = new Set(known.map((record) => record.id));
  const owned = await Promise.all(
    CHILDREN_OF_PARENT.map((name) => standing(name, (row) => owners.has(String(row.values.parent)))),
  );
  return [...known, ...owned.flat().filter((record) => !owners.has(record.id))];
}

/** Fields by which a record names whose it is. */
const NAMING = COLLECTIONS.flatMap((collection) =>
  ['clientId', 'business'].filter((by) => fieldSchema(collection, by)).map((by) => ({ collection, by })),
);

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
