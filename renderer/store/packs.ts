/**
 * The values of records once more, some hundred in one piece: whoever reads a whole collection (reports, lists, exports) opens a
 * few large pieces instead of a hundred thousand sealed rows. Derived from the rows, and never told from them: what was written
 * since a record was packed is noted with the write itself, and read from its row.
 */
import { type DBCore, type DBCoreMutateRequest, type DBCoreTable, Dexie, type Middleware } from 'dexie';
import { v7 as newId } from 'uuid';
import { type ClientLine, clientLine, inOrder } from '#core/model/clientLine.ts';
import {
  CLIENT_COLLECTIONS,
  type ClientCollection,
  COLLECTIONS,
  type CollectionName,
  isClientCollection,
  isCollection,
} from '#core/model/collections.ts';
import type { Json } from '#core/register/register.ts';
import { type Columns, countIn, toColumns, valueAt } from './columns.ts';
import { type Database, rowsOf } from './database.ts';
import { ERASED_FLAG, type Row } from './rows.ts';
import { tellWritten } from './told.ts';

export interface Packed {
  id: string;
  values: Record<string, Json>;
}

/** Of a client what lists show. */
export interface Line extends ClientLine {
  id: string;
}

/** Records with ids from `from` on, up to the next pack's. */
export interface Pack {
  /** Of whose records, and in which shape (`packedAs`). */
  collection: string;
  from: string;
  /** Counts up with each packing. */
  turn: number;
  records: Packed[] | Columns<Line>;
}

/** A record that was written, or deleted, since it was packed. */
export interface Written {
  collection: string;
  id: string;
  /** Tells one write from a later one. */
  write: string;
  /** Its person's data were erased: a pack must not hold them longer than it takes. */
  urgent?: 1;
}

/** What of a record is packed. Whoever changes what a shape holds also has all packed anew: a version of the store (database.ts). */
interface Shape<R extends { id: string }> {
  name: string;
  /** A pack of that many is opened in some milliseconds. */
  records: number;
  of: (row: Packed) => R;
  /** As they lie in a pack, and back. */
  close: (records: R[]) => Pack['records'];
  open: (records: Pack['records']) => R[];
}
const WHOLE: Shape<Packed> = {
  name: '',
  records: 500,
  of: ({ id, values }) => ({ id, values }),
  close: (records) => records,
  open: (records) => records as Packed[],
};
export const LINE_FIELDS = [
  'id',
  'name',
  'person',
  'place',
  'activity',
  'consultant',
  'registered',
  'invented',
  'deleted',
  'mergedInto',
] as const satisfies (keyof Line)[];
/** Only what a list of clients needs, so that it is there at once. */
const LINES: Shape<Line> = {
  name: ':lines',
  records: 4000,
  of: ({ id, values }) => ({ id, ...clientLine(values) }),
  // Runs that are in order already take whoever sorts all lines a third of the time.
  close: (lines) => toColumns(inOrder(lines), LINE_FIELDS),
  open: (records) => openLines(records as Columns<Line>),
};

/** As `fromColumns`. Objects that grow field by field take twice as long to make, and whoever uses them half as long again. */
function openLines(columns: Columns<Line>): Line[] {
  const { id, name, person, place, activity, consultant, registered, invented, deleted, mergedInto } = columns;
  return Array.from({ length: countIn(columns) }, (_, i) => ({
    id: valueAt(id, i),
    name: valueAt(name, i),
    person: valueAt(person, i),
    place: valueAt(place, i),
    activity: valueAt(activity, i),
    consultant: valueAt(consultant, i),
    registered: valueAt(registered, i),
    invented: valueAt(invented, i),
    deleted: valueAt(deleted, i),
    mergedInto: valueAt(mergedInto, i),
  }));
}

const packedAs = (collection: CollectionName, { name }: { name: string }): string => `${collection}${name}`;

/** Key of the first lines of the list (firstLines.ts). */
export const FIRST_LINES: [string, string] = ['clients:first', ''];

/** So many records are packed at once: whoever writes one of them waits for it. */
const PACKED_AT_ONCE = 500;
/** So many rows are read at once: more would hold the store for too long. */
const READ_ROWS = 2500;
/** So many packs are asked for ahead: the store reads them while the ones before are opened. */
const PACKS_AHEAD = 3;
/** Fewer written records are as quick to read from their rows. */
const WORTH_PACKING = 1000;

