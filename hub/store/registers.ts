/**
 * The joined registers of a unit, its sequence and its history (docs/sync.md, "On the hub").
 *
 * All writing goes through `writeUnit`: it takes the unit's row lock, so that a sequence number becomes visible only
 * after all smaller ones are, and flushes everything in one transaction.
 */
import { sql } from 'kysely';
import { chunks } from '#core/chunks.ts';
import { fieldName, type RecordKey, type RegisterKey, recordName } from '#core/register/names.ts';
import { covers, editsOf, type Head, type Json, join, type Register, type Seen } from '#core/register/register.ts';
import { deviceOf } from '#core/register/stamp.ts';
import { rowWriter } from './rows.ts';
import type { HistoryTable } from './schema.ts';
import { hasRowLocks, type Store, type Trx } from './store.ts';

/** One edit with its value, out of the head that carries it. */
export interface FlatEdit {
  stamp: string;
  by: string;
  value: Json;
}

/** What the hub holds of one register, and every edit of it that matters to the batch at hand. */
export interface Stored {
  key: RegisterKey;
  register: Register | undefined;
  sequence: number;
  known: Map<string, FlatEdit>;
  /** It was kept before this batch. */
  kept: boolean;
  changed: boolean;
}

export interface UnitWriter {
  trx: Trx;
  unit: string;
  batch: string;
  now: Date;
  /** The same as text. */
  at: string;
  /** The last sequence number given out in this unit. */
  sequence: number;
  registers: Map<string, Stored>;
  history: HistoryTable[];
}

/** A register that came, and its edits. */
export interface Incoming {
  key: RegisterKey;
  register: Register;
  edits: FlatEdit[];
}

/** What would happen if a register were joined into the stored one. */
export interface JoinPlan {
  joined: Register;
  /** What the author had seen. */
  seen: Seen;
  /** Edits that the hub has never seen. */
  fresh: FlatEdit[];
  /** Stamps of the edits that then stand. */
  stays: ReadonlySet<string>;
  /** Stamps of stored edits that the join replaces. */
  replaced: string[];
  changes: boolean;
}

const CHUNK = 400;

/** Runs `work` as the only writer of a unit. What it wrote is on disk when the promise resolves. */
export function writeUnit<T>(
  store: Store,
  target: { unit: string; batch: string; now?: Date },
  work: (writer: UnitWriter) => Promise<T>,
): Promise<T> {
  return inTurn(store, target.unit, () => store.db.transaction().execute((trx) => writeUnitIn(trx, target, work)));
}

/**
 * Writers of a unit wait for each other here. In the database each would hold a connection meanwhile, and laptops that come all at
 * once after an outage would leave none for other units.
 */
function inTurn<T>(store: Store, unit: string, work: () => Promise<T>): Promise<T> {
  const turns = waiting.get(store) ?? new Map<string, Promise<void>>();
  waiting.set(store, turns);
  const result = (turns.get(unit) ?? Promise.resolve()).then(work);
  const turn = result.then(
    () => {},
    () => {},
  );
  turns.set(unit, turn);
  void turn.then(() => turns.get(unit) === turn && turns.delete(unit));
  return result;
}
/** The last writer of each unit. */
const waiting = new WeakMap<Store, Map<string, Promise<void>>>();

/** The same inside a transaction that the caller began. */
export async function writeUnitIn<T>(
  trx: Trx,
  target: { unit: string; batch: string; now?: Date },
  work: (writer: UnitWriter) => Promise<T>,
): Promise<T> {
  // Foreign keys to the unit share its key; this lock does not wait for them, and so cannot deadlock with them.
  const row = await trx
    .selectFrom('units')
    .select('sequence')
    .where('id', '=', target.unit)
    .$if(hasRowLocks(trx), (query) => query.forNoKeyUpdate())
    .executeTakeFirstOrThrow();
  const now = target.now ?? new Date();
  const writer: UnitWriter = {
    trx,
    unit: target.unit,
    batch: target.batch,
    now,
    at: now.toISOString(),
    sequence: row.sequence,
    registers: new Map(),
    history: [],
  };
  const result = await work(writer);
  await flush(writer, row.sequence);
  return result;
}

