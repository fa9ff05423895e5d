/**
 * The only way to change a record (architecture, rule 1): stamp the change, write record and outbox entry in one strict
 * transaction, return when it is on disk.
 */
import type { Table } from 'dexie';
import {
  type CollectionName,
  checkValue,
  isClientCollection,
  isCollection,
  OWNED,
  type Values,
} from '#core/model/collections.ts';
import { asJson, type Deletion, deletion } from '#core/model/deletion.ts';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import { isVersioned, isVersionedSetting, ONE_CHANGE_MS } from '#core/model/settings.ts';
import { ID_RANDOM_BYTES, idMaker } from '#core/register/ids.ts';
import { byFieldName, fieldName, recordName } from '#core/register/names.ts';
import {
  canonical,
  edit,
  type Head,
  isConflict,
  isSame,
  type Json,
  join,
  type Register,
  shown,
} from '#core/register/register.ts';
import { makeStamp, type Stamp, tick } from '#core/register/stamp.ts';
import { isHeldByConsent, needsConsent, type Subject, subjectOf } from '#core/workflow/consent.ts';
import { isLockable, LOCK_FIELD, mayOpenLock, OPENED_FIELD, REOPEN_FIELD } from '#core/workflow/locks.ts';
import { isRole, mayWrite } from '#core/workflow/policy.ts';
import { CONSENT_TABLES, withoutConsent } from './consent.ts';
import {
  type AttentionEntry,
  type CarriedField,
  type Database,
  type Device,
  db,
  type FieldKey,
  getMeta,
  keyOf,
  type Meta,
  type OutboxEntry,
  readRow,
  rowsOf,
  setMeta,
  writeRow,
} from './database.ts';
import { draftField } from './drafts.ts';
import { mergedInto } from './merged.ts';
import { sendAgain } from './refused.ts';
import {
  flagged,
  knownToHub,
  newRow,
  otherRegisters,
  type Row,
  registerOf,
  replaceRegister,
  setRegister,
} from './rows.ts';
import { putUnsent, putUnsentOf, unsentOf, unsentOfAll } from './unsent.ts';

/** An identifier for a new record. Sorts by time; names nobody. */
export const newId = idMaker(crypto.getRandomValues(new Uint8Array(ID_RANDOM_BYTES)), () => Date.now());

export class InvalidValueError extends Error {
  readonly field: string;
  constructor(field: string) {
    super(`invalid value for ${field}`);
    this.field = field;
  }
}

/** Something that would be deleted along is locked. Nothing was written. */
export class LockedError extends Error {}

/** More than the minimal record of somebody without a running consent (core/workflow/consent.ts). Nothing was written. */
export class ConsentMissingError extends Error {
  readonly subject: Subject;
  constructor(subject: Subject) {
    super('no_consent');
    this.subject = subject;
  }
}

/** A lock would be opened without saying why. Nothing was written. */
export class ReasonMissingError extends Error {}

export interface SaveOptions {
  /**
   * What the user saw of each field when the editing began. Anything that arrived meanwhile is not replaced but stands
   * beside the new value. Without it the user is taken to have seen what is stored.
   */
  base?: Bases;
  /** What a new record gets with its first field. It replaces nothing that is stored already. */
  initial?: Record<string, Json>;
}

/** What was seen of each field; `undefined` for one of which nothing was there. */
export type Bases = Record<string, Register | undefined>;

/**
 * Saves the given fields of a record, and creates the record with its first field.
 *
 * @returns what the author has seen of each edited field now, to be the `base` of the next edit of the same input
 * @throws InvalidValueError when a value is not of its field's type; then nothing is written
 * @throws ConsentMissingError
 * @throws ReasonMissingError
 */