/** Notes what is written, in the transaction of the write. */
export const notingWrites: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'packs',
  // Above the sealing, below everything else.
  level: -1.5,
  create: (down) => (down.schema.tables.some(({ name }) => name === 'written') ? noting(down) : down),
};

const noting = (down: DBCore): DBCore => ({
  ...down,
  transaction: (tables, mode, options) =>
    down.transaction(
      mode === 'readwrite' && tables.some(isCollection) ? [...new Set([...tables, 'written'])] : tables,
      mode,
      options,
    ),
  table: (name) => (isCollection(name) ? notingTable(name, down) : down.table(name)),
});

function notingTable(collection: CollectionName, down: DBCore): DBCoreTable {
  const [table, written] = [down.table(collection), down.table('written')];
  return {
    ...table,
    mutate: (request) => {
      const write = newId();
      const values = writtenBy(request).map((each): Written => ({ collection, ...each, write }));
      if (isClientCollection(collection)) {
        const ids = values.map(({ id }) => id);
        tellWritten(request.trans as unknown as IDBTransaction, down.schema.name, collection, ids);
      }
      // Both are asked for before one is waited for, so that the transaction does not end in between.
      const noted = written.mutate({ type: 'put', trans: request.trans, values });
      return table.mutate(request).then((answer) => noted.then(() => answer));
    },
  };
}

function writtenBy(request: DBCoreMutateRequest): Pick<Written, 'id' | 'urgent'>[] {
  if (request.type === 'delete') return request.keys.map((id) => ({ id }));
  if (request.type === 'deleteRange') throw new Error('records are deleted by their ids');
  return request.values.map(({ id, flags }: Row) => (flags?.includes(ERASED_FLAG) ? { id, urgent: 1 } : { id }));
}

const ofCollection = (collection: string) =>
  [
    [collection, Dexie.minKey],
    [collection, Dexie.maxKey],
  ] as const;

/** @returns key and turn of each pack with lines of clients */
export const linePacks = async (database: Database): Promise<unknown[]> => {
  const names = CLIENT_COLLECTIONS.map((collection) => packedAs(collection, LINES));
  const all = names.map((name) =>
    database.packs
      .where('[collection+turn]')
      .between(...ofCollection(name))
      .keys(),
  );
  return (await Promise.all(all)).flat();
};

const writtenIn = (database: Database, collection: string) =>
  database.written.where('[collection+id]').between(...ofCollection(collection));

export const writtenIds = async (database: Database, collection: string): Promise<string[]> =>
  (await writtenIn(database, collection).primaryKeys()).map(([, id]) => id);

/**
 * The values of all records of a collection, in no order, the deleted ones too.
 *
 * @param onRead hears how many more were read; false: no more is wanted, and what is there so far is returned
 */
export const readValues = (
  database: Database,
  collection: CollectionName,
  onRead?: (count: number) => boolean,
): Promise<Packed[]> => readShape(database, collection, WHOLE, onRead);

/** Of all clients what lists show, in no order, the deleted and merged ones too. */
export const readLines = (database: Database, collection: ClientCollection): Promise<Line[]> =>
  readShape(database, collection, LINES);

async function readShape<R extends { id: string }>(
  database: Database,
  collection: CollectionName,
  shape: Shape<R>,
  onRead: (count: number) => boolean = () => true,
): Promise<R[]> {
  const name = packedAs(collection, shape);
  const [keys, before] = await database.transaction('r', database.packs, () =>
    Promise.all([packsNamed(database, name), lastTurn(database, name)]),
  );
  const packs = new Map<string, R[]>();
  const ask = (i: number) => database.packs.get(keys[i] as [string, string]);
  const asked = keys.slice(0, PACKS_AHEAD).map((_, i) => ask(i));
  for (let i = 0; i < keys.length; i++) {
    const pack = await asked.shift();
    if (i + PACKS_AHEAD < keys.length) asked.push(ask(i + PACKS_AHEAD));
    const records = pack ? shape.open(pack.records) : [];
    if (pack) packs.set(pack.from, records);
    if (!onRead(records.length)) break;
  }
  // What was packed anew meanwhile takes the place of what was read; the rest of what was written is in its rows.
  const [later, written] = await database.transaction('r', database.packs, database.written, async () => [
    await database.packs
      .where('[collection+turn]')
      .between([name, before + 1], [name, Dexie.maxKey])
      .toArray(),
    await writtenIds(database, collection),
  ]);
  for (const { from, records } of later) packs.set(from, shape.open(records));
  const isWritten = new Set(written);
  const all: R[] = [];
  for (const records of packs.values()) for (const record of records) if (!isWritten.has(record.id)) all.push(record);
  for (let i = 0; i < written.length; i += READ_ROWS) {
    const rows = await rowsOf(database, collection).bulkGet(written.slice(i, i + READ_ROWS));
    for (const row of rows) if (row) all.push(shape.of(row));
    if (!onRead(rows.length)) break;
  }
  return all;
}

