/**
 * Erasing a person on this laptop (docs/sync.md, "Erasure"). A coordinator's laptop marks and empties every record that names
 * the person; all others get the empty values by sync. What was typed elsewhere meanwhile arrives late and is emptied by
 * `sweepErased`, on coordinators' laptops, after a pull.
 */
import { Dexie } from 'dexie';
import {
  CLIENT_COLLECTIONS,
  COLLECTIONS,
  type CollectionName,
  HUB_COLLECTIONS,
  OWNED,
} from '#core/model/collections.ts';
import { asJson, deletion } from '#core/model/deletion.ts';
import {
  ERASED_FIELD,
  erasedAlong,
  erasedCollections,
  isKeptWhenErased,
  mayStayWhenErased,
} from '#core/model/erasure.ts';
import { recordName } from '#core/register/names.ts';
import { type Json, normalise, type Register } from '#core/register/register.ts';
import { isRole, mayErase } from '#core/workflow/policy.ts';
import { type Database, db, type FieldKey, getMeta, type OutboxEntry, readRow, rowsOf } from './database.ts';
import { readMerges } from './merged.ts';
import { type Writer, write, writeFields } from './repository.ts';
import { ERASED_FLAG, knownToHub, otherRegisters, type Row, registerOf, replaceRegister } from './rows.ts';
import { deleteUnsent, putUnsent, unsentOf } from './unsent.ts';

/** A record that an erasure reaches. */
interface Reached {
  /** Also one that only a newer version knows. Its records are emptied like any other's; the hub knows them. */
  collection: CollectionName;
  row: Row;
  /** Emptied but not deleted. */
  stays: boolean;
}

/** What an erasure would do, for the question before it. */
export interface ErasurePlan {
  /** What is emptied and deleted, and what is emptied and stays as a count. */
  erased: { collection: CollectionName; id: string; stays: boolean }[];
  /** Other records in whose text a name of the person stands; only a person can change those. */
  mentions: { collection: CollectionName; id: string }[];
}

export async function planErasure(collection: CollectionName, id: string, database = db): Promise<ErasurePlan> {
  const tables = COLLECTIONS.map((name) => rowsOf(database, name));
  return database.transaction('r', [...tables, database.others], async () => {
    const row = await rowsOf(database, collection).get((await readMerges(database)).winnerOf(id));
    if (!row) return { erased: [], mentions: [] };
    const reached = await reachedBy(lookup(database), { collection, row, stays: false });
    return {
      erased: reached.map((each) => ({ collection: each.collection, id: each.row.id, stays: each.stays })),
      mentions: await mentionsOf(database, reached),
    };
  });
}

/**
 * Erases a record and all that names it: for good, on this laptop at once and everywhere else by sync. Erasing again takes
 * what came since. Locks are opened by it. Open requests of the person are closed, because nothing is left to do.
 *
 * @param following the request that is followed by it, if it was asked for
 */
export async function erase(
  collection: CollectionName,
  id: string,
  following?: string,
  database: Database = db,
): Promise<void> {
  const eraseAll = async (writer: Writer): Promise<void> => {
    // Whoever was merged is one person: from the one that stands for them all are reached.
    const row = await rowsOf(database, collection).get((await readMerges(database)).winnerOf(id));
    if (!row) return;
    const at = new Date(database.now()).toISOString();
    const reached = await reachedBy(lookup(database), { collection, row, stays: false });
    for (const each of reached) await eraseOne(writer, each, { at, together: row.id, following });
  };
  await write(database, withClients(erasedCollections(collection)), eraseAll, [database.files]);
}

const withClients = (collections: CollectionName[]): CollectionName[] => [
  ...new Set([...collections, ...CLIENT_COLLECTIONS]),
];

/**
 * Empties what arrived late in records that were erased, or belongs to them. Only where a coordinator works.
 *
 * @returns how many erased records had something to be emptied
 */
export async function sweepErased(database: Database = db): Promise<number> {
  const role = (await getMeta('device', database))?.role ?? '';
  if (!isRole(role) || !mayErase(role)) return 0;
  const find = lookup(database);
  let late = 0;
  for (const collection of COLLECTIONS) {
    for (const row of await rowsOf(database, collection).where('flags').equals(ERASED_FLAG).toArray()) {
      const stays = mayStayWhenErased(collection) && !row.values.deletedAt;
      const reached = await reachedBy(find, { collection, row, stays });
      if (reached.every(isDone)) continue;
      late += 1;
      const at = new Date(database.now()).toISOString();
      const eraseAll = async (writer: Writer): Promise<void> => {
        for (const each of reached) await eraseOne(writer, each, { at, together: row.id });
      };
      await write(database, erasedCollections(collection), eraseAll, [database.files]);
    }
  }
  return late;
}