export async function save<C extends CollectionName>(
  collection: C,
  id: string,
  changes: Values<C>,
  options: SaveOptions = {},
  database: Database = db,
): Promise<Bases> {
  const entries = Object.entries(changes as Record<string, Json>);
  const initial = Object.entries(options.initial ?? {}).filter(([field]) => !(field in changes));
  for (const [field, value] of [...entries, ...initial]) {
    if (checkValue(collection, field, value) !== 'ok') throw new InvalidValueError(field);
  }
  return write(database, [collection], async (writer) => {
    const edited = await writeFields(writer, collection, id, entries, options.base, initial);
    ask(writer, database.inputs.bulkDelete(entries.map(([field]): FieldKey => [collection, id, field])));
    return edited;
  });
}

/**
 * Decides a conflict: the value replaces exactly those that the person saw. It may be one of them (also one that this
 * version has no type for) or a new one.
 *
 * @throws InvalidValueError when the value is neither
 */
export async function decide(
  collection: CollectionName,
  id: string,
  field: string,
  value: Json,
  register: Register,
  database: Database = db,
): Promise<void> {
  const stands = register.heads.some((head) => canonical(head.value) === canonical(value));
  if (!stands && checkValue(collection, field, value) !== 'ok') throw new InvalidValueError(field);
  await write(database, [collection], (writer) =>
    writeFields(writer, collection, id, [[field, value]], { [field]: register }),
  );
}

/**
 * Deletes a record and what belongs to it, in knowledge of everything that stands in them now; a client together with those that
 * were merged into it. Deleting again decides for
 * the delete when an edit had come that it did not know of.
 *
 * @throws LockedError when one of the records is locked
 */
export async function remove(collection: CollectionName, id: string, database: Database = db): Promise<void> {
  await write(database, withOwned(collection), async (writer) => {
    const record = await rowsOf(database, collection).get(id);
    if (!record) return;
    const along = await deletedAlong(database, collection, record);
    const deletes = deletesOf(collection, record, along, database);
    if (!deletes) throw new LockedError();
    for (const each of deletes) await writeFields(writer, each.collection, each.id, each.fields);
  });
}

/**
 * Deletes many records in one transaction, each as `remove` does.
 *
 * @returns those that stay, because they or something that would be deleted along is locked
 */
export async function removeAll(
  collection: CollectionName,
  ids: readonly string[],
  database: Database = db,
): Promise<string[]> {
  return write(database, withOwned(collection), async (writer) => {
    const records = (await rowsOf(database, collection).bulkGet([...ids])).filter((row) => row !== undefined);
    const owned = await ownedBy(database, collection, records);
    const deletes = records.map((record) => deletesOf(collection, record, owned.get(record.id) ?? [], database));
    await writeAll(
      writer,
      deletes.flatMap((each) => each ?? []),
    );
    return records.filter((_, i) => deletes[i] === undefined).map(({ id }) => id);
  });
}

/** The edits that delete a record and what belongs to it; none when something of it is locked. */
function deletesOf(
  collection: CollectionName,
  record: Row,
  owned: readonly { collection: CollectionName; row: Row }[],
  database: Database,
): RecordEdit[] | undefined {
  const at = new Date(database.now()).toISOString();
  const all = [{ collection, row: record }, ...owned.filter(({ row }) => !isGone(row))];
  if (all.some((each) => isLocked(each.collection, each.row))) return undefined;
  return all.map((each) => {
    const together = each.row === record ? togetherWith(record) : record.id;
    const value = deletion(at, otherRegisters(each.row), together);
    return { collection: each.collection, id: each.row.id, fields: [['deletedAt', asJson(value)]] };
  });
}

/**
 * Locks a record together with the lockable records that belong to it: who checks a list checks what stands in it.
 *
 * @param lockedAt when, as ISO moment
 */
export async function lock(
  collection: CollectionName,
  id: string,
  lockedAt: string,
  database: Database = db,
): Promise<void> {
  await setLocks(database, collection, id, ({ lockOpened }) => [
    [LOCK_FIELD, lockedAt],
    [REOPEN_FIELD, null],
    ...(lockOpened ? [[OPENED_FIELD, { ...(lockOpened as object), lockedAgainAt: lockedAt }] as [string, Json]] : []),
  ]);
}

