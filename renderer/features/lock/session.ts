/**
 * Who has opened the app in this window, and how that ends. The key is in the memory of the windows and workers that are open, and
 * in that of the shell, so that a page may load again; nowhere else.
 */
import { shell } from '../../app/shell.ts';
import { databaseOf, type Session } from '../../store/accounts.ts';
import { daysTooLong, noteRecovery } from '../../store/contact.ts';
import { db } from '../../store/database.ts';
import { closeStore, openSession, openStore } from '../../store/open.ts';
import { flushPending } from '../../store/pending.ts';
import { adoptRestored } from '../../store/snapshot.ts';
import { countUnsaved } from '../../store/unsaved.ts';
import { LOCK_CHANNEL } from '../../sync/channel.ts';
import { startSync } from '../../sync/start.ts';
import { backUpOlder } from '../backups/take.ts';

type Message = 'ask' | 'lock' | 'active' | { give: Session };

/** Other windows of this browser. */
const others = new BroadcastChannel(LOCK_CHANNEL);
/** Held by every window that is open, so that one that starts knows whether there is anybody to ask. */
const OPEN = 'pendamping-open';
const ANSWER_MS = 3000;

/** What is open already, in the shell or in another window; null when it has to be unlocked. */
export async function keptSession(): Promise<Session | null> {
  const bridge = shell();
  if (bridge) return bridge.ask('lock:kept', undefined);
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === OPEN) ? askOthers() : null;
}

/** Until one answers or none is open any more: a window that is just closing, as when a page loads again, says nothing. */
async function askOthers(): Promise<Session | null> {
  const asking = new BroadcastChannel(others.name);
  const answered = new AbortController();
  // Granted once no other window holds it.
  const allClosed = navigator.locks.request(OPEN, { signal: answered.signal }, () => null);
  const answer = new Promise<Session | null>((resolve) => {
    asking.onmessage = ({ data }: MessageEvent<Message>) => typeof data === 'object' && resolve(data.give);
    asking.postMessage('ask' satisfies Message);
    setTimeout(() => resolve(null), ANSWER_MS);
  });
  try {
    return await Promise.race([answer, allClosed]);
  } finally {
    asking.close();
    allClosed.catch(() => {});
    answered.abort();
  }
}

/** This laptop has been without contact for too long: only the recovery code opens it. */
export class ExpiredError extends Error {
  readonly days: number;
  constructor(days: number) {
    super(`${days} days without contact`);
    this.days = days;
  }
}

/** What the first page shows is there a sixth sooner when the sync does not start beside it. */
const PAGE_FIRST_MS = 1000;

/**
 * Opens the app with what was unlocked.
 *
 * @param how.isRecovered by the recovery code: a coordinator knows of it
 * @param how.isNew there is nothing to show before the first sync
 * @throws ExpiredError
 * @throws when the storage cannot be opened
 */
export async function begin(session: Session, how: { isRecovered?: boolean; isNew?: boolean } = {}): Promise<void> {
  await backUpOlder(databaseOf(session.account));
  await openStore(session);
  await adoptRestored(db);
  if (how.isRecovered) await noteRecovery();
  const days = await daysTooLong();
  if (days > 0) {
    closeStore();
    throw new ExpiredError(days);
  }
  startAfresh(session.account);
  await shell()?.ask('lock:keep', session);
  shell()?.onLock(() => void leave());
  void navigator.locks.request(OPEN, { mode: 'shared' }, () => new Promise(() => {}));
  others.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data === 'ask') others.postMessage({ give: openSession() } satisfies Message);
    else if (data === 'lock') void leave();
    else if (data === 'active') for (const listener of activeElsewhere) listener();
  };
  setTimeout(startSync, how.isNew ? 0 : PAGE_FIRST_MS);
}

/** Locks the app, in all windows. What is typed is on the disk first. */
export async function lock(): Promise<void> {
  others.postMessage('lock' satisfies Message);
  await shell()?.ask('lock:drop', undefined);
  await leave();
}

/** A page that loads again has forgotten everything; so not while something in it is nowhere else, for want of room on the disk. */
async function leave(): Promise<void> {
  await flushPending().catch((error: unknown) => console.error('lock', error));
  if (countUnsaved() > 0) return;
  location.reload();
}

/** In this tab: whose pages it showed. */
const LAST = 'pendamping-last';

/** One user of a laptop does not go on where another one was. */
function startAfresh(account: string): void {
  if ((sessionStorage.getItem(LAST) ?? account) !== account) history.replaceState(null, '', '/');
  sessionStorage.setItem(LAST, account);
}

const activeElsewhere = new Set<() => void>();

const working = new Set<Promise<unknown>>();

/** Nothing locks by itself while this goes on: somebody started it before they left. */
export function keepOpen<T>(work: Promise<T>): Promise<T> {
  working.add(work);
  const end = () => void working.delete(work);
  work.then(end, end);
  return work;
}

export const isKeptOpen = (): boolean => working.size > 0;

/** Somebody works here: no other window shall lock. */
export const tellActive = (): void => others.postMessage('active' satisfies Message);

/** @returns what ends it */
export function onActiveElsewhere(listener: () => void): () => void {
  activeElsewhere.add(listener);
  return () => activeElsewhere.delete(listener);
}