/**
 * What this laptop keeps beside an erased record: nothing. What its user wrote and the hub has not taken goes too, because
 * somebody decided that. Call it inside a transaction over the tables named; the row is changed, not stored.
 */
export async function obeyErasure(database: Database, collection: string, row: Row): Promise<void> {
  await changeWaiting(database, collection, row.id, (entry) => {
    // An empty value is the erasure itself on its way; what a restored hub may have lost is not this user's alone.
    if (isEmpty(registerOf(row, entry.field)) || entry.hadBefore === 'all') return emptied(entry);
    replaceRegister(row, entry.field, knownToHub(entry));
    return undefined;
  });
  await forgetBeside(database, collection, row);
}

interface Find {
  /** The records of a collection whose field `by` names the owner. */
  along: (collection: CollectionName, by: string, owner: string) => Promise<Row[]>;
  /** All records of collections that only a newer version knows. */
  others: () => Promise<(Row & { collection: string })[]>;
}

/** By these, records of any version say whose they are. */
const NAMING_FIELDS = ['clientId', 'parent', 'business'];

/** By an index where there is one; a table without is read once. */
function lookup(database: Database): Find {
  const read = new Map<string, Promise<Map<unknown, Row[]>>>();
  const readAll = async (collection: CollectionName, by: string) =>
    Map.groupBy(await rowsOf(database, collection).toArray(), (row) => row.values[by] as unknown);
  let others: ReturnType<Find['others']> | undefined;
  const along: Find['along'] = async (collection, by, owner) => {
    const table = rowsOf(database, collection);
    if (table.schema.indexes.some((index) => index.name === `values.${by}`))
      return table.where(`values.${by}`).equals(owner).toArray();
    const name = `${collection}/${by}`;
    const rows = read.get(name) ?? readAll(collection, by);
    read.set(name, rows);
    return (await rows).get(owner) ?? [];
  };
  return {
    along,
    others: () => {
      others ??= database.others.toArray() as ReturnType<Find['others']>;
      return others;
    },
  };
}

/** The record first, then what is erased with it, at any depth, the deleted as well. */
async function reachedBy(find: Find, from: Reached): Promise<Reached[]> {
  const reached = [from];
  const others = await find.others();
  const known = new Set([nameOf(from)]);
  // Grows while it is read.
  for (const { collection, row } of reached) {
    const next: Reached[] = [];
    for (const { collection: along, by, stays = false } of erasedAlong(collection)) {
      const found = await find.along(along, by, row.id);
      next.push(...found.map((each) => ({ collection: along, row: each, stays })));
    }
    // Nothing is awaited here that makes no request: after many of those Dexie lets the transaction go.
    const naming = others.filter(({ values }) => NAMING_FIELDS.some((field) => values[field] === row.id));
    next.push(...naming.map(({ collection: name, ...other }) => asReached(name, other)));
    for (const each of next) {
      if (known.has(nameOf(each))) continue;
      known.add(nameOf(each));
      reached.push(each);
    }
  }
  return reached;
}

/** Nothing but its name is asked of the collection. */
const asReached = (collection: string, row: Row): Reached => ({
  collection: collection as CollectionName,
  row,
  stays: false,
});

const nameOf = ({ collection, row }: Reached): string => recordName({ collection, id: row.id });

const isErased = (row: Row): boolean => Boolean(row.values[ERASED_FIELD]);

/** The fields that still hold something. */
const remainsOf = ({ collection, row }: Reached): string[] =>
  Object.keys(row.marks).filter((field) => !isKeptWhenErased(collection, field) && !isEmpty(registerOf(row, field)));

const isDone = (each: Reached): boolean =>
  isErased(each.row) && remainsOf(each).length === 0 && (each.stays || Boolean(each.row.values.deletedAt));

const isEmpty = (register: Register | undefined): boolean =>
  (register?.heads ?? []).every((head) => head.value === null);

interface Erasing {
  at: string;
  /** The record that it is erased together with. */
  together: string;
  /** The request that is followed. */
  following?: string | undefined;
}

async function eraseOne(writer: Writer, reached: Reached, { at, together, following }: Erasing): Promise<void> {
  const { database } = writer;
  const { collection, row, stays } = reached;
  const fields: [string, Json][] = remainsOf(reached).map((field) => [field, null]);
  if (!isErased(row)) fields.push([ERASED_FIELD, at]);
  if (collection === 'subjectRequests' && row.values.state === 'open')
    fields.push(
      ['state', row.id === following ? 'done' : 'dropped'],
      ['handledAt', at],
      ['handledBy', writer.device.user],
    );
  await writeFields(writer, collection, row.id, fields);
  const now = await readRow(database, collection, row.id);
  if (now && !stays && !now.values.deletedAt) {
    const value = deletion(at, otherRegisters(now), row.id === together ? undefined : together);
    await writeFields(writer, collection, row.id, [['deletedAt', asJson(value)]]);
  }
  await changeWaiting(database, collection, row.id, emptied);
  await forgetBeside(database, collection, row);
}

