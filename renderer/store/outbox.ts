/** The sync worker's side of the store: what to send, what came back, what arrived. */
import { type Collection, cmp, type Table } from 'dexie';
import { type CollectionName, HUB_COLLECTIONS, isCollection } from '#core/model/collections.ts';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import { contradict, isSame, join, type Register } from '#core/register/register.ts';
import type { PullAnswer, PushAnswer, Refusal, RefusalCode, WireRecord } from '#core/wire/protocol.ts';
import { readRegister, toWire } from '#core/wire/registers.ts';
import { LOCK_FIELD } from '#core/workflow/locks.ts';
import { mayWrite, type Role } from '#core/workflow/policy.ts';
import { isRestricting } from '#core/workflow/restriction.ts';
import { withoutBrought } from './carried.ts';
import {
  ALL_ROW_TABLES,
  type AttentionEntry,
  type CarriedField,
  type Database,
  type FieldKey,
  getMeta,
  type OutboxEntry,
  rowsOf,
  setMeta,
  writeRows,
} from './database.ts';
import { obeyErasure } from './erasure.ts';
import { sendAgain } from './refused.ts';
import {
  clearField,
  flagged,
  joinIntoRow,
  knownToHub,
  type Mark,
  newRow,
  type Row,
  registerOf,
  replaceRegister,
  STALE_FLAG,
} from './rows.ts';

interface FieldOf {
  collection: string;
  id: string;
  field: string;
}

const keyOf = (entry: FieldOf): FieldKey => [entry.collection, entry.id, entry.field];
const nameOf = (entry: FieldOf): string => `${entry.collection}/${entry.id}/${entry.field}`;

/** An unsent field and the register that goes out for it. */
export interface Unsent {
  entry: OutboxEntry;
  register: Register;
}

/**
 * The unsent fields, and the records (with only those fields) that carry them. A record that is edited between the two
 * reads goes out as it is now, and its entry stays: that costs a repetition and loses nothing.
 */
export async function collectUnsent(
  limit: number,
  database: Database,
): Promise<{ unsent: Unsent[]; records: WireRecord[] }> {
  const entries = await database.outbox.limit(limit).toArray();
  const rows = await readRows(entries, database);
  const records = new Map<string, WireRecord>();
  const unsent: Unsent[] = [];
  for (const entry of entries) {
    const name = `${entry.collection}/${entry.id}`;
    const row = rows.get(name);
    const register = registerOf(row, entry.field);
    if (!row || !register) continue;
    const record = records.get(name) ?? { collection: entry.collection, id: row.id, unit: row.unit, registers: {} };
    record.registers[entry.field] = toWire(register) as Register;
    records.set(name, record);
    unsent.push({ entry, register });
  }
  return { unsent, records: [...records.values()] };
}

/**
 * Acknowledged fields leave the outbox, refused ones move to *Perlu perhatian*. A field that was edited again while the
 * batch was on its way stays, and knows what the hub has now.
 */
export async function settle(sent: Unsent[], refused: Refusal[], database: Database): Promise<void> {
  const reasons = new Map(refused.map((refusal) => [nameOf(refusal), refusal]));
  await database.transaction('rw', [database.outbox, database.attention, database.carried], async () => {
    const present = await outboxBetween(sent, database).toArray();
    const current = new Map(present.map((entry) => [nameOf(entry), entry]));
    const at = new Date(database.now()).toISOString();
    const done: FieldKey[] = [];
    const attention: AttentionEntry[] = [];
    const edited: OutboxEntry[] = [];
    for (const { entry, register } of sent) {
      const now = current.get(nameOf(entry));
      const reason = reasons.get(nameOf(entry));
      if (now?.stamp === entry.stamp) {
        done.push(keyOf(entry));
        if (reason) attention.push({ ...now, code: reason.code, message: reason.message, at });
      } else if (now && !reason) edited.push({ ...now, base: now.base ? join(now.base, register) : register });
    }
    // What it took it knows whole: also the edits of others that this one was beside, or in knowledge of.
    const taken = sent.filter(({ entry }) => !reasons.has(nameOf(entry)));
    await forgetArrived(taken, database);
    // One request instead of thousands, where nothing else lies between.
    if (done.length === present.length) await outboxBetween(sent, database).delete();
    else await database.outbox.bulkDelete(done);
    await database.outbox.bulkPut(edited);
    await database.attention.bulkPut(attention);
  });
}

/**
 * What this laptop has just sent need not come back to it: where the hub has nothing else behind the cursor, the cursor passes it.
 * Most of what a laptop on a thin link would have to pull is its own work.
 */
