/**
 * Databases as they lie on the disk, below Dexie and whatever it seals: for snapshots, which are taken and put back without any
 * key. Nothing else reads or writes this way.
 */
import type { StoreLayout } from '#core/snapshot/format.ts';

/** Dexie counts versions in tens. */
const DEXIE_FACTOR = 10;
/** Versions below Dexie's first: a database that is being filled, and no app may open yet. */
const FILLING_VERSION = 1;
const FILLING_STORE = '~filling';

/** The version of IndexedDB that Dexie's `version(n)` is. */
export const rawVersion = (dexie: number): number => dexie * DEXIE_FACTOR;

/** @returns undefined when there is none of this name. @throws when the browser cannot open it */
export function openRaw(name: string): Promise<IDBDatabase | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase | undefined>();
  const opening = indexedDB.open(name);
  let isNew = false;
  opening.onupgradeneeded = () => {
    // Asked without a version, IndexedDB makes one that is not there.
    isNew = true;
    opening.transaction?.abort();
  };
  opening.onsuccess = () => resolve(closing(opening.result));
  opening.onerror = (event) => {
    event.preventDefault();
    if (isNew) resolve(undefined);
    else reject(opening.error);
  };
  return promise;
}

/** Gives way to whoever upgrades or deletes it. */
function closing(database: IDBDatabase): IDBDatabase {
  database.onversionchange = () => database.close();
  return database;
}

export function layoutOf(database: IDBDatabase): StoreLayout[] {
  const names = [...database.objectStoreNames].filter((name) => name !== FILLING_STORE);
  if (names.length === 0) return [];
  const transaction = database.transaction(names);
  return names.map((name) => {
    const store = transaction.objectStore(name);
    return {
      name,
      keyPath: store.keyPath as StoreLayout['keyPath'],
      autoIncrement: store.autoIncrement,
      indexes: [...store.indexNames].map((index) => {
        const { keyPath, unique, multiEntry } = store.index(index);
        return { name: index, keyPath: keyPath as StoreLayout['keyPath'], unique, multiEntry };
      }),
    };
  });
}

export function countRaw(database: IDBDatabase, store: string): Promise<number> {
  return asked(database.transaction(store).objectStore(store).count());
}

/**
 * All rows of a store, a page in a transaction of its own: whoever saves meanwhile waits for no more than a page.
 *
 * @param unreadable told the key of a row that the browser cannot read; without it, that ends the reading
 */
export async function* readPages(
  database: IDBDatabase,
  store: string,
  size: number,
  unreadable?: (key: IDBValidKey) => void,
): AsyncGenerator<{ keys: IDBValidKey[]; rows: unknown[] }> {
  let range: IDBKeyRange | null = null;
  for (;;) {
    const page: { keys: IDBValidKey[]; rows: unknown[]; last?: IDBValidKey } = await readPage(
      database,
      store,
      range,
      size,
      unreadable,
    );
    if (page.last === undefined) return;
    yield page;
    range = IDBKeyRange.lowerBound(page.last, true);
  }
}

async function readPage(
  database: IDBDatabase,
  store: string,
  range: IDBKeyRange | null,
  size: number,
  unreadable?: (key: IDBValidKey) => void,
) {
  const open = () => database.transaction(store).objectStore(store);
  if (!unreadable) {
    const source = open();
    const [keys, rows] = await Promise.all([asked(source.getAllKeys(range, size)), asked(source.getAll(range, size))]);
    return { keys, rows, last: keys.at(-1) };
  }
  const all = await asked(open().getAllKeys(range, size));
  const keys: IDBValidKey[] = [];
  const rows: unknown[] = [];
  for (const key of all) {
    try {
      rows.push(await asked(open().get(key)));
      keys.push(key);
    } catch (error) {
      console.error('store', store, error);
      unreadable(key);
    }
  }
  return { keys, rows, last: all.at(-1) };
}

/** Puts rows into a store, on the disk when it returns. */
export async function writePage(database: IDBDatabase, store: string, rows: readonly unknown[]): Promise<void> {
  const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
  const target = transaction.objectStore(store);
  for (const row of rows) target.put(row);
  await ended(transaction);
}

export async function deleteRaw(database: IDBDatabase, store: string, key: IDBValidKey): Promise<void> {
  const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
  transaction.objectStore(store).delete(key);
  await ended(transaction);
}

/** @throws BlockedError when a window or worker does not let go of it */
export function deleteDatabase(name: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const deleting = indexedDB.deleteDatabase(name);
  deleting.onsuccess = () => resolve();
  deleting.onerror = () => reject(deleting.error);
  deleting.onblocked = () => setTimeout(() => reject(new BlockedError()), BLOCKED_MS);
  return promise;
}

/** A page that was left a moment ago may still let go of it. */
const BLOCKED_MS = 5000;

/** Another window holds the database. */
export class BlockedError extends Error {}

/**
 * A new, empty database that nobody can take for a whole one (`isFilling`) until `endFilling`.
 *
 * @throws when one of this name is there
 */
export async function beginFilling(name: string, layout: readonly StoreLayout[]): Promise<IDBDatabase> {
  return upgrade(name, FILLING_VERSION, (database) => {
    database.createObjectStore(FILLING_STORE);
    for (const { name: store, keyPath, autoIncrement, indexes } of layout) {
      const made = database.createObjectStore(store, { keyPath, autoIncrement });
      for (const index of indexes) {
        const { unique, multiEntry } = index;
        made.createIndex(index.name, index.keyPath as string | string[], { unique, multiEntry });
      }
    }
  });
}

/** It is whole: in one step it gets the version that the app expects. */
export async function endFilling(database: IDBDatabase, version: number): Promise<void> {
  const { name } = database;
  database.close();
  const whole = await upgrade(name, version, (upgrading) => upgrading.deleteObjectStore(FILLING_STORE));
  whole.close();
}

export const isFilling = (database: IDBDatabase): boolean => database.objectStoreNames.contains(FILLING_STORE);

function upgrade(name: string, version: number, change: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase>();
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => {
    try {
      change(opening.result);
    } catch (error) {
      opening.transaction?.abort();
      reject(error);
    }
  };
  opening.onsuccess = () => resolve(closing(opening.result));
  opening.onerror = () => reject(opening.error);
  opening.onblocked = () => setTimeout(() => reject(new BlockedError()), BLOCKED_MS);
  return promise;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
  return promise;
}

function ended(transaction: IDBTransaction): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error);
  return promise;
}
