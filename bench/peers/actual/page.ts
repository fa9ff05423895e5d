/**
 * The peer's laptop: `@actual-app/crdt` (its clock, Merkle trie and messages), and the round of sync of Actual's client. What
 * Actual keeps in SQLite is kept in IndexedDB here, with the messages of one write or answer together in one entry, which is
 * less work than Actual has with them.
 */
import '../zipRequests.ts';
import {
  create,
  deserializeClock,
  fromBinary,
  getClock,
  MessageEnvelopeSchema,
  MessageSchema,
  makeClientId,
  makeClock,
  merkle,
  SyncRequestSchema,
  SyncResponseSchema,
  serializeClock,
  setClock,
  Timestamp,
  toBinary,
} from '@actual-app/crdt';
import type { Json } from '../../../core/register/register.ts';
import { type Contestant, type Durability, enter, forceDurability } from '../contestant.ts';
import { type Client, FIELDS } from '../workload.ts';
import { FILE, PASSWORD } from './names.ts';

const DATASET = 'clients';
/** Of rows in one transaction. */
const AT_ONCE = 500;
/** As Actual's client: more rounds than these would not help. */
const MAX_ROUNDS = 10;

interface Message {
  timestamp: string;
  row: string;
  column: string;
  value: string;
}

interface Row {
  id: string;
  values: Record<string, Json>;
  /** When each field was written. */
  times: Record<string, string>;
}

interface Bundle {
  first: string;
  last: string;
  messages: Message[];
}

let db: IDBDatabase;
let account: { token: string; groupId: string };

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open('bench');
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('rows', { keyPath: 'id' });
    opening.result.createObjectStore('messages', { keyPath: 'first' }).createIndex('last', 'last');
    opening.result.createObjectStore('meta');
  };
  return settled(opening);
}

const kept = <T>(key: string): Promise<T | undefined> =>
  settled(db.transaction('meta').objectStore('meta').get(key)) as Promise<T | undefined>;

/** Joins messages, of which the later one of a field counts, and keeps them for others, in one transaction. */
async function apply(messages: Message[]): Promise<void> {
  const clock = getClock();
  const transaction = db.transaction(['rows', 'messages', 'meta'], 'readwrite');
  const rows = transaction.objectStore('rows');
  const byRow = Map.groupBy(messages, ({ row }) => row);
  const found: (Row | undefined)[] = await Promise.all([...byRow.keys()].map((id) => settled(rows.get(id))));
  let i = 0;
  for (const [id, some] of byRow) {
    const row = found[i++] ?? { id, values: {}, times: {} };
    for (const { column, timestamp, value } of some) {
      if ((row.times[column] ?? '') > timestamp) continue;
      row.values[column] = read(value);
      row.times[column] = timestamp;
    }
    rows.put(row);
  }
  for (const { timestamp } of messages) clock.merkle = merkle.insert(clock.merkle, Timestamp.parse(timestamp));
  clock.merkle = merkle.prune(clock.merkle);
  const [first, last] = [messages[0]?.timestamp ?? '', messages.at(-1)?.timestamp ?? ''];
  transaction.objectStore('messages').put({ first, last, messages } satisfies Bundle);
  transaction.objectStore('meta').put(serializeClock(clock), 'clock');
  await ended(transaction);
}

const read = (value: string): Json => (value.startsWith('S:') ? value.slice(2) : JSON.parse(value.slice(2)));
const written = (value: Json): string => (typeof value === 'string' ? `S:${value}` : `J:${JSON.stringify(value)}`);

async function messagesSince(since: string): Promise<Message[]> {
  const index = db.transaction('messages').objectStore('messages').index('last');
  const bundles = (await settled(index.getAll(IDBKeyRange.lowerBound(since, true)))) as Bundle[];
  return bundles.flatMap(({ messages }) => messages).filter(({ timestamp }) => timestamp > since);
}

async function exchange(since: string) {
  const messages = (await messagesSince(since)).map(({ timestamp, ...rest }) =>
    create(MessageEnvelopeSchema, {
      timestamp,
      isEncrypted: false,
      content: toBinary(MessageSchema, create(MessageSchema, { dataset: DATASET, ...rest })),
    }),
  );
  const request = create(SyncRequestSchema, { messages, fileId: FILE, groupId: account.groupId, since });
  const response = await fetch('/sync/sync', {
    method: 'POST',
    headers: { 'content-type': 'application/actual-sync', 'x-actual-token': account.token },
    body: toBinary(SyncRequestSchema, request),
  });
  if (!response.ok) throw new Error(`/sync/sync: ${response.status} ${await response.text()}`);
  const answer = fromBinary(SyncResponseSchema, new Uint8Array(await response.arrayBuffer()));
  const received = answer.messages.map(
    ({ timestamp, content }: { timestamp: string; content: Uint8Array }): Message => {
      const { row, column, value } = fromBinary(MessageSchema, content);
      return { timestamp, row, column, value };
    },
  );
  return { received: received as Message[], theirs: JSON.parse(answer.merkle) };
}

/** What comes again is here already. */
async function unknown(received: Message[], since: string): Promise<Message[]> {
  const known = new Set((await messagesSince(since)).map(({ timestamp }) => timestamp));
  return received.filter(({ timestamp }) => !known.has(timestamp));
}

async function receive(messages: Message[]): Promise<void> {
  for (const { timestamp } of messages) Timestamp.recv(Timestamp.parse(timestamp));
  const size = AT_ONCE * FIELDS.length;
  for (let from = 0; from < messages.length; from += size) await apply(messages.slice(from, from + size));
}

const contestant: Contestant = {
  async open(_ticket: string, durability: Durability) {
    forceDurability(durability);
    db = await openDatabase();
    const clock = await kept<string>('clock');
    setClock(clock ? deserializeClock(clock) : makeClock(new Timestamp(0, 0, makeClientId())));
    const login = await fetch('/account/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ loginMethod: 'password', password: PASSWORD }),
    });
    const { token } = (await login.json()).data;
    const files = await fetch('/sync/list-user-files', { headers: { 'x-actual-token': token } });
    const [{ groupId }] = (await files.json()).data;
    account = { token, groupId };
  },
  async put(some) {
    const messages = some.flatMap(({ id, values }) =>
      Object.entries(values).map(([column, value]): Message => {
        const timestamp = String(Timestamp.send());
        return { timestamp, row: id, column, value: written(value) };
      }),
    );
    await apply(messages);
  },
  async sync() {
    const started = performance.now();
    let since = (await kept<string>('synced')) ?? String(Timestamp.zero);
    for (let round = 0; ; round++) {
      const { received, theirs } = await exchange(since);
      if (received.length > 0) await receive(await unknown(received, since));
      const differs = merkle.diff(theirs, getClock().merkle);
      if (differs === null) break;
      if (round >= MAX_ROUNDS) throw new Error('out of sync');
      since = String(new Timestamp(differs, 0, '0'));
    }
    const transaction = db.transaction('meta', 'readwrite');
    transaction.objectStore('meta').put(String(getClock().timestamp), 'synced');
    await ended(transaction);
    return performance.now() - started;
  },
  async *read() {
    let range: IDBKeyRange | null = null;
    for (;;) {
      const rows: Row[] = await settled(db.transaction('rows').objectStore('rows').getAll(range, AT_ONCE));
      for (const { id, values } of rows) yield { id, values } satisfies Client;
      if (rows.length < AT_ONCE) return;
      range = IDBKeyRange.lowerBound(rows.at(-1)?.id, true);
    }
  },
};

enter(contestant);