/** Opens what `lock` locked, and says why. */
export async function openLock(
  collection: CollectionName,
  id: string,
  reason: string,
  database: Database = db,
): Promise<void> {
  await setLocks(database, collection, id, (_, { device }) => [
    [OPENED_FIELD, { reason, by: device.user, at: new Date(database.now()).toISOString() }],
    [LOCK_FIELD, null],
    [REOPEN_FIELD, null],
  ]);
}

async function setLocks(
  database: Database,
  collection: CollectionName,
  id: string,
  fieldsOf: (values: Row['values'], writer: Writer) => [string, Json][],
): Promise<void> {
  await write(database, withOwned(collection), async (writer) => {
    const record = await rowsOf(database, collection).get(id);
    if (!record) return;
    const owned = (await ownedBy(database, collection, [record])).get(id) ?? [];
    const along = owned.filter((each) => isLockable(each.collection) && !isGone(each.row));
    for (const each of [{ collection, row: record }, ...along])
      await writeFields(writer, each.collection, each.row.id, fieldsOf(each.row.values, writer));
  });
}

/** Takes a delete back, for the record and for what was deleted together with it. */
export async function restore(collection: CollectionName, id: string, database: Database = db): Promise<void> {
  await write(database, withOwned(collection), async (writer) => {
    const record = await rowsOf(database, collection).get(id);
    if (!record) return;
    await writeFields(writer, collection, id, [['deletedAt', null]]);
    for (const each of await deletedAlong(database, collection, record)) {
      if (togetherWith(each.row) !== id) continue;
      await writeFields(writer, each.collection, each.row.id, [['deletedAt', null]]);
    }
  });
}

/**
 * Drops a value that the hub refused: the field returns to what the hub is known to hold. The caller has asked the user.
 * A record of which nothing is left is gone. What a hub that was restored may have lost goes out again; where that is all
 * that stands in the field, there is nothing to drop.
 */
export async function drop(collection: string, id: string, field: string, database: Database = db): Promise<void> {
  // What only a newer version knows its user has not written here.
  if (!isCollection(collection)) return;
  const table = rowsOf(database, collection);
  const { attention, unsent, carried, meta } = database;
  await database.transaction('rw', [table, attention, unsent, carried, meta], async () => {
    const entry = await database.attention.get([collection, id, field]);
    const row = await table.get(id);
    if (!entry || !row) return;
    const { base, hadBefore } = entry;
    if (hadBefore === 'all') return;
    // What a restored hub has lost goes back to it from here, unless this laptop may not write it.
    const mayBringBack = await mayWriteHere(collection, field, database);
    const standing = mayBringBack ? knownToHub(entry) : base;
    // What a colleague's bundle brought is not this user's to drop.
    const brought = (await database.carried.get([collection, id, field]))?.brought;
    const rest = standing && brought ? join(standing, brought) : (standing ?? brought);
    replaceRegister(row, field, rest);
    if (standing && hadBefore && mayBringBack && !isSame(standing, base)) {
      const { stamp } = shown(standing) as Head;
      await putUnsent(database, [{ collection, id, field, stamp, ...(base ? { base } : {}), hadBefore: 'all' }]);
    }
    if (Object.keys(row.marks).length === 0) await table.delete(id);
    else await table.put(flagged(row));
    await database.attention.delete([collection, id, field]);
  });
}

/** Takes a refused field up again, with the value it has now. */
export async function resend(collection: string, id: string, field: string, database: Database = db): Promise<void> {
  await database.transaction('rw', [database.unsent, database.attention], async () => {
    const entry = await database.attention.get([collection, id, field]);
    if (entry) await sendAgain(database, [entry]);
  });
}

/** Keeps what stands in an input and is not a valid value yet. The record keeps its last valid value. */
export async function keepInput(collection: string, id: string, field: string, text: string): Promise<void> {
  await db.inputs.put({ collection, id, field, text });
}

