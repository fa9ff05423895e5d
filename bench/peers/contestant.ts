/** What each contestant's page can do, and what all pages have in common. `measure.ts` calls it over `window.contestant`. */
import { Checksum, type Client, clients, edits } from './workload.ts';

export type Durability = 'strict' | 'relaxed';

export interface Contestant {
  /** Opens the store of this laptop, and makes it the first time. @param ticket what its hub gave for it */
  open(ticket: string, durability: Durability): Promise<void>;
  /** Writes clients, or edits of them, into the store. */
  put(some: Client[]): Promise<void>;
  /** Until what is here is on the hub, and what is on the hub is here. @returns milliseconds */
  sync(): Promise<number>;
  /** All clients that this laptop holds, in any order. */
  read(): AsyncIterable<Client>;
}

/** So many are written at once. */
const AT_ONCE = 500;

const fill = async (contestant: Contestant, count: number): Promise<void> => putAll(contestant, clients(count));

/** @param rounds from the first to the last, one after the other */
async function edit(contestant: Contestant, count: number, [first, last]: [number, number]): Promise<void> {
  const ids = [...clients(count)].map(({ id }) => id);
  for (let round = first; round <= last; round++) await putAll(contestant, edits(ids, round));
}

async function putAll(contestant: Contestant, all: Iterable<Client>): Promise<void> {
  let some: Client[] = [];
  for (const client of all) {
    some.push(client);
    if (some.length < AT_ONCE) continue;
    await contestant.put(some);
    some = [];
  }
  if (some.length > 0) await contestant.put(some);
}

export interface ContestantPage extends Pick<Contestant, 'open' | 'sync'> {
  fill(count: number): Promise<void>;
  edit(count: number, rounds: [number, number]): Promise<void>;
  /** In the words of `checksum`. */
  digest(): Promise<string>;
}

declare global {
  interface Window {
    contestant: ContestantPage;
  }
}

/** Puts a contestant where `measure.ts` finds it. */
export function enter(contestant: Contestant): void {
  window.contestant = {
    open: (ticket, durability) => contestant.open(ticket, durability),
    sync: () => contestant.sync(),
    fill: (count) => fill(contestant, count),
    edit: (count, rounds) => edit(contestant, count, rounds),
    digest: async () => {
      const sum = new Checksum();
      for await (const client of contestant.read()) sum.add(client);
      return sum.toString();
    },
  };
}

/** From now on every transaction of IndexedDB is this durable, whoever asks: the same for all contestants. */
export function forceDurability(durability: Durability): void {
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (names, mode, options) {
    return original.call(this, names, mode, { ...options, durability });
  };
}

/** Shorter ones would not get shorter. */
const WORTH_ZIPPING = 1024;

/** From now on `fetch` sends bodies as gzip, as Pendamping does: on both sides or on none. */
export function zipRequests(): void {
  const original = window.fetch;
  window.fetch = async (input, init) => {
    const body = init?.body;
    const long = typeof body === 'string' ? body.length : body instanceof Uint8Array ? body.byteLength : 0;
    if (long < WORTH_ZIPPING) return original(input, init);
    const zipped = new Blob([body as BlobPart]).stream().pipeThrough(new CompressionStream('gzip'));
    const headers = new Headers(init?.headers);
    headers.set('content-encoding', 'gzip');
    return original(input, { ...init, headers, body: await new Response(zipped).blob() });
  };
}