export async function passSent(
  { since, sequence }: Pick<PushAnswer, 'since' | 'sequence'>,
  sent: Unsent[],
  database: Database,
): Promise<void> {
  if (since === undefined || sent.some(({ entry }) => isMoreThanValue(entry))) return;
  await database.transaction('rw', database.meta, async () => {
    if ((await cursor(database)) === since) await setMeta('cursor', sequence, database);
  });
}

/** When it comes from the hub, something follows from it (`joinRecords`). */
const isMoreThanValue = ({ collection, field }: FieldOf): boolean =>
  collection === 'subjectRequests' || field === LOCK_FIELD || field === ERASED_FIELD;

/** The entries from the first to the last of these; `collectUnsent` takes them as they lie. */
function outboxBetween(sent: Unsent[], database: Database): Collection<OutboxEntry, FieldKey> {
  const keys = sent.map(({ entry }) => keyOf(entry)).sort(cmp);
  const [first, last] = [keys[0] ?? [], keys.at(-1) ?? []];
  return database.outbox.where('[collection+id+field]').between(first, last, true, true);
}

/** What bundles brought of these fields the hub has now. Mostly they brought nothing, and no more is read. */
async function forgetArrived(taken: Unsent[], database: Database): Promise<void> {
  if ((await database.carried.count()) === 0) return;
  const carried = await database.carried.bulkGet(taken.map(({ entry }) => keyOf(entry)));
  const arrived = carried.filter((each, i) => each && holds((taken[i] as Unsent).register, each.brought));
  await database.carried.bulkDelete((arrived as CarriedField[]).map(keyOf));
}

/** Refused fields go out again: all of those with this reason. */
export async function resendRefused(code: RefusalCode, database: Database): Promise<void> {
  await database.transaction('rw', [database.outbox, database.attention], async () => {
    await sendAgain(database, await database.attention.filter((entry) => entry.code === code).toArray());
  });
}

/** Records joined in one transaction: whoever saves meanwhile waits for no more than that. */
const JOIN_RECORDS = 100;

/**
 * Joins one page of a pull, then moves the cursor: a cut leaves some of the page joined, and it comes again. What the hub
 * turns out to hold in full needs no sending any more; what was refused for a reason that the page lifts goes out again.
 *
 * @returns how many registers were new here
 */
export async function receive(answer: PullAnswer, database: Database): Promise<number> {
  // First: who holds something of this hub must hear when it is restored, also after a cut in the middle of the page.
  if (answer.epoch !== undefined) await noteEpoch(answer.epoch, answer.now, database);
  let changed = 0;
  for (let from = 0; from < answer.records.length; from += JOIN_RECORDS) {
    changed += await joinRecords(answer.records.slice(from, from + JOIN_RECORDS), database);
  }
  await setMeta('cursor', answer.next, database);
  return changed;
}

/** What a bundle brought, if it has the stamp of something else that the hub has: then the hub's counts. */
function carriedAgainst(
  { carried }: Waiting,
  { collection, id }: { collection: string; id: string },
  field: string,
  row: Row,
  incoming: Register,
): CarriedField | undefined {
  const brought = carried.get(nameOf({ collection, id, field }));
  return brought && registerOf(row, field) && contradict(brought.brought, incoming) ? brought : undefined;
}

async function forgetCarried({ carried }: Waiting, brought: CarriedField, row: Row, database: Database): Promise<void> {
  const current = registerOf(row, brought.field) as Register;
  const rest = withoutBrought(current, brought, (await getMeta('device', database))?.deviceId);
  replaceRegister(row, brought.field, rest);
  carried.delete(nameOf(brought));
  await database.carried.delete(keyOf(brought));
}

async function noteEpoch(epoch: string, now: string | undefined, database: Database): Promise<void> {
  if ((await getMeta('epoch', database)) === epoch) return;
  await setMeta('epoch', epoch, database);
  if (now !== undefined) await setMeta('epochSince', now, database);
}