export async function forgetInput(collection: string, id: string, field: string): Promise<void> {
  await db.inputs.delete([collection, id, field]);
}

/**
 * Keeps what is typed into a dialog about a record and is written nowhere yet. It goes with what is typed into the record's own
 * inputs when the record is erased, but stands in no form's way.
 */
export const keepDraft = (collection: string, id: string, name: string, text: string): Promise<void> =>
  keepInput(collection, id, draftField(name), text);

export const forgetDraft = (collection: string, id: string, name: string): Promise<void> =>
  forgetInput(collection, id, draftField(name));

/** What a transaction writes with. For this folder alone. */
export interface Writer {
  database: Database;
  device: Device;
  clock: Meta['clock'] | undefined;
  /** Writes that were asked for (`ask`). */
  asked: PromiseLike<unknown>[];
}

/**
 * Lets a write go on its way, which the end of the transaction waits for: the store keeps their order, and to wait for each is half of what
 * a save takes, more beside a sync.
 */
function ask(writer: Writer, written: PromiseLike<unknown>): void {
  // That it failed is told at the end, also when something else failed before.
  written.then(undefined, () => {});
  writer.asked.push(written);
}

/**
 * One transaction over some collections; the clock is on disk together with what it stamped.
 *
 * @param others tables of no collection that it changes as well
 */
export async function write<T>(
  database: Database,
  collections: CollectionName[],
  work: (writer: Writer) => Promise<T>,
  others: Table[] = [],
): Promise<T> {
  const rows = collections.map((collection) => rowsOf(database, collection));
  const tables: Table[] = [
    ...rows,
    ...(collections.some(isHeldByConsent) ? CONSENT_TABLES(database) : []),
    ...(collections.some(isVersionedSetting) ? [database.settingChanges] : []),
    ...others,
    database.unsent,
    database.attention,
    database.carried,
    database.inputs,
    database.pasts,
    database.others,
    database.meta,
  ];
  return database.transaction('rw', tables, async () => {
    const [device, before] = await Promise.all([getMeta('device', database), getMeta('clock', database)]);
    if (!device) throw new Error('not enrolled');
    const writer: Writer = { database, device, clock: before, asked: [] };
    const result = await work(writer);
    if (writer.clock !== undefined && writer.clock !== before) ask(writer, setMeta('clock', writer.clock, database));
    await Promise.all(writer.asked);
    return result;
  });
}

/**
 * Edits fields of one record. `base` says what the author saw of a field; without it, what is stored.
 *
 * @param initial what a new record gets besides
 * @param collection also one that only a newer version knows, for erasing what is kept of it here
 * @throws ReasonMissingError when it would open a lock without a reason
 * @throws ConsentMissingError
 */
export async function writeFields(
  writer: Writer,
  collection: string,
  id: string,
  fields: [string, Json][],
  base: Bases = {},
  initial: [string, Json][] = [],
): Promise<Bases> {
  const { database } = writer;
  const keys = fields.map(([field]): FieldKey => [collection, id, field]);
  const [stored, unsent, refused, carried] = await Promise.all([
    readRow(database, collection, id),
    unsentOf(database, collection, id),
    database.attention.bulkGet(keys),
    database.carried.bulkGet(keys),
  ]);
  const row = stored ?? newRow(id, writer.device.unit);
  const written = stored ? fields : [...initial, ...fields];
  if (opensWithoutReason(collection, row, written)) throw new ReasonMissingError();
  const subject = isCollection(collection) && waitsForConsent(collection, row, written);
  if (subject) await refuseWithoutConsent([subject], [{ collection, id, fields: written }], database);
  const edited: Bases = {};
  const changes: SettingChange[] = [];
  const waiting = byFieldName([...refused, ...unsent]);
  // What a bundle brought the hub may not have yet.
  const brought = byFieldName(carried);
  const entries: OutboxEntry[] = [];
  for (const [field, value] of stored ? fields : [...creation(writer), ...written]) {
    const before = row.values[field] ?? null;
    const made = editField(writer, row, field, value, base);
    if (!made) continue;
    const isChange = isVersioned(collection, field) && !(field in Object.fromEntries(initial));
    if (isChange) changes.push({ field, before, after: value, isTyped: field in base });
    edited[field] = made.seen;
    const name = fieldName({ collection, id, field });
    entries.push(outboxEntry([collection, id, field], made, waiting.get(name), brought.get(name)));
  }
  if (entries.length > 0) {
    // Nothing is read any more once something was written: on a full disk Chromium then answers nobody until it is started again.
    ask(writer, putUnsentOf(database, [...unsent, ...entries]));
    ask(writer, writeRow(database, collection, row));
    takeUp(writer, entries, refused);
  }
  if (changes.length > 0) await noteChanges(writer, collection, id, changes);
  return edited;
}

