/** All clients as they are now, and which of them change: for what keeps an index of them beside the page. */
import { type ClientLine, clientLine } from '#core/model/clientLine.ts';
import { CLIENT_COLLECTIONS, type ClientCollection } from '#core/model/collections.ts';
import { db, rowsOf } from './database.ts';
import { readFirstLines } from './firstLines.ts';
import { readLines, readValues } from './packs.ts';
import { watchWritten } from './told.ts';

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
export const watchClients = (onChange: (changed: StoredClient[]) => void): void =>
  watchWritten(({ database, collection, ids }) => {
    if (database === db.name) readWritten(collection, ids).then(onChange, (error) => console.error('clients', error));
  });

async function readWritten(collection: ClientCollection, ids: string[]): Promise<StoredClient[]> {
  const rows = await rowsOf(db, collection).bulkGet(ids);
  const gone = { deletedAt: new Date(0).toISOString() };
  return ids.map((id, i) => ({ collection, id, values: rows[i]?.values ?? gone }));
}
