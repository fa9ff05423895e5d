/** All clients as they are now, and which of them change: for what keeps an index of them beside the page. */
import { Dexie, type IntervalTree, type ObservabilitySet, RangeSet } from 'dexie';
import { CLIENT_COLLECTIONS, type ClientCollection } from '#core/model/collections.ts';
import { db, rowsOf } from './database.ts';
import { readValues } from './packs.ts';

export interface StoredClient {
  collection: ClientCollection;
  id: string;
  values: Record<string, unknown>;
}

/** All of them, the deleted and merged ones too. */
export async function readAllClients(): Promise<StoredClient[]> {
  const all = await Promise.all(
    CLIENT_COLLECTIONS.map(async (collection) =>
      (await readValues(db, collection)).map((record) => ({ collection, ...record })),
    ),
  );
  return all.flat();
}

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
  const changed: StoredClient[] = [];
  for (const { from, to } of [...(RangeSet as unknown as (tree: IntervalTree) => Iterable<Range>)(written)]) {
    const rows = await rowsOf(db, collection).where(':id').between(from, to, true, true).toArray();
    changed.push(...rows.map(({ id, values }) => ({ collection, id, values })));
    if (from === to && rows.length === 0)
      changed.push({ collection, id: String(from), values: { deletedAt: new Date(0).toISOString() } });
  }
  return changed;
}

interface Range {
  from: string;
  to: string;
}