async function joinRecords(records: PullAnswer['records'], database: Database): Promise<number> {
  const collections = [...new Set(records.map((record) => record.collection).filter(isCollection))];
  const tables = collections.map((name) => rowsOf(database, name));
  const { others, outbox, attention, carried, inputs, pasts, meta } = database;
  // An attachment that was erased takes its file along.
  if (collections.includes('attachments')) tables.push(database.files as never);
  let sum = 0;
  await database.transaction('rw', [...tables, others, outbox, attention, carried, inputs, pasts, meta], async () => {
    const waiting = await readWaiting(records, database);
    const rows = await readRows(records, database);
    const changedRows = new Map<string, { collection: string; row: Row }>();
    for (const record of records) {
      const name = `${record.collection}/${record.id}`;
      const row = rows.get(name) ?? newRow(record.id, record.unit);
      rows.set(name, row);
      let changed = 0;
      for (const [field, json] of Object.entries(record.registers)) {
        const register = readRegister(json);
        // A register that this version cannot read must not stop the others; the hub still has it.
        if (!register) continue;
        const contradicted = carriedAgainst(waiting, record, field, row, register);
        if (contradicted) await forgetCarried(waiting, contradicted, row, database);
        if (joinIntoRow(row, field, register)) changed += 1;
        const at = { ...record, field };
        // Nothing is awaited for nothing: after some hundred waits without a request Dexie lets the transaction go.
        if (isWaiting(waiting, at)) await learn(waiting, at, register, registerOf(row, field) as Register, database);
      }
      sum += changed;
      const isErased = Boolean(row.values[ERASED_FIELD]);
      if (isErased) await obeyErasure(database, record.collection, row);
      if (changed > 0 || isErased) changedRows.set(name, { collection: record.collection, row });
      if (LOCK_FIELD in record.registers && !row.values[LOCK_FIELD]) await reopened(record, database);
      if (record.collection === 'subjectRequests' && !isRestricting(row.values)) await lifted(database);
    }
    await writeRows(database, [...changedRows.values()]);
  });
  return sum;
}

/**
 * The hub was restored from a backup and may have lost what came after it: everything that this laptop may write counts as
 * unsent, and is compared with the hub from the beginning.
 */
export async function beginRecovery(role: Role, database: Database): Promise<void> {
  const tables = [...ALL_ROW_TABLES(database), database.others, database.outbox, database.attention, database.meta];
  await database.transaction('rw', tables, async () => {
    const waiting = new Set<string>();
    for (const table of [database.outbox, database.attention]) {
      for (const key of await table.toCollection().primaryKeys()) waiting.add(key.join('/'));
      await table.toCollection().modify(forgetBase);
    }
    for (const table of ALL_ROW_TABLES(database)) {
      const collection = table.name as CollectionName;
      const entries: OutboxEntry[] = [];
      await table.each((row) => {
        for (const [field, { stamp }] of Object.entries(row.marks))
          entries.push({ collection, id: row.id, field, stamp, hadBefore: 'all' });
      });
      const own = entries.filter((entry) => mayWrite(role, collection, entry.field) && !waiting.has(nameOf(entry)));
      await database.outbox.bulkPut(own);
      await markStale(table, role, waiting);
    }
    await offerOthers(waiting, database);
    await database.meta.bulkDelete(['epoch', 'cursor']);
    await setMeta('recovering', true, database);
  });
}

/** This laptop may hold the last copy of what only a newer version knows. Who may write it the hub can tell, not this version. */
async function offerOthers(waiting: ReadonlySet<string>, database: Database): Promise<void> {
  const entries: OutboxEntry[] = [];
  await database.others.each(({ collection, id, marks }) => {
    for (const [field, { stamp }] of Object.entries(marks))
      entries.push({ collection, id, field, stamp, hadBefore: 'all' });
  });
  await database.outbox.bulkPut(entries.filter((entry) => !waiting.has(nameOf(entry))));
}

/** What the hub was known to hold it may have lost. */
function forgetBase(entry: OutboxEntry): void {
  const known = knownToHub(entry);
  if (known && entry.hadBefore !== 'all') entry.hadBefore = known;
  delete entry.base;
}

/** What this laptop may not write, and so cannot bring back; but never what its user wrote all the same. */
const markStale = (table: Table<Row, string>, role: Role, waiting: ReadonlySet<string>): Promise<number> => {
  const collection = table.name as CollectionName;
  const foreign = (row: Row): string[] =>
    Object.keys(row.marks).filter(
      (field) => !mayWrite(role, collection, field) && !waiting.has(nameOf({ collection, id: row.id, field })),
    );
  return table
    .filter((row) => foreign(row).length > 0)
    .modify((row, cursor) => {
      for (const field of foreign(row)) (row.marks[field] as Mark).stale = true;
      cursor.value = flagged(row);
    });
};

/**
 * Everything was compared. What this laptop may not write and the hub no longer has goes: a laptop that enrolled after the
 * backup, say, and with it the wish to revoke it; or a lock, which the coordinator's laptop brings back.
 */
export async function endRecovery(database: Database): Promise<void> {
  const tables = ALL_ROW_TABLES(database);
  await database.transaction('rw', [...tables, database.outbox, database.attention, database.meta], async () => {
    for (const table of tables) {
      for (const row of await table.where('flags').equals(STALE_FLAG).toArray()) await clearStale(table, row, database);
    }
    await setMeta('recovering', false, database);
  });
}