/** What goes out again no longer waits for attention. Mostly nothing did. */
function takeUp(
  writer: Writer,
  entries: readonly OutboxEntry[],
  refused: readonly (AttentionEntry | undefined)[],
): void {
  const names = byFieldName(refused);
  const keys = entries.filter((entry) => names.has(fieldName(entry))).map(keyOf);
  if (keys.length > 0) ask(writer, writer.database.attention.bulkDelete(keys));
}

/** A change of a setting, for its history (core/model/settings.ts). */
interface SettingChange {
  field: string;
  before: Json;
  after: Json;
  /** In an input, a few letters at a time. */
  isTyped: boolean;
}

/** Writes changes down, in the transaction that makes them. What somebody goes on typing is one change. */
async function noteChanges(
  writer: Writer,
  collection: string,
  record: string,
  changes: readonly SettingChange[],
): Promise<void> {
  const { database, device } = writer;
  const now = database.now();
  const at = new Date(now).toISOString();
  const notes = await database.settingChanges.where('values.record').equals(record).sortBy('id');
  for (const { field, before, after, isTyped } of changes) {
    const last = notes.findLast(({ values }) => values.collection === collection && values.field === field);
    const begun = Date.parse(String(last?.values.createdAt ?? ''));
    const goesOn = isTyped && last?.values.createdBy === device.user && Math.abs(now - begun) < ONE_CHANGE_MS;
    if (last && goesOn) {
      await writeFields(writer, 'settingChanges', last.id, Object.entries({ after: settingValue(after), at }));
    } else {
      const values = { before: settingValue(before), after: settingValue(after) };
      await writeFields(
        writer,
        'settingChanges',
        newId(),
        Object.entries({ collection, record, field, ...values, at }),
      );
    }
  }
}

/** Of a delete only that it was one. */
const settingValue = (value: Json): Json => (typeof value === 'object' && value !== null ? true : value);

export interface RecordEdit {
  collection: CollectionName;
  id: string;
  fields: [string, Json][];
}

/**
 * Edits fields of many records as `writeFields` does, in this order, with few requests: one by one tens of thousands take
 * minutes. Each record stands in the list once, each field once in its record.
 *
 * @throws ConsentMissingError
 */