/** Packs what was written since, where it is worth it. For who has time: the sync worker between its rounds. */
export async function packWritten(database: Database, least = WORTH_PACKING): Promise<void> {
  const erased = await database.written.where('urgent').equals(1).primaryKeys();
  const urgent = new Set(erased.map(([collection]) => collection));
  for (const collection of COLLECTIONS) {
    let left = await writtenIn(database, collection).count();
    if (left < least && !urgent.has(collection)) continue;
    for (; left > 0; left -= PACKED_AT_ONCE) await packSome(database, collection);
  }
}

/** Takes the next written records into their packs. */
async function packSome(database: Database, collection: CollectionName): Promise<void> {
  const written = await writtenIn(database, collection).limit(PACKED_AT_ONCE).toArray();
  const rows = await rowsOf(database, collection).bulkGet(written.map(({ id }) => id));
  // Rows are read before, so that nobody who writes them waits; who writes one since has noted it anew.
  await database.transaction('rw', database.packs, database.written, async () => {
    const changes = written.map(({ id }, i) => [id, rows[i]] as const);
    await packInto(database, collection, WHOLE, changes);
    if (isClientCollection(collection)) {
      await packInto(database, collection, LINES, changes);
      await database.packs.delete(FIRST_LINES);
    }
    const now = await database.written.bulkGet(written.map(({ id }) => [collection, id]));
    const done = written.filter(({ write }, i) => now[i]?.write === write);
    await database.written.bulkDelete(done.map(({ id }) => [collection, id]));
  });
}

async function packInto<R extends { id: string }>(
  database: Database,
  collection: CollectionName,
  shape: Shape<R>,
  changes: readonly (readonly [id: string, row: Row | undefined])[],
): Promise<void> {
  const name = packedAs(collection, shape);
  const keys = await packsNamed(database, name);
  const turn = (await lastTurn(database, name)) + 1;
  for (const [from, some] of Map.groupBy(changes, ([id]) => startOf(keys, id))) {
    const pack = await database.packs.get([name, from]);
    const records = joined(pack ? shape.open(pack.records) : [], new Map(some), shape);
    await database.packs.bulkPut(packsOf({ collection: name, turn, from }, records, shape));
  }
}

/** In which pack an id belongs: the last that begins at or before it, or the first. */
function startOf(keys: readonly [string, string][], id: string): string {
  const found = keys.findLast(([, from]) => from <= id);
  return found?.[1] ?? keys[0]?.[1] ?? '';
}

/** The records of one pack with what changed in them, by id. */
function joined<R extends { id: string }>(
  before: readonly R[],
  changed: ReadonlyMap<string, Row | undefined>,
  shape: Shape<R>,
): R[] {
  const kept = before.filter(({ id }) => !changed.has(id));
  const added = [...changed.values()].flatMap((row) => (row ? [shape.of(row)] : []));
  return [...kept, ...added].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** More than one pack when they are many. */
function packsOf<R extends { id: string }>(first: Omit<Pack, 'records'>, records: R[], shape: Shape<R>): Pack[] {
  if (records.length < 2 * shape.records) return [{ ...first, records: shape.close(records) }];
  const packs: Pack[] = [];
  for (let i = 0; i < records.length; i += shape.records) {
    const some = records.slice(i, i + shape.records);
    packs.push({ ...first, from: i === 0 ? first.from : (some[0] as R).id, records: shape.close(some) });
  }
  return packs;
}

const packsNamed = (database: Database, name: string): PromiseLike<[string, string][]> =>
  database.packs
    .where('[collection+from]')
    .between(...ofCollection(name))
    .primaryKeys();

const lastTurn = async (database: Database, collection: string): Promise<number> => {
  const keys = await database.packs
    .where('[collection+turn]')
    .between(...ofCollection(collection))
    .reverse()
    .limit(1)
    .keys();
  return (keys[0] as unknown as [string, number] | undefined)?.[1] ?? 0;
};