async function clearStale(table: Table<Row, string>, row: Row, database: Database): Promise<void> {
  const record = { collection: table.name, id: row.id };
  const wasLocked = Boolean(row.values[LOCK_FIELD]);
  for (const [field, mark] of Object.entries(row.marks)) if (mark.stale) clearField(row, field);
  const isThere = HUB_COLLECTIONS.includes(table.name as CollectionName)
    ? 'createdAt' in row.marks
    : Object.keys(row.marks).length > 0;
  if (!isThere) return forget(table.name, row.id, database);
  await table.put(flagged(row));
  if (wasLocked && !row.values[LOCK_FIELD]) await reopened(record, database);
}

async function forget(collection: string, id: string, database: Database): Promise<void> {
  await rowsOf(database, collection as CollectionName).delete(id);
  for (const waiting of [database.outbox, database.attention]) await waiting.where({ collection, id }).delete();
}

export const cursor = async (database: Database): Promise<number> => (await getMeta('cursor', database)) ?? 0;

/** Is all of the one register in the other? */
const holds = (all: Register, some: Register): boolean => isSame(join(all, some), all);

interface Waiting {
  outbox: Map<string, OutboxEntry>;
  attention: Map<string, AttentionEntry>;
  carried: Map<string, CarriedField>;
}

/** The entries of the page's records. Mostly there are none, and nothing more is read. */
async function readWaiting(records: PullAnswer['records'], database: Database): Promise<Waiting> {
  const ids = records.map(({ collection, id }) => [collection, id]);
  const read = async <E extends FieldOf>(table: Table<E, FieldKey>) => {
    if ((await table.count()) === 0) return new Map<string, E>();
    const entries = await table.where('[collection+id]').anyOf(ids).toArray();
    return new Map(entries.map((entry) => [nameOf(entry), entry]));
  };
  return {
    outbox: await read(database.outbox),
    attention: await read(database.attention),
    carried: await read(database.carried),
  };
}

const isWaiting = ({ outbox, attention, carried }: Waiting, at: FieldOf): boolean =>
  outbox.has(nameOf(at)) || attention.has(nameOf(at)) || carried.has(nameOf(at));

/** What arrived says what the hub holds of a field that waits here. */
async function learn(
  waiting: Waiting,
  at: FieldOf,
  incoming: Register,
  joined: Register,
  database: Database,
): Promise<void> {
  const brought = waiting.carried.get(nameOf(at));
  const unsent = waiting.outbox.get(nameOf(at));
  const refused = waiting.attention.get(nameOf(at));
  const isThere = isSame(incoming, joined);
  const base = (entry: OutboxEntry): Register => (entry.base ? join(entry.base, incoming) : incoming);
  if (brought && holds(incoming, brought.brought)) await database.carried.delete(keyOf(brought));
  else if (brought) {
    await database.carried.put({ ...brought, base: brought.base ? join(brought.base, incoming) : incoming });
  }
  if (unsent && isThere) await database.outbox.delete(keyOf(unsent));
  else if (unsent) await database.outbox.put({ ...unsent, base: base(unsent) });
  if (refused && isThere) await database.attention.delete(keyOf(refused));
  // The head that the hub did not know may have arrived there.
  else if (refused?.code === 'unknown_head') await sendAgain(database, [{ ...refused, base: base(refused) }]);
  else if (refused) await database.attention.put({ ...refused, base: base(refused) });
}

/** The record was unlocked: what the lock kept out goes out again. */
async function reopened({ collection, id }: { collection: string; id: string }, database: Database): Promise<void> {
  const entries = await database.attention.where({ collection, id }).toArray();
  await sendAgain(
    database,
    entries.filter((entry) => entry.code === 'locked'),
  );
}

/** Somebody is no longer restricted: all that a restriction kept out goes out again. What still is held comes back. */
async function lifted(database: Database): Promise<void> {
  if ((await database.attention.count()) === 0) return;
  await sendAgain(database, await database.attention.filter((entry) => entry.code === 'restricted').toArray());
}

async function readRows(
  entries: readonly { collection: string; id: string }[],
  database: Database,
): Promise<Map<string, Row>> {
  const ids = new Map<string, Set<string>>();
  for (const { collection, id } of entries) ids.set(collection, (ids.get(collection) ?? new Set()).add(id));
  const rows = new Map<string, Row>();
  for (const [collection, some] of ids) {
    const found = isCollection(collection)
      ? await rowsOf(database, collection).bulkGet([...some])
      : await database.others.bulkGet([...some].map((id): [string, string] => [collection, id]));
    for (const row of found) if (row) rows.set(`${collection}/${row.id}`, row);
  }
  return rows;
}