export async function writeAll(writer: Writer, edits: readonly RecordEdit[]): Promise<void> {
  const { database } = writer;
  const rows = new Map<string, Row>();
  for (const [collection, some] of Map.groupBy(edits, (one) => one.collection)) {
    const found = await rowsOf(database, collection).bulkGet(some.map(({ id }) => id));
    for (const row of found) if (row) rows.set(recordName({ collection, id: row.id }), row);
  }
  const subjects = edits.flatMap(({ collection, id, fields }) => {
    const row = rows.get(recordName({ collection, id })) ?? newRow(id, writer.device.unit);
    return waitsForConsent(collection, row, fields) ?? [];
  });
  if (subjects.length > 0) await refuseWithoutConsent(subjects, edits, database);
  // A field of which nothing is stored waits nowhere.
  const keys = edits.flatMap(({ collection, id, fields }) =>
    rows.has(recordName({ collection, id })) ? fields.map(([field]): FieldKey => [collection, id, field]) : [],
  );
  // Nothing is awaited for nothing: after some waits without a request Dexie lets the transaction go.
  const [refused, unsent, carried] =
    keys.length > 0
      ? await Promise.all([
          database.attention.bulkGet(keys),
          unsentOfAll(database, edits),
          database.carried.bulkGet(keys),
        ])
      : [[], [], []];
  const waiting = byFieldName([...refused, ...unsent]);
  const brought = byFieldName(carried);
  const written: { collection: CollectionName; row: Row }[] = [];
  const entries: OutboxEntry[] = [];
  for (const { collection, id, fields } of edits) {
    const stored = rows.get(recordName({ collection, id }));
    const row = stored ?? newRow(id, writer.device.unit);
    const before = entries.length;
    for (const [field, value] of stored ? fields : [...creation(writer), ...fields]) {
      const made = editField(writer, row, field, value, {});
      const name = fieldName({ collection, id, field });
      if (made) entries.push(outboxEntry([collection, id, field], made, waiting.get(name), brought.get(name)));
    }
    if (entries.length > before) written.push({ collection, row: flagged(row) });
  }
  if (entries.length === 0) return;
  // First: it reads what waits already, and nothing is read any more once something was written (`writeFields`).
  await putUnsent(database, entries);
  for (const [collection, some] of Map.groupBy(written, (one) => one.collection)) {
    await rowsOf(database, collection).bulkPut(some.map(({ row }) => row));
  }
  takeUp(writer, entries, refused);
}

/** What a new record begins with. */
const creation = ({ database, device }: Writer): [string, Json][] => [
  ['createdAt', new Date(database.now()).toISOString()],
  ['createdBy', device.user],
];

/** An edit that was made in its row. */
interface MadeEdit {
  stamp: Stamp;
  /** What stood there before. */
  current: Register | undefined;
  /** What its author has seen of the field now. */
  seen: Register;
}

/** Edits a field in the row, unless it has that value already. */
function editField(writer: Writer, row: Row, field: string, value: Json, base: Bases): MadeEdit | undefined {
  const { database, device } = writer;
  const current = registerOf(row, field);
  const seen = field in base ? base[field] : current;
  if (isUnchanged(seen, value)) return undefined;
  writer.clock = tick(writer.clock, database.now());
  const stamp = makeStamp(writer.clock, device.deviceId);
  setRegister(row, field, edit(current, stamp, device.user, value, field in base ? (seen ?? NOTHING) : current));
  return { stamp, current, seen: { heads: [{ stamp, by: device.user, value }], seen: seen?.seen ?? {} } };
}

/** What goes out for an edit, and what the hub is known to hold. @param waiting what waited of the field already */
function outboxEntry(
  [collection, id, field]: FieldKey,
  { stamp, current }: MadeEdit,
  waiting: OutboxEntry | undefined,
  carried: CarriedField | undefined,
): OutboxEntry {
  const known = waiting ? waiting.base : carried ? carried.base : current;
  const hadBefore = waiting?.hadBefore === 'all' ? current : waiting?.hadBefore;
  return { collection, id, field, stamp, ...(known ? { base: known } : {}), ...(hadBefore ? { hadBefore } : {}) };
}

/** There was nothing to see. */
const NOTHING: Register = { heads: [], seen: {} };

const withOwned = (collection: CollectionName): CollectionName[] => [
  collection,
  ...(OWNED[collection] ?? []).map((owned) => owned.collection),
];

/** What belongs to each of some records of one collection, by the owner's id. */
export async function ownedBy(
  database: Database,
  collection: CollectionName,
  owners: readonly Row[],
): Promise<Map<string, { collection: CollectionName; row: Row }[]>> {
  const found = new Map<string, { collection: CollectionName; row: Row }[]>(owners.map(({ id }) => [id, []]));
  for (const owned of OWNED[collection] ?? []) {
    for (const row of await candidatesOf(database, owned, owners)) {
      found.get(String(row.values[owned.by]))?.push({ collection: owned.collection, row });
    }
  }
  return found;
}

