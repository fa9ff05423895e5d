/** The sync worker's side of the store: what to send, what came back, what arrived. */
import { type Collection, cmp, type Table } from 'dexie';
import { type CollectionName, HUB_COLLECTIONS, isCollection } from '#core/model/collections.ts';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import { byFieldName, fieldName, type RegisterKey, recordName } from '#core/register/names.ts';
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
  isEmpty,
  keyOf,
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
import { deleteUnsent, entriesOf, putUnsent, readUnsent, recordOf, type UnsentRecord, unsentOfAll } from './unsent.ts';

type UnsentKey = [collection: string, id: string];

/** An unsent field and the register that goes out for it. */
export interface Unsent {
  entry: OutboxEntry;
  register: Register;
}

/** Records that are collected at once: there is always one field in each. */
const COLLECTED_AT_ONCE = 500;

/** What to send. */
export interface Collected {
  unsent: Unsent[];
  /** With only those fields. */
  records: WireRecord[];
  /** Of the last record that was looked at; none after the last of all. */
  last?: UnsentKey;
}

/**
 * Unsent fields, the whole of their records until there are `limit` of them, and the records that carry them. A record that is edited
 * between the two reads goes out as it is now, and its entry stays: that costs a repetition and loses nothing.
 *
 * @param after only what stands behind this record
 * @param pace asked anew for each transaction
 */
export async function collectUnsent(
  limit: number,
  database: Database,
  after?: UnsentKey,
  pace = () => PACES.alone,
): Promise<Collected> {
  const waiting = await firstUnsent(limit, database, after, pace);
  const rows = new Map<string, Row>();
  for await (const some of inTurns(waiting, pace)) {
    const tables = new Set<Table>(
      some.map(({ collection: name }) => (isCollection(name) ? rowsOf(database, name) : database.others)),
    );
    // In a transaction, whose end is awaited: what follows would keep it open.
    const read = await database.transaction('r', [...tables], () => readRows(some, database));
    for (const [name, row] of read) rows.set(name, row);
  }
  const records: WireRecord[] = [];
  const unsent: Unsent[] = [];
  for (const each of waiting) {
    const row = rows.get(recordName(each));
    if (!row) continue;
    const record: WireRecord = { collection: each.collection, id: row.id, unit: row.unit, registers: {} };
    for (const entry of entriesOf(each)) {
      const register = registerOf(row, entry.field);
      if (!register) continue;
      record.registers[entry.field] = toWire(register) as Register;
      unsent.push({ entry, register });
    }
    if (Object.keys(record.registers).length > 0) records.push(record);
  }
  const last = lastOf(waiting);
  return { unsent, records, ...(last ? { last } : {}) };
}

const lastOf = (records: UnsentRecord[]): UnsentKey | undefined => {
  const last = records.at(-1);
  return last && [last.collection, last.id];
};

async function firstUnsent(
  limit: number,
  database: Database,
  after: UnsentKey | undefined,
  pace: () => Pace,
): Promise<UnsentRecord[]> {
  const most = Number.isFinite(limit) ? Math.min(limit, COLLECTED_AT_ONCE) : limit;
  const records: UnsentRecord[] = [];
  for (let from = after; records.length < most; from = lastOf(records)) {
    const behind = from ? database.unsent.where('[collection+id]').above(from) : database.unsent;
    const count = Math.min(most - records.length, pace().records);
    const some = await behind.limit(count).toArray();
    records.push(...some);
    if (some.length < count) break;
  }
  let fields = 0;
  return records.filter((record) => {
    const fits = fields < limit;
    fields += record.fields;
    return fits;
  });
}

/** How the sync takes turns with whoever saves: so many records are read or written in one transaction, and then it rests. */
export interface Pace {
  records: number;
  restMs: number;
}
/** Each transaction waits for the disk, so the larger the quicker; but whoever saves waits for its end. */
export const PACES = { alone: { records: 500, restMs: 0 }, besideEdits: { records: 8, restMs: 20 } };

/**
 * Acknowledged fields leave the outbox, refused ones move to *Perlu perhatian*. A field that was edited again while the
 * batch was on its way stays, and knows what the hub has now. What a cut leaves unnoted goes out again.
 *
 * @param pace asked anew for each transaction
 */
export async function settle(
  sent: Unsent[],
  refused: Refusal[],
  database: Database,
  pace = () => PACES.alone,
): Promise<void> {
  const reasons = new Map(refused.map((refusal) => [fieldName(refusal), refusal]));
  const sentOf = [...Map.groupBy(sent, ({ entry }) => recordName(entry))];
  for await (const some of inTurns(sentOf, pace)) await settleRecords(new Map(some), reasons, database);
}

