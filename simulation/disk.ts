/**
 * A laptop's disk, seen from outside: fake-indexeddb's own tables, read and copied without a transaction, as a backup program
 * or the manufacturer's cloning tool would. Depends on the inside of fake-indexeddb; its version is pinned.
 */
import type { Row } from '../renderer/store/rows.ts';

interface Records {
  values: () => Iterable<{ key: unknown; value: unknown }>;
}
interface RawIndex {
  name: string;
  keyPath: unknown;
  multiEntry: boolean;
  unique: boolean;
  initialized: boolean;
}
interface RawStore {
  name: string;
  keyPath: unknown;
  autoIncrement: boolean;
  records: Records;
  rawIndexes: Map<string, RawIndex>;
  storeRecord: (record: { key: unknown; value: unknown }, noOverwrite: boolean) => void;
}
interface RawDatabase {
  name: string;
  version: number;
  rawObjectStores: Map<string, RawStore>;
}

const disks = (): Map<string, RawDatabase> =>
  (indexedDB as unknown as { _databases: Map<string, RawDatabase> })._databases;

/** Copies a whole disk, replacing what stood under the new name. Nobody may have it open. */
export function copyDisk(from: string, to: string): void {
  const source = disks().get(from);
  if (!source) throw new Error(`no disk ${from}`);
  const NewDatabase = source.constructor as new (name: string, version: number) => RawDatabase;
  const copy = new NewDatabase(to, source.version);
  for (const store of source.rawObjectStores.values()) {
    const NewStore = store.constructor as new (...parts: unknown[]) => RawStore;
    const storeCopy = new NewStore(copy, store.name, store.keyPath, store.autoIncrement);
    for (const index of store.rawIndexes.values()) {
      const NewIndex = index.constructor as new (...parts: unknown[]) => RawIndex;
      const indexCopy = new NewIndex(storeCopy, index.name, index.keyPath, index.multiEntry, index.unique);
      indexCopy.initialized = true;
      storeCopy.rawIndexes.set(index.name, indexCopy);
    }
    for (const { key, value } of store.records.values()) {
      storeCopy.storeRecord({ key: structuredClone(key), value: structuredClone(value) }, true);
    }
    copy.rawObjectStores.set(store.name, storeCopy);
  }
  disks().set(to, copy);
}

export function eraseDisk(name: string): void {
  disks().delete(name);
}

const NOT_ROWS = new Set([
  'others',
  'unsent',
  'attention',
  'inputs',
  'meta',
  'pasts',
  'carried',
  'bundles',
  'packs',
  'written',
]);

/** All values of a table; what a running transaction wrote is in it as well. Do not change them. */
export function readTable<T>(disk: string, table: string): T[] {
  const store = disks().get(disk)?.rawObjectStores.get(table);
  return store ? [...store.records.values()].map(({ value }) => value as T) : [];
}

/** All records, those of unknown collections too. */
export function readRows(disk: string): { collection: string; row: Row }[] {
  const tables = [...(disks().get(disk)?.rawObjectStores.keys() ?? [])].filter((name) => !NOT_ROWS.has(name));
  return [
    ...tables.flatMap((collection) => readTable<Row>(disk, collection).map((row) => ({ collection, row }))),
    ...readTable<Row & { collection: string }>(disk, 'others').map((row) => ({ collection: row.collection, row })),
  ];
}

export const readMeta = <T>(disk: string, key: string): T | undefined =>
  readTable<{ key: string; value: T }>(disk, 'meta').find((entry) => entry.key === key)?.value;
