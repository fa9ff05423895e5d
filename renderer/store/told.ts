/**
 * Tells which clients were written, in whatever window or worker; nobody watches other records. Dexie's own word is either that all of a
 * table has changed (of fifty records or more in one request), or a tree of keys for each index: of a first pull that was most of what its
 * window took in.
 */
import type { ClientCollection } from '#core/model/collections.ts';

/** Clients that were written in one transaction. */
export interface Told {
  database: string;
  collection: ClientCollection;
  ids: string[];
}

const channel = openChannel();
const waiting = new WeakMap<EventTarget, Map<ClientCollection, Set<string>>>();

/** Tells of them once their transaction is on the disk. */
export function tellWritten(
  transaction: EventTarget,
  database: string,
  collection: ClientCollection,
  ids: readonly string[],
): void {
  const written = waiting.get(transaction) ?? begin(transaction, database);
  const before = written.get(collection) ?? new Set();
  for (const id of ids) before.add(id);
  written.set(collection, before);
}

function begin(transaction: EventTarget, database: string): Map<ClientCollection, Set<string>> {
  const written = new Map<ClientCollection, Set<string>>();
  waiting.set(transaction, written);
  transaction.addEventListener('complete', () => {
    for (const [collection, ids] of written)
      channel.postMessage({ database, collection, ids: [...ids] } satisfies Told);
  });
  return written;
}

/** Calls back with what was written in any database. */
export function watchWritten(onWritten: (written: Told) => void): void {
  const heard = openChannel();
  heard.onmessage = ({ data }: MessageEvent<Told>) => onWritten(data);
}

function openChannel(): BroadcastChannel {
  const channel = new BroadcastChannel('pendamping-written');
  // Node's would keep the process.
  (channel as { unref?: () => void }).unref?.();
  return channel;
}
