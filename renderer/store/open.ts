/** Which database is open, in this window or worker, and how workers come to it. */
import { databaseOf, type Session } from './accounts.ts';
import { db, openDatabase, setDatabase } from './database.ts';

let session: Session | undefined;

/** Whose database is open. @throws before it is */
export function openSession(): Session {
  if (!session) throw new Error('locked');
  return session;
}

/** Opens an account's database, before anything reads from it. @throws when IndexedDB cannot be opened (disk full, blocked) */
export async function openStore(next: Session): Promise<void> {
  const database = openDatabase(databaseOf(next.account), { key: next.key });
  await database.open();
  setDatabase(database);
  session = next;
}

/** What was opened must not be used after all. */
export function closeStore(): void {
  db.close();
  session = undefined;
}

/** The first message that a worker gets. */
interface Opening {
  open: Session;
}

/** Gives the open database to a new worker. */
export function withStore(worker: Worker): Worker {
  worker.postMessage({ open: openSession() } satisfies Opening);
  return worker;
}

/**
 * In a worker: opens what the window has open, and then handles its messages.
 *
 * @returns when it is open
 */
export function serve<T>(handle: (message: T) => void = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    let opened: Promise<void> | undefined;
    self.onmessage = ({ data }: MessageEvent<Opening | T>) => {
      if (!opened) {
        opened = openStore((data as Opening).open);
        opened.then(resolve, reject);
      } else void opened.then(() => handle(data as T));
    };
  });
}

/**
 * A browser lets go of a database whose disk is full, and Dexie does not open it again once that failed. Call it before a new try.
 *
 * @throws when it still cannot be opened
 */
export async function reopenStore(): Promise<void> {
  const works = await db.meta.get('device').then(
    () => true,
    () => false,
  );
  if (works) return;
  db.close({ disableAutoOpen: false });
  await db.open();
}