/** Changes what waits of a record, unsent or refused, but for what is kept when it is erased. @param change none: it goes */
async function changeWaiting(
  database: Database,
  collection: string,
  id: string,
  change: <E extends OutboxEntry>(entry: E) => E | undefined,
): Promise<void> {
  const isErasable = ({ field }: OutboxEntry): boolean => !isKeptWhenErased(collection, field);
  const unsent = (await unsentOf(database, collection, id)).filter(isErasable);
  const refused = (await database.attention.where({ collection, id }).toArray()).filter(isErasable);
  const keys = (entries: readonly OutboxEntry[]) => entries.map(({ field }): FieldKey => [collection, id, field]);
  await deleteUnsent(database, keys(unsent));
  await database.attention.bulkDelete(keys(refused));
  await putUnsent(
    database,
    unsent.flatMap((entry) => change(entry) ?? []),
  );
  await database.attention.bulkPut(refused.flatMap((entry) => change(entry) ?? []));
}

/** The entry without the values that it remembers: which edits the hub has is still known. */
function emptied<E extends OutboxEntry>(entry: E): E {
  const { base, hadBefore } = entry;
  return {
    ...entry,
    ...(base ? { base: emptiedRegister(base) } : {}),
    ...(hadBefore && hadBefore !== 'all' ? { hadBefore: emptiedRegister(hadBefore) } : {}),
  };
}

const emptiedRegister = ({ heads, seen }: Register): Register =>
  normalise(
    heads.map((head) => ({ ...head, value: null })),
    seen,
  );

/**
 * What was typed and is no value yet, what the authors of conflicts had seen, what would stand without a bundle, and the file of
 * an attachment.
 */
async function forgetBeside(database: Database, collection: string, { id, values }: Row): Promise<void> {
  for (const table of [database.inputs, database.carried]) await table.where({ collection, id }).delete();
  await database.pasts.where(':id').between([collection, id, Dexie.minKey], [collection, id, Dexie.maxKey]).delete();
  if (collection === 'attachments' && values.hash) await database.files.delete(String(values.hash));
}

/** Shorter ones stand in too many texts. */
const MIN_NAME = 4;
const NAMES = ['name', 'ownerName', 'chair', 'secretary', 'treasurer', 'manager', 'subjectName'];
const WITH_NAMES: readonly CollectionName[] = [...CLIENT_COLLECTIONS, 'candidates', 'consents'];

/** Looks through everything: this is asked for seldom. */
async function mentionsOf(database: Database, reached: readonly Reached[]): Promise<ErasurePlan['mentions']> {
  const names = namesIn(reached);
  if (names.length === 0) return [];
  const known = new Set(reached.map(nameOf));
  const mentions = new Map<string, Mention>();
  for (const collection of COLLECTIONS) {
    if (HUB_COLLECTIONS.includes(collection)) continue;
    const rows = await rowsOf(database, collection).toArray();
    for (const row of rows) {
      if (row.values.deletedAt || !isNamed(row, names)) continue;
      const mention = await withPage(database, collection, row);
      const name = recordName(mention);
      if (!known.has(name) && !known.has(recordName({ collection, id: row.id }))) mentions.set(name, mention);
    }
  }
  return [...mentions.values()];
}

type Mention = ErasurePlan['mentions'][number];

/** What stands behind a name in brackets is no part of it. */
const namesIn = (reached: readonly Reached[]): string[] =>
  reached
    .filter(({ collection }) => WITH_NAMES.includes(collection))
    .flatMap(({ row }) => NAMES.map((field) => String(row.values[field] ?? '')))
    .map((name) =>
      name
        .replace(/\(.*\)$/, '')
        .trim()
        .toLowerCase(),
    )
    .filter((name) => name.length >= MIN_NAME);

function isNamed(row: Row, names: readonly string[]): boolean {
  const texts = Object.values(row.values).filter((value) => typeof value === 'string');
  const text = texts.join('\n').toLowerCase();
  return names.some((name) => text.includes(name));
}

/** A row of a list is changed where its list is. */
async function withPage(database: Database, collection: CollectionName, row: Row): Promise<Mention> {
  const parent = String(row.values.parent ?? '');
  for (const owner of parent ? COLLECTIONS : []) {
    const isOwner = OWNED[owner]?.some((owned) => owned.collection === collection && owned.by === 'parent');
    if (isOwner && (await rowsOf(database, owner).get(parent))) return { collection: owner, id: parent };
  }
  return { collection, id: row.id };
}