/** What belongs to a record; of a client also those that were merged into it, with all that is theirs. */
async function deletedAlong(
  database: Database,
  collection: CollectionName,
  record: Row,
): Promise<{ collection: CollectionName; row: Row }[]> {
  const merged = isClientCollection(collection) ? await mergedInto(database, collection, record.id) : [];
  const owned = await ownedBy(database, collection, [record, ...merged]);
  return [...merged.map((row) => ({ collection, row })), ...[...owned.values()].flat()];
}

/** Children of a record are indexed by it, everything else by the client that it and its owner belong to. */
function candidatesOf(
  database: Database,
  { collection, by }: { collection: CollectionName; by: string },
  owners: readonly Row[],
): PromiseLike<Row[]> {
  const isByOwner = by === 'parent' || by === 'clientId';
  const index = rowsOf(database, collection).where(by === 'parent' ? 'values.parent' : 'values.clientId');
  const keys = [...new Set(owners.map(({ id, values }) => (isByOwner ? id : String(values.clientId ?? ''))))].sort();
  if (keys.length < NEIGHBOURS || !isByOwner) return index.anyOf(keys).toArray();
  return index.between(keys[0], keys.at(-1), true, true).toArray();
}

/** So many records are those of an import, which stand side by side. Key by key the database would have to answer for each. */
const NEIGHBOURS = 50;

export const isGone = (row: Row): boolean => Boolean(row.values.deletedAt);
export const isLocked = (collection: string, row: Row): boolean =>
  isLockable(collection) && Boolean(row.values[LOCK_FIELD]);
/** Whose consent these values wait for, if they are more than the minimal record and stand nowhere in the record yet. */
function waitsForConsent(collection: CollectionName, row: Row, fields: readonly [string, Json][]): Subject | undefined {
  const isNews = ([field, value]: [string, Json]): boolean =>
    value !== null &&
    value !== '' &&
    needsConsent(collection, field) &&
    !registerOf(row, field)?.heads.some((head) => canonical(head.value) === canonical(value));
  if (!fields.some(isNews)) return undefined;
  return subjectOf(collection, row.id, { ...row.values, ...Object.fromEntries(fields) });
}

/** @throws ConsentMissingError */
async function refuseWithoutConsent(
  subjects: Subject[],
  edits: readonly { collection: string; id: string; fields: [string, Json][] }[],
  database: Database,
): Promise<void> {
  const [first] = await withoutConsent(subjects, edits, database);
  if (first) throw new ConsentMissingError(first);
}

function opensWithoutReason(collection: string, row: Row, fields: readonly [string, Json][]): boolean {
  const written = new Map(fields);
  if (!isLocked(collection, row) || written.get(LOCK_FIELD) !== null) return false;
  const standing = (field: string) => registerOf(row, field)?.heads.map((head) => head.value) ?? [];
  const isErased = Boolean(written.get(ERASED_FIELD) ?? row.values[ERASED_FIELD]);
  return !mayOpenLock(standing(LOCK_FIELD), [...standing(OPENED_FIELD), written.get(OPENED_FIELD)], isErased);
}
const togetherWith = (row: Row): string | undefined =>
  (row.values.deletedAt as unknown as Partial<Deletion> | null | undefined)?.with;
async function mayWriteHere(collection: string, field: string, database: Database): Promise<boolean> {
  const role = (await getMeta('device', database))?.role ?? '';
  return isRole(role) && isCollection(collection) && mayWrite(role, collection, field);
}

function isUnchanged(base: Register | undefined, value: Json): boolean {
  if (!base) return value === null;
  return !isConflict(base) && canonical(shown(base)?.value ?? null) === canonical(value);
}
