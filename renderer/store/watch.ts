/** What takes long to read, live. */
import { Dexie } from 'dexie';
import { db } from './database.ts';

/** Changes come one upon the other: they are taken together. */
const SETTLE_MS = 50;
/** Whoever changes one thing, and nothing changed for a while, need not wait longer to see it. */
const SEEN_WITHIN_MS = 1000;

/**
 * Reads now and again after changes of these tables, in whatever window or worker. Dexie's liveQuery begins anew with each
 * change, so that somebody who types in another window, or an import, would keep a long reading from ever ending; here the one
 * that goes on is brought to its end.
 *
 * @param mostBusy of the time, no more than this part is spent on reading again
 * @returns what ends it
 */
export function watchTables<T>(
  tables: readonly string[],
  read: (isWanted: () => boolean) => Promise<T>,
  observer: { next: (result: T) => void; error: (error: unknown) => void },
  mostBusy = 0.5,
): () => void {
  const watched = new Set(tables);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let notBefore = 0;
  let isReading = false;
  let isStale = false;
  let isEnded = false;
  const run = async (): Promise<void> => {
    timer = undefined;
    isReading = true;
    isStale = false;
    const started = performance.now();
    try {
      const result = await read(() => !isEnded);
      if (!isEnded) observer.next(result);
    } catch (error) {
      if (!isEnded) observer.error(error);
    }
    isReading = false;
    const ended = performance.now();
    const rest = (ended - started) * (1 / mostBusy - 1);
    notBefore = ended + (isStale ? rest : Math.min(rest, SEEN_WITHIN_MS));
    if (isStale) later();
  };
  const later = (): void => {
    if (!isEnded) timer ??= setTimeout(() => void run(), Math.max(SETTLE_MS, notBefore - performance.now()));
  };
  // Parts are named `idb://<database>/<table>/<index>`; `all` stands for everything.
  const own = `idb://${db.name}/`;
  const listen = (parts: object): void => {
    const isTouched = Object.keys(parts).some(
      (part) => part === 'all' || (part.startsWith(own) && watched.has(part.slice(own.length).split('/')[0] ?? '')),
    );
    if (!isTouched) return;
    if (isReading) isStale = true;
    else later();
  };
  Dexie.on.storagemutated.subscribe(listen);
  void run();
  return () => {
    isEnded = true;
    clearTimeout(timer);
    Dexie.on.storagemutated.unsubscribe(listen);
  };
}