/** @param all in pieces, of which each is as large as `pace` says when its turn comes */
async function* inTurns<T>(all: readonly T[], pace: () => Pace): AsyncGenerator<T[]> {
  for (let from = 0; from < all.length; ) {
    const { records, restMs } = pace();
    const some = all.slice(from, from + records);
    yield some;
    from += some.length;
    if (restMs > 0) await new Promise((done) => setTimeout(done, restMs));
  }
}

/** @param sentOf what was sent, by the record's name */
async function settleRecords(
  sentOf: ReadonlyMap<string, Unsent[]>,
  reasons: ReadonlyMap<string, Refusal>,
  database: Database,
): Promise<void> {
  const sent = [...sentOf.values()].flat();
  await database.transaction('rw', [database.unsent, database.attention, database.carried], async () => {
    // What it took it knows whole: also the edits of others that this one was beside, or in knowledge of.
    const taken = sent.filter(({ entry }) => !reasons.has(fieldName(entry)));
    const [present, arrived] = await Promise.all([unsentBetween(sent, database).toArray(), arrivedOf(taken, database)]);
    const at = new Date(database.now()).toISOString();
    const attention: AttentionEntry[] = [];
    const left: UnsentRecord[] = [];
    for (const record of present) {
      const current = new Map(entriesOf(record).map((entry) => [entry.field, entry]));
      for (const { entry, register } of sentOf.get(recordName(record)) ?? []) {
        const now = current.get(entry.field);
        const reason = reasons.get(fieldName(entry));
        if (now?.stamp === entry.stamp) {
          current.delete(entry.field);
          if (reason) attention.push({ ...now, code: reason.code, message: reason.message, at });
        } else if (now && !reason) {
          current.set(entry.field, { ...now, base: now.base ? join(now.base, register) : register });
        }
      }
      const rest = recordOf([...current.values()]);
      if (rest) left.push(rest);
    }
    await Promise.all([
      // One request instead of one for each record.
      unsentBetween(sent, database)
        .delete()
        .then(() => database.unsent.bulkPut(left)),
      database.carried.bulkDelete(arrived),
      database.attention.bulkPut(attention),
    ]);
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
const isMoreThanValue = ({ collection, field }: RegisterKey): boolean =>
  collection === 'subjectRequests' || field === LOCK_FIELD || field === ERASED_FIELD;

/** The records from the first to the last of these; `collectUnsent` takes them as they lie. */
function unsentBetween(sent: Unsent[], database: Database): Collection<UnsentRecord, [string, string]> {
  const keys = sent.map(({ entry: { collection, id } }) => [collection, id]).sort(cmp);
  const [first, last] = [keys[0] ?? [], keys.at(-1) ?? []];
  return database.unsent.where('[collection+id]').between(first, last, true, true);
}

/** What bundles brought of these fields the hub has now. Mostly they brought nothing, and no more is read. */
async function arrivedOf(taken: Unsent[], database: Database): Promise<FieldKey[]> {
  if (await isEmpty(database.carried)) return [];
  const carried = await database.carried.bulkGet(taken.map(({ entry }) => keyOf(entry)));
  const arrived = carried.filter((each, i) => each && holds((taken[i] as Unsent).register, each.brought));
  return (arrived as CarriedField[]).map(keyOf);
}

/** Refused fields go out again: all of those with this reason. */
export async function resendRefused(code: RefusalCode, database: Database): Promise<void> {
  await database.transaction('rw', [database.unsent, database.attention], async () => {
    await sendAgain(database, await database.attention.filter((entry) => entry.code === code).toArray());
  });
}

/**
 * Joins one page of a pull, then moves the cursor: a cut leaves some of the page joined, and it comes again. What the hub
 * turns out to hold in full needs no sending any more; what was refused for a reason that the page lifts goes out again.
 *
 * @param pace asked anew for each transaction
 * @returns how many registers were new here
 */
export async function receive(answer: PullAnswer, database: Database, pace = () => PACES.alone): Promise<number> {
  // First: who holds something of this hub must hear when it is restored, also after a cut in the middle of the page.
  if (answer.epoch !== undefined) await noteEpoch(answer.epoch, answer.now, database);
  let changed = 0;
  for await (const some of inTurns(answer.records, pace)) changed += await joinRecords(some, database);
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
  const brought = carried.get(fieldName({ collection, id, field }));
  return brought && registerOf(row, field) && contradict(brought.brought, incoming) ? brought : undefined;
}

async function forgetCarried({ carried }: Waiting, brought: CarriedField, row: Row, database: Database): Promise<void> {
  const current = registerOf(row, brought.field) as Register;
  const rest = withoutBrought(current, brought, (await getMeta('device', database))?.deviceId);
  replaceRegister(row, brought.field, rest);
  carried.delete(fieldName(brought));
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
  const { others, unsent, attention, carried, inputs, pasts, meta } = database;
  // An attachment that was erased takes its file along.
  if (collections.includes('attachments')) tables.push(database.files as never);
  let sum = 0;
  await database.transaction('rw', [...tables, others, unsent, attention, carried, inputs, pasts, meta], async () => {
    const [waiting, rows] = await Promise.all([readWaiting(records, database), readRows(records, database)]);
    const changedRows = new Map<string, { collection: string; row: Row }>();
    for (const record of records) {
      const name = recordName(record);
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
  const tables = [...ALL_ROW_TABLES(database), database.others, database.unsent, database.attention, database.meta];
  await database.transaction('rw', tables, async () => {
    const waiting = new Set<string>();
    const unsent = await readUnsent(database);
    for (const entry of unsent) forgetBase(entry);
    await putUnsent(database, unsent);
    await database.attention.toCollection().modify(forgetBase);
    for (const entry of [...unsent, ...(await database.attention.toArray())]) waiting.add(fieldName(entry));
    for (const table of ALL_ROW_TABLES(database)) {
      const collection = table.name as CollectionName;
      const entries: OutboxEntry[] = [];
      await table.each((row) => {
        for (const [field, { stamp }] of Object.entries(row.marks))
          entries.push({ collection, id: row.id, field, stamp, hadBefore: 'all' });
      });
      const own = entries.filter((entry) => mayWrite(role, collection, entry.field) && !waiting.has(fieldName(entry)));
      await putUnsent(database, own);
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
  await putUnsent(
    database,
    entries.filter((entry) => !waiting.has(fieldName(entry))),
  );
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
      (field) => !mayWrite(role, collection, field) && !waiting.has(fieldName({ collection, id: row.id, field })),
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
  await database.transaction('rw', [...tables, database.unsent, database.attention, database.meta], async () => {
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
  await database.unsent.delete([collection, id]);
  await database.attention.where({ collection, id }).delete();
}

export const cursor = async (database: Database): Promise<number> => (await getMeta('cursor', database)) ?? 0;

/** Is all of the one register in the other? */
const holds = (all: Register, some: Register): boolean => isSame(join(all, some), all);

interface Waiting {
  unsent: Map<string, OutboxEntry>;
  attention: Map<string, AttentionEntry>;
  carried: Map<string, CarriedField>;
}

/** The entries of the page's records. Mostly there are none, and nothing more is read. */
async function readWaiting(records: PullAnswer['records'], database: Database): Promise<Waiting> {
  const ids = records.map(({ collection, id }) => [collection, id]);
  const read = async <E extends RegisterKey>(table: Table<E, FieldKey>) =>
    byFieldName((await isEmpty(table)) ? [] : await table.where('[collection+id]').anyOf(ids).toArray());
  const [unsent, attention, carried] = await Promise.all([
    isEmpty(database.unsent).then((isNone) => (isNone ? [] : unsentOfAll(database, records))),
    read(database.attention),
    read(database.carried),
  ]);
  return { unsent: byFieldName(unsent), attention, carried };
}

const isWaiting = ({ unsent, attention, carried }: Waiting, at: RegisterKey): boolean =>
  unsent.has(fieldName(at)) || attention.has(fieldName(at)) || carried.has(fieldName(at));

/** What arrived says what the hub holds of a field that waits here. */
async function learn(
  waiting: Waiting,
  at: RegisterKey,
  incoming: Register,
  joined: Register,
  database: Database,
): Promise<void> {
  const brought = waiting.carried.get(fieldName(at));
  const unsent = waiting.unsent.get(fieldName(at));
  const refused = waiting.attention.get(fieldName(at));
  const isThere = isSame(incoming, joined);
  const base = (entry: OutboxEntry): Register => (entry.base ? join(entry.base, incoming) : incoming);
  if (brought && holds(incoming, brought.brought)) await database.carried.delete(keyOf(brought));
  else if (brought) {
    await database.carried.put({ ...brought, base: brought.base ? join(brought.base, incoming) : incoming });
  }
  if (unsent && isThere) await deleteUnsent(database, [keyOf(unsent)]);
  else if (unsent) await putUnsent(database, [{ ...unsent, base: base(unsent) }]);
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
  if (await isEmpty(database.attention)) return;
  await sendAgain(database, await database.attention.filter((entry) => entry.code === 'restricted').toArray());
}

async function readRows(
  entries: readonly { collection: string; id: string }[],
  database: Database,
): Promise<Map<string, Row>> {
  const ids = new Map<string, Set<string>>();
  for (const { collection, id } of entries) ids.set(collection, (ids.get(collection) ?? new Set()).add(id));
  const rows = new Map<string, Row>();
  for (const [collection, all] of ids) {
    const found = isCollection(collection)
      ? await rowsOf(database, collection).bulkGet([...all])
      : await database.others.bulkGet([...all].map((id): [string, string] => [collection, id]));
    for (const row of found) if (row) rows.set(recordName({ collection, id: row.id }), row);
  }
  return rows;
}