/** Loads the stored registers of these keys, with the history of edits that come again after they were replaced. */
export async function loadRegisters(
  writer: UnitWriter,
  incoming: readonly { key: RegisterKey; edits?: FlatEdit[] }[],
): Promise<void> {
  for (const { key } of incoming) {
    const name = fieldName(key);
    if (writer.registers.has(name)) continue;
    writer.registers.set(name, {
      key,
      register: undefined,
      sequence: 0,
      known: new Map(),
      kept: false,
      changed: false,
    });
  }
  const fields = fieldsOf(incoming);
  await eachRecordChunk(incoming, async (collection, ids) => {
    const rows = await writer.trx
      .selectFrom('registers')
      .select(['collection', 'id', 'field', 'heads', 'seen', 'sequence'])
      .where('unit', '=', writer.unit)
      .where('collection', '=', collection)
      .where('id', 'in', ids)
      // Not by the index: it would be asked for every field of every record, and most are of one batch's records.
      .where(sql`field || ''`, 'in', fields.get(collection) ?? [])
      .execute();
    for (const row of rows) {
      const stored = writer.registers.get(fieldName(row));
      if (!stored || stored.register) continue;
      stored.register = { heads: JSON.parse(row.heads) as Head[], seen: JSON.parse(row.seen) as Seen };
      stored.sequence = row.sequence;
      stored.kept = true;
      for (const edit of flatten(stored.register)) stored.known.set(edit.stamp, edit);
    }
  });

  // Every accepted edit is covered by `seen`; so only what is covered, and is no head any more, can be in the history.
  const replacedBefore = incoming.flatMap(({ key, edits }) => {
    const stored = storedOf(writer, key);
    const stamps = (edits ?? []).map(({ stamp }) => stamp).filter((stamp) => isPast(stored, stamp));
    return stamps.length > 0 ? [{ key, stamps }] : [];
  });
  await eachRecordChunk(replacedBefore, async (collection, ids) => {
    const inChunk = new Set(ids);
    const stamps = replacedBefore
      .filter(({ key }) => key.collection === collection && inChunk.has(key.id))
      .flatMap((replaced) => replaced.stamps);
    for (const some of chunks([...new Set(stamps)], CHUNK)) {
      const rows = await writer.trx
        .selectFrom('history')
        .select(['collection', 'id', 'field', 'stamp', 'by', 'value'])
        .where('unit', '=', writer.unit)
        .where('collection', '=', collection)
        .where('id', 'in', ids)
        .where('stamp', 'in', some)
        .execute();
      for (const row of rows) {
        const edit = { stamp: row.stamp, by: row.by, value: JSON.parse(row.value) as Json };
        writer.registers.get(fieldName(row))?.known.set(row.stamp, edit);
      }
    }
  });
}

export function storedOf(writer: UnitWriter, key: RegisterKey): Stored {
  const stored = writer.registers.get(fieldName(key));
  if (!stored) throw new Error('register was not loaded');
  return stored;
}

export function planJoin(stored: Stored, { register, edits }: Omit<Incoming, 'key'>): JoinPlan {
  const fresh = edits.filter((edit) => !stored.known.has(edit.stamp));
  if (!stored.register) {
    const stays = new Set(edits.map((edit) => edit.stamp));
    return { joined: register, seen: register.seen, fresh, stays, replaced: [], changes: true };
  }
  const joined = join(stored.register, register);
  const stays = new Set(flatten(joined).map((edit) => edit.stamp));
  return {
    joined,
    seen: register.seen,
    fresh,
    stays,
    replaced: flatten(stored.register)
      .map((edit) => edit.stamp)
      .filter((stamp) => !stays.has(stamp)),
    // What stays keeps its form and order in a join; so the text tells.
    changes: JSON.stringify(joined) !== JSON.stringify(stored.register),
  };
}

