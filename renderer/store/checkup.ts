/**
 * *Periksa aplikasi*: is all that this laptop holds whole, and mending what is not (docs/sync.md, "Damaged stores"). Nothing is
 * dropped: what cannot be mended is set aside in `meta`.
 */
import type { Table } from 'dexie';
import { COLLECTIONS, checkValue, isCollection } from '#core/model/collections.ts';
import { type Json, join, type Register } from '#core/register/register.ts';
import { deviceOf, type Hlc, hlcOf, timeOf } from '#core/register/stamp.ts';
import { readRegister } from '#core/wire/registers.ts';
import { isStanding } from './attachments.ts';
import { hashOf } from './cipher.ts';
import {
  type AttentionEntry,
  type Database,
  type FieldKey,
  getMeta,
  type OutboxEntry,
  readRow,
  type SetAside,
  setMeta,
} from './database.ts';
import { openRaw, writePage } from './raw.ts';
import { flagged, type Mark, newRow, type Row, registerOf, setRegister } from './rows.ts';
import { readRows } from './snapshot.ts';
import { entriesOf, putUnsent, type UnsentRecord } from './unsent.ts';

/** A row of a table. */
export interface Place {
  table: string;
  key: string | string[];
}

export interface StoreFindings {
  /** Rows by table. */
  counts: Record<string, number>;
  /** Cannot be read, or is no record, or some of its fields are no registers. */
  broken: Place[];
  /** Their index does not say what they are. */
  flags: Place[];
  /** Wait to be sent, or for a person, but what they speak of is not there. */
  orphans: Place[];
  /** Half-typed inputs that are none. */
  inputs: Place[];
  /** Of this type in no version that this one knows: how many, by `collection.field`. */
  values: Record<string, number>;
  /** Hashes of files that are not what they were. */
  files: string[];
  /** Standing attachments that neither this laptop nor the hub has a file of. */
  lostFiles: string[];
  /** What the clock of stamps must stand at, where it stands before a stamp that this laptop gave: the next might be given twice. */
  clock: Hlc | null;
  /** Stamps of this laptop more than a day ahead of its clock. */
  ahead: number;
}

