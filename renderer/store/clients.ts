/** All clients as they are now, and which of them change: for what keeps an index of them beside the page. */
import { Dexie, type IntervalTree, type ObservabilitySet, RangeSet } from 'dexie';
import { type ClientLine, clientLine } from '#core/model/clientLine.ts';
import { CLIENT_COLLECTIONS, type ClientCollection } from '#core/model/collections.ts';
import { db, rowsOf } from './database.ts';
import { readFirstLines } from './firstLines.ts';
import { readLines, readValues } from './packs.ts';

export interface StoredClient {
  collection: ClientCollection;
  id: string;
  values: Record<string, unknown>;
}

/** All of them, the deleted and merged ones too. */
export const readAllClients = (): Promise<StoredClient[]> =>
  ofBothKinds(async (collection) => (await readValues(db, collection)).map((record) => ({ collection, ...record })));

/** A client in a list. */
export interface ListedClient extends ClientLine {
  collection: ClientCollection;
  id: string;
}

/** All of them, the deleted and merged ones too. */
export const readClientLines = (): Promise<ListedClient[]> =>
  ofBothKinds(async (collection) =>
    // Each is an object of its own already: to copy so many would take as long as to open them.
    (await readLines(db, collection)).map((line) => Object.assign(line, { collection })),
  );

/** The first of those that are shown, by name, up to one of them; undefined where all are there as soon. */
export const readFirstClients = (): Promise<ListedClient[] | undefined> => readFirstLines(db);

/** Of businesses and of cooperatives, together. */
export async function ofBothKinds<T>(read: (collection: ClientCollection) => Promise<T[]>): Promise<T[]> {
  return (await Promise.all(CLIENT_COLLECTIONS.map(read))).flat();
}

/** @see watchClients */
export const watchClientLines = (onChange: (changed: ListedClient[]) => void): void =>
  watchClients((changed) =>
    onChange(changed.map(({ collection, id, values }) => ({ collection, id, ...clientLine(values) }))),
  );

/** Calls back with the clients that were written, in whatever window or worker. One that is gone comes as deleted. */
export function watchClients(onChange: (changed: StoredClient[]) => void): void {
  Dexie.on('storagemutated', (parts: ObservabilitySet) => {
    for (const collection of CLIENT_COLLECTIONS) {
      const written = parts[`idb://${db.name}/${collection}/`];
      if (written) void readWritten(collection, written).then(onChange, (error) => console.error('clients', error));
    }
  });
}

async function readWritten(collection: ClientCollection, written: IntervalTree): Promise<StoredClient[]> {
  const ranges = [...(RangeSet as unknown as (tree: IntervalTree) => Iterable<Range>)(written)];
  const ids = ranges.filter(({ from, to }) => from === to).map(({ from }) => from);
  const single = await rowsOf(db, collection).bulkGet(ids);
  const found = await Promise.all(
    ranges
      .filter(({ from, to }) => from !== to)
      .map(({ from, to }) => rowsOf(db, collection).where(':id').between(from, to, true, true).toArray()),
  );
  const gone = { deletedAt: new Date(0).toISOString() };
  return [
    ...ids.map((id, i) => ({ collection, id, values: single[i]?.values ?? gone })),
    ...found.flat().map(({ id, values }) => ({ collection, id, values })),
  ];
}

interface Range {
  from: string;
  to: string;
}
