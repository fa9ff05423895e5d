/**
 * What browsers leave open when a disk is full (seen with Chromium 146 and 156; docs/sync.md, "A full disk"). Once a write fails,
 * Chromium closes the connections of all windows and workers, and of what happens in the same moment it tells nobody the end:
 *
 * - A transaction that began just then neither completes nor aborts. Here it fails, and can be tried again.
 * - Whoever opens the store just then gets no answer, not even later, until the page is loaded anew; what is not saved would be
 *   lost with it. So nobody opens it again while there is no room, and whoever gets no answer all the same asks elsewhere.
 */
import { type DBCore, type DBCoreTransaction, Dexie, type DexieOptions, type Middleware } from 'dexie';
import { freeBytes, isFullDisk } from './space.ts';

/** What may still come of a transaction has come by then. */
const LAST_WORD_MS = 1000;
/** To open the store again takes some milliseconds. */
const ANSWER_MS = 10_000;

/** A database that is opened again as long as that can be. At the first time nobody has anything to lose. */
export function openable(name: string, options: DexieOptions): Dexie {
  let hasRoom = true;
  let wasOpen = false;
  const here: IDBFactory | undefined = Dexie.dependencies.indexedDB;
  let factory = here;
  const indexedDB = factory && {
    open: (...which: Parameters<IDBFactory['open']>) => {
      if (!hasRoom) throw new DOMException('no room to open the store again', 'QuotaExceededError');
      return factory?.open(...which);
    },
    deleteDatabase: (which: string) => factory?.deleteDatabase(which),
  };
  const database = new Dexie(name, { ...options, indexedDB, IDBKeyRange: Dexie.dependencies.IDBKeyRange });
  database.use(endingWithConnection(() => factory !== here));
  database.on('ready', () => {
    wasOpen = true;
  });
  const open = database.open.bind(database);
  /** @returns whether there is another way */
  const goElsewhere = (): boolean => {
    console.error('IndexedDB does not answer');
    const other = elsewhere();
    if (!other) return false;
    factory = other;
    // Whoever waits for the first way fails.
    database.close();
    return true;
  };
  const openSomehow = async (): Promise<Dexie> => {
    let isAgain = false;
    const timer = setTimeout(() => {
      isAgain = goElsewhere();
    }, ANSWER_MS);
    try {
      return await open();
    } catch (error) {
      if (isAgain) return await open();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    hasRoom = !isFullDisk(await freeBytes().catch(() => undefined));
    looking = undefined;
  };
  database.open = () => {
    if (!wasOpen) return open();
    looking ??= look();
    return Dexie.Promise.resolve(looking).then(openSomehow);
  };
  return database;
}

let elsewhere: () => IDBFactory | undefined = indexedDBOfFrame;

/** A worker must begin anew instead. */
export function whenSilent(begin: () => void): void {
  elsewhere = () => void begin();
}

/** A frame of this page has its own way to the same databases. */
function indexedDBOfFrame(): IDBFactory | undefined {
  if (typeof document === 'undefined') return undefined;
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  return frame.contentWindow?.indexedDB;
}

/** Of each transaction: fails when the browser has closed its connection and says nothing more of it. Never resolves. */
const ends = new WeakMap<DBCoreTransaction, Promise<never>>();

/**
 * Fails what the browser says nothing more about once it has closed the connection (AbortError).
 *
 * @param isElsewhere what is read is of a frame's classes (`instanceof Blob` would say no), and is made one of this page's
 */
const endingWithConnection = (isElsewhere: () => boolean): Middleware<DBCore> => ({
  stack: 'dbcore',
  name: 'endingWithConnection',
  // Nearest to the browser.
  level: -3,
  create: (core) => ({
    ...core,
    transaction(...which) {
      const transaction = core.transaction(...which);
      ends.set(transaction, failedWithConnection(transaction as unknown as IDBTransaction));
      return transaction;
    },
    table(name) {
      const table = core.table(name);
      const own = <T>(transaction: DBCoreTransaction, work: Promise<T>): Promise<T> =>
        isElsewhere() ? orEnd(transaction, work).then(structuredClone<T>) : orEnd(transaction, work);
      return {
        ...table,
        mutate: (request) => orEnd(request.trans, table.mutate(request)),
        get: (request) => own(request.trans, table.get(request)),
        getMany: (request) => own(request.trans, table.getMany(request)),
        query: (request) => own(request.trans, table.query(request)),
        count: (request) => orEnd(request.trans, table.count(request)),
        openCursor: (request) =>
          orEnd(request.trans, table.openCursor(request)).then((cursor) => {
            if (!cursor) return null;
            const start = cursor.start.bind(cursor);
            const own = (): void => {
              const value = structuredClone(Reflect.get(Object.getPrototypeOf(cursor), 'value', cursor));
              Object.defineProperty(cursor, 'value', { value, configurable: true });
            };
            cursor.start = (onNext) => {
              const next = () => {
                if (request.values && isElsewhere()) own();
                onNext();
              };
              return orEnd(request.trans, start(next));
            };
            return cursor;
          }),
      };
    },
  }),
});

const orEnd = <T>(transaction: DBCoreTransaction, work: Promise<T>): Promise<T> => {
  const end = ends.get(transaction);
  return end ? Dexie.Promise.race([work, end]) : work;
};

/** @see ends */
function failedWithConnection(transaction: IDBTransaction): Promise<never> {
  const { db } = transaction;
  const failed = new Promise<never>((_, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onClose = (): void => {
      timer = setTimeout(() => {
        // So Dexie hears it.
        transaction.onabort?.(new Event('abort'));
        reject(new DOMException('the connection was closed', 'AbortError'));
      }, LAST_WORD_MS);
    };
    const onEnd = (): void => {
      clearTimeout(timer);
      db.removeEventListener('close', onClose);
    };
    db.addEventListener('close', onClose);
    transaction.addEventListener('complete', onEnd);
    transaction.addEventListener('abort', onEnd);
  });
  // Nobody may be waiting just then.
  failed.catch(() => {});
  return failed;
}