export interface CheckOptions {
  /** Rows and files looked at, of all. */
  progress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

const PAGE_ROWS = 200;
const DAY_MS = 24 * 60 * 60 * 1000;
const WAITING = ['unsent', 'attention', 'carried'] as const;
const ROW_TABLES = [...COLLECTIONS, 'others'];

/** Looks at everything. Changes nothing. @throws the signal's reason */
export async function checkStore(database: Database, { progress, signal }: CheckOptions = {}): Promise<StoreFindings> {
  const findings: StoreFindings = {
    ...{ counts: {}, broken: [], flags: [], orphans: [], inputs: [], values: {}, files: [], lostFiles: [] },
    ...{ clock: null, ahead: 0 },
  };
  const device = await getMeta('device', database);
  let latest = '';
  for (const table of database.tables) findings.counts[table.name] = await table.count();
  const total = Object.values(findings.counts).reduce((sum, count) => sum + count, 0);
  let done = 0;
  const step = (): void => {
    signal?.throwIfAborted();
    done += 1;
    if (done % PAGE_ROWS === 0) progress?.(done, total);
  };
  for (const name of ROW_TABLES) {
    for await (const { key, value } of readEach(database.table(name))) {
      step();
      const { isBroken, registers } = looked(value);
      if (isBroken) findings.broken.push({ table: name, key });
      else if (isFlaggedWrongly(value as Row)) findings.flags.push({ table: name, key });
      for (const [field, register] of registers) {
        countStrange(findings.values, name, field, register);
        for (const { stamp } of register.heads) {
          if (deviceOf(stamp) !== device?.deviceId) continue;
          if (hlcOf(stamp) > latest) latest = hlcOf(stamp);
          if (timeOf(stamp) > database.now() + DAY_MS) findings.ahead += 1;
        }
      }
    }
  }
  const clock = await getMeta('clock', database);
  if (latest !== '' && (clock === undefined || clock < latest)) findings.clock = latest;
  for (const name of WAITING) {
    for await (const { key, value } of readEach(database.table(name))) {
      step();
      if (!(await speaksOfSomething(value, database))) findings.orphans.push({ table: name, key });
    }
  }
  for await (const { key, value } of readEach(database.inputs)) {
    step();
    if (typeof (value as { text?: unknown } | undefined)?.text !== 'string')
      findings.inputs.push({ table: 'inputs', key });
  }
  for (const hash of await database.files.toCollection().primaryKeys()) {
    step();
    if (!(await isWhole(hash, database))) findings.files.push(hash);
  }
  findings.lostFiles = await lostFiles(database);
  return findings;
}

/** What only the hub or a person can mend is none of these. */
export const isSound = ({ broken, flags, orphans, inputs, files, lostFiles, clock }: StoreFindings): boolean =>
  [broken, flags, orphans, inputs, files, lostFiles].every(({ length }) => length === 0) && clock === null;

/** Every row, also where others beside it cannot be read: then without a value. */
async function* readEach(table: Table): AsyncGenerator<{ key: string | string[]; value: unknown }> {
  const keys = (await table.toCollection().primaryKeys()) as (string | string[])[];
  for (let from = 0; from < keys.length; from += PAGE_ROWS) {
    const page = keys.slice(from, from + PAGE_ROWS);
    const values = await table.bulkGet(page).catch(() => null);
    for (const [i, key] of page.entries()) {
      const value = values ? values[i] : await Promise.resolve(table.get(key)).catch(() => UNREADABLE);
      // Deleted meanwhile, by sync or by the user.
      if (value !== undefined) yield { key, value: value === UNREADABLE ? undefined : value };
    }
  }
}

const UNREADABLE = Symbol('unreadable');

/** The registers of a row that can be read, and whether that is all of it. */
function looked(value: unknown): { isBroken: boolean; registers: [string, Register][] } {
  try {
    const { id, unit, values, marks } = value as Row;
    const names = [id, unit].every((name) => typeof name === 'string' && name !== '');
    if (!names || !isBag(values) || !isBag(marks)) return { isBroken: true, registers: [] };
    const fields = [...new Set([...Object.keys(values), ...Object.keys(marks)])];
    const registers = fields.flatMap((field): [string, Register][] => {
      const register = whole(value as Row, field);
      return register ? [[field, register]] : [];
    });
    return { isBroken: registers.length < fields.length, registers };
  } catch {
    return { isBroken: true, registers: [] };
  }
}

const isBag = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The register of a field, if what lies there is one, and as the app would have written it. */
function whole(row: Row, field: string): Register | undefined {
  const mark = row.marks[field];
  if (!mark || !(field in row.values)) return undefined;
  const { seen, others = [], stale, ...edit } = mark;
  const register = readRegister({
    heads: [{ ...edit, value: row.values[field] }, ...others],
    ...(seen ? { seen } : {}),
  });
  if (!register) return undefined;
  const again = newRow(row.id, row.unit);
  setRegister(again, field, register);
  const normal: Mark = { ...(again.marks[field] as Mark), ...(stale ? { stale } : {}) };
  return isSame(normal, mark) ? register : undefined;
}

const isSame = (a: object, b: object): boolean => sortedJson(a) === sortedJson(b);
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    isBag(inner) ? Object.fromEntries(Object.entries(inner as object).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

const isFlaggedWrongly = (row: Row): boolean => sortedJson(flagged(row).flags ?? []) !== sortedJson(row.flags ?? []);

/** Such a value may also be of a newer version, and is kept. */
function countStrange(values: Record<string, number>, collection: string, field: string, register: Register): void {
  if (!isCollection(collection)) return;
  for (const { value } of register.heads) {
    if (checkValue(collection, field, value) !== 'invalid_value') continue;
    const name = `${collection}.${field}`;
    values[name] = (values[name] ?? 0) + 1;
  }
}

const speaksOfSomething = async (entry: unknown, database: Database): Promise<boolean> =>
  isBag(entry) && (await missingOf(entry as Speaking, database)).length === 0;

/** What waits: one field, or all that is unsent of a record. */
type Speaking = Partial<AttentionEntry & UnsentRecord>;

/** Of the fields that it speaks of, those that are not there. */
async function missingOf({ collection, id, field, stamps }: Speaking, database: Database): Promise<string[]> {
  const fields = stamps ? Object.keys(stamps) : [field ?? ''];
  if (!collection || !id) return fields;
  const row = await Promise.resolve(readRow(database, collection, id)).catch(() => undefined);
  if (!row) return (await keyIsThere(database, collection, id)) ? [] : fields;
  // One that is broken is told of by itself, and may come back.
  const { isBroken, registers } = looked(row);
  const present = new Set(registers.map(([name]) => name));
  return isBroken ? [] : fields.filter((name) => !present.has(name));
}

const keyIsThere = (database: Database, collection: string, id: string): PromiseLike<number> =>
  isCollection(collection)
    ? database.table(collection).where('id').equals(id).count()
    : database.others.where('[collection+id]').equals([collection, id]).count();

async function isWhole(hash: string, database: Database): Promise<boolean> {
  const held = await Promise.resolve(database.files.get(hash)).catch(() => null);
  if (held === undefined) return true;
  try {
    return held !== null && (await hashOf(held.file)) === hash;
  } catch {
    return false;
  }
}

async function lostFiles(database: Database): Promise<string[]> {
  const here = new Set(await database.files.toCollection().primaryKeys());
  const lost: string[] = [];
  for await (const { value } of readEach(database.attachments)) {
    const row = value as Row | undefined;
    if (!row?.values || looked(row).isBroken || !isStanding(row) || row.values.receivedAt) continue;
    // Somebody else's comes with a bundle of files.
    if (!here.has(String(row.values.hash)) && (await isOwn(row, database))) lost.push(String(row.values.hash));
  }
  return lost;
}

async function isOwn(row: Row, database: Database): Promise<boolean> {
  const device = await getMeta('device', database);
  return deviceOf(row.marks.hash?.stamp ?? '') === device?.deviceId;
}

export interface RepairResult {
  /** Mended from what is here: indexes, the clock. */
  here: number;
  /** Taken from a snapshot. */
  fromSnapshot: number;
  /** Asked of the hub: it comes with the next round, which pulls everything. */
  fromHub: number;
  /** Could not be mended, and is set aside. */
  aside: number;
  /** Files that nobody has. */
  files: number;
}

/**
 * Mends what `checkStore` found.
 *
 * @param snapshots from their beginnings, the latest first
 */
export async function repairStore(
  database: Database,
  findings: StoreFindings,
  snapshots: readonly (() => AsyncIterable<Uint8Array>)[] = [],
): Promise<RepairResult> {
  const result: RepairResult = { here: 0, fromSnapshot: 0, fromHub: 0, aside: 0, files: 0 };
  for (const { table, key } of findings.flags) {
    await database.transaction('rw', database.table(table), async () => {
      const row = (await database.table(table).get(key)) as Row | undefined;
      if (row) await database.table(table).put(flagged(row));
    });
    result.here += 1;
  }
  if (findings.clock !== null) {
    await setMeta('clock', findings.clock, database);
    result.here += 1;
  }
  const missing = new Set([...findings.files, ...findings.lostFiles]);
  const wanted: Place[] = [...findings.broken, ...[...missing].map((key) => ({ table: 'files', key }))];
  const salvaged = await salvage(database, findings.broken);
  const taken = await takeFromSnapshots(database, wanted, salvaged, snapshots);
  result.fromSnapshot = taken.size;
  for (const place of findings.broken) if (!taken.has(nameOf(place))) result.fromHub += 1;
  for (const hash of missing) if (!taken.has(nameOf({ table: 'files', key: hash }))) result.files += 1;
  result.aside = await setAsideOrphans(database, [...findings.orphans, ...findings.inputs]);
  // Brings every field that is missing here now; what stands here already stays as it is.
  if (findings.broken.length > 0) await database.meta.delete('cursor');
  return result;
}

const nameOf = ({ table, key }: Place): string => JSON.stringify([table, key]);

/** Broken rows are set aside, and what of them can be read stays in their place. */
async function salvage(database: Database, broken: readonly Place[]): Promise<Map<string, Row>> {
  const salvaged = new Map<string, Row>();
  for (const place of broken) {
    const table = database.table(place.table);
    const value: unknown = await Promise.resolve(table.get(place.key)).catch(() => undefined);
    const row = salvageOf(value, place);
    await database.transaction('rw', [table, database.meta], async () => {
      await keepAside(database, { ...place, row: value ?? null });
      if (!row) return table.delete(place.key);
      salvaged.set(nameOf(place), row);
      return table.put(place.table === 'others' ? { ...row, collection: place.key[0] } : flagged(row));
    });
  }
  return salvaged;
}

function salvageOf(value: unknown, { key }: Place): Row | undefined {
  const { registers } = looked(value);
  if (registers.length === 0) return undefined;
  const row = newRow(typeof key === 'string' ? key : (key[1] as string), (value as Row).unit);
  for (const [field, register] of registers) setRegister(row, field, register);
  return row;
}

/** @returns the names of those that were found whole */
async function takeFromSnapshots(
  database: Database,
  wanted: readonly Place[],
  salvaged: ReadonlyMap<string, Row>,
  snapshots: readonly (() => AsyncIterable<Uint8Array>)[],
): Promise<Set<string>> {
  const taken = new Set<string>();
  for (const pieces of snapshots) {
    const left = wanted.filter((place) => !taken.has(nameOf(place)));
    if (left.length === 0) break;
    const found = await findIn(database, pieces(), left).catch((error: unknown) => {
      console.error('snapshot', error);
      return [];
    });
    for (const { place, raw } of found) {
      if (await takeOver(database, place, raw, salvaged.get(nameOf(place)))) taken.add(nameOf(place));
    }
  }
  return taken;
}

/** Rows as they lay on the disk. Believed only when the snapshot turned out whole at its end. */
async function findIn(database: Database, pieces: AsyncIterable<Uint8Array>, wanted: readonly Place[]) {
  const names = new Map(wanted.map((place) => [nameOf(place), place]));
  const found: { place: Place; raw: unknown }[] = [];
  for await (const part of readRows(pieces)) {
    if ('header' in part) continue;
    const keyPath = database.tables.find(({ name }) => name === part.table)?.schema.primKey.keyPath;
    for (const raw of part.rows as Record<string, unknown>[]) {
      const key = Array.isArray(keyPath) ? keyPath.map((name) => raw[name]) : raw[String(keyPath)];
      const place = names.get(JSON.stringify([part.table, key]));
      if (place) found.push({ place, raw });
    }
  }
  return found;
}

/** Puts a row of a snapshot where it was, and joins what was salvaged of the newer one. @returns whether it is whole */
async function takeOver(database: Database, place: Place, raw: unknown, salvaged: Row | undefined): Promise<boolean> {
  const store = await openRaw(database.name);
  if (!store) return false;
  await writePage(store, place.table, [raw]).finally(() => store.close());
  const table = database.table(place.table);
  const row: unknown = await Promise.resolve(table.get(place.key)).catch(() => undefined);
  if (place.table === 'files') return isWhole(String(place.key), database);
  const { isBroken, registers } = looked(row);
  if (isBroken) {
    await (salvaged ? table.put(salvaged) : table.delete(place.key));
    return false;
  }
  if (!salvaged) {
    // Written again, for what is derived from rows (packs.ts).
    await table.put(row);
    return true;
  }
  for (const [field, register] of registers) {
    const own = registerOf(salvaged, field);
    setRegister(salvaged, field, own ? join(register, own) : register);
  }
  await table.put(place.table === 'others' ? { ...salvaged, collection: place.key[0] } : flagged(salvaged));
  return true;
}

/** After the rows were mended: those that speak of something now stay. @returns how many do not */
async function setAsideOrphans(database: Database, places: readonly Place[]): Promise<number> {
  let aside = 0;
  for (const place of places) {
    const table = database.table(place.table);
    const entry: unknown = await Promise.resolve(table.get(place.key)).catch(() => undefined);
    if (place.table !== 'inputs' && (await speaksOfSomething(entry, database))) continue;
    const left = place.table === 'unsent' ? await stillUnsent(entry, place.key as [string, string], database) : [];
    await database.transaction('rw', [table, database.unsent, database.meta], async () => {
      await keepAside(database, { ...place, row: entry ?? null });
      await table.delete(place.key as FieldKey);
      await putUnsent(database, left);
    });
    aside += 1;
  }
  return aside;
}

const isUnsentRecord = (entry: unknown): entry is UnsentRecord => isBag(entry) && isBag((entry as Speaking).stamps);

/** The fields that are there must be sent; where nobody can tell which of a record they are, all of it. */
async function stillUnsent(
  entry: unknown,
  [collection, id]: [string, string],
  database: Database,
): Promise<OutboxEntry[]> {
  if (isUnsentRecord(entry)) {
    const missing = new Set(await missingOf(entry, database));
    return entriesOf(entry).filter(({ field }) => !missing.has(field));
  }
  const row = await Promise.resolve(readRow(database, collection, id)).catch(() => undefined);
  return Object.entries(row?.marks ?? {}).map(([field, { stamp }]) => ({ collection, id, field, stamp }));
}

async function keepAside(database: Database, one: Omit<SetAside, 'at'>): Promise<void> {
  const before = (await getMeta('setAside', database)) ?? [];
  const at = new Date(database.now()).toISOString();
  await setMeta('setAside', [...before, { ...one, at, row: asPlain(one.row) }], database);
}

/** Whatever lay there, as JSON can hold it. */
const asPlain = (value: unknown): Json => {
  try {
    return JSON.parse(JSON.stringify(value ?? null)) as Json;
  } catch {
    return null;
  }
};