/** Accepts a register: a changed one takes the next sequence number, and every new edit goes to the history. */
export function putRegister(writer: UnitWriter, stored: Stored, plan: JoinPlan): void {
  if (plan.changes) {
    writer.sequence += 1;
    stored.register = plan.joined;
    stored.sequence = writer.sequence;
    stored.changed = true;
  }
  for (const edit of plan.fresh) {
    stored.known.set(edit.stamp, edit);
    writer.history.push({
      unit: writer.unit,
      ...stored.key,
      stamp: edit.stamp,
      by: edit.by,
      device: deviceOf(edit.stamp),
      batch: writer.batch,
      value: JSON.stringify(edit.value),
      // An edit that was itself replaced at once replaced nothing here.
      replaced: JSON.stringify(plan.stays.has(edit.stamp) ? plan.replaced : []),
      sequence: stored.sequence,
      at: writer.at,
      seen: JSON.stringify(plan.seen),
    });
  }
}

export const flatten = (register: Register): FlatEdit[] =>
  register.heads.flatMap((head) => editsOf(head).map((edit) => ({ ...edit, value: head.value })));

/** Covered by `seen` and no head: it was replaced, here or on a laptop. */
function isPast(stored: Stored, stamp: string): boolean {
  return stored.register !== undefined && !stored.known.has(stamp) && covers(stored.register.seen, stamp);
}

/**
 * Drops the history of these records, and what this batch would add to it: after an erasure the old values must be nowhere.
 * What still stands in their registers is emptied by the laptops, and is not written down again meanwhile.
 */
export async function forgetHistory(writer: UnitWriter, records: readonly RecordKey[]): Promise<void> {
  if (records.length === 0) return;
  const names = new Set(records.map(recordName));
  writer.history = writer.history.filter((row) => !names.has(recordName(row)));
  await eachRecordChunk(
    records.map((key) => ({ key })),
    async (collection, ids) => {
      await writer.trx
        .deleteFrom('history')
        .where('unit', '=', writer.unit)
        .where('collection', '=', collection)
        .where('id', 'in', ids)
        .execute();
    },
  );
}

async function flush(writer: UnitWriter, before: number): Promise<void> {
  if (writer.sequence !== before) {
    await writer.trx.updateTable('units').set({ sequence: writer.sequence }).where('id', '=', writer.unit).execute();
  }
  const rowOf = ({ key, register, sequence }: Stored) => ({
    unit: writer.unit,
    ...key,
    heads: JSON.stringify(register?.heads),
    seen: JSON.stringify(register?.seen),
    sequence,
  });
  const changed = [...writer.registers.values()].filter((stored) => stored.changed);
  await REGISTERS.add(writer.trx, changed.filter(({ kept }) => !kept).map(rowOf));
  await REGISTERS.put(writer.trx, changed.filter(({ kept }) => kept).map(rowOf));
  await HISTORY.add(writer.trx, writer.history);
}

const KEY = { unit: 'text', collection: 'text', id: 'text', field: 'text' } as const;
const KEY_COLUMNS = Object.keys(KEY) as (keyof typeof KEY)[];
const REGISTERS = rowWriter('registers', { ...KEY, heads: 'text', seen: 'text', sequence: 'bigint' }, KEY_COLUMNS);
const HISTORY = rowWriter(
  'history',
  {
    ...KEY,
    stamp: 'text',
    by: 'text',
    device: 'text',
    batch: 'text',
    value: 'text',
    replaced: 'text',
    sequence: 'bigint',
    at: 'text',
    seen: 'text',
  },
  [...KEY_COLUMNS, 'stamp'],
);

/** Groups by collection and calls with at most CHUNK ids at a time. */
async function eachRecordChunk(
  incoming: readonly { key: RecordKey }[],
  work: (collection: string, ids: string[]) => Promise<void>,
): Promise<void> {
  const ids = new Map<string, Set<string>>();
  for (const { key } of incoming) {
    const some = ids.get(key.collection);
    if (some) some.add(key.id);
    else ids.set(key.collection, new Set([key.id]));
  }
  for (const [collection, all] of ids) {
    for (const some of chunks([...all], CHUNK)) await work(collection, some);
  }
}

/** The fields that are asked for, of each collection. */
function fieldsOf(incoming: readonly { key: RegisterKey }[]): Map<string, string[]> {
  const fields = new Map<string, Set<string>>();
  for (const { key } of incoming) {
    const some = fields.get(key.collection);
    if (some) some.add(key.field);
    else fields.set(key.collection, new Set([key.field]));
  }
  return new Map([...fields].map(([collection, some]) => [collection, [...some]]));
}
