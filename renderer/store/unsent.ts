/**
 * The outbox as it lies on the disk: one row for each record with all of its fields that the hub has not acknowledged. Most records are
 * written with all their fields at once, and a row for each field would be most of what a save and a sync write. Everybody else sees
 * fields (`OutboxEntry`). All of this is called inside a transaction over `unsent`, where anything else is written with it.
 */
import type { Stamp } from '#core/register/stamp.ts';
import type { Database, FieldKey, OutboxEntry } from './database.ts';

/** What the hub is known to hold of a field (`OutboxEntry`). */
type Known = Pick<OutboxEntry, 'base' | 'hadBefore'>;

/** The unsent fields of one record. */
export interface UnsentRecord {
  collection: string;
  id: string;
  /** How many they are: an index, so that they are counted without being read. */
  fields: number;
  stamps: Record<string, Stamp>;
  /** Of those of which there is something to tell. Left out when that is none. */
  known?: Record<string, Known>;
}

type Unsent = Pick<Database, 'unsent'>;

/** The fields of a record, one by one. */
export const entriesOf = ({ collection, id, stamps, known }: UnsentRecord): OutboxEntry[] =>
  Object.entries(stamps).map(([field, stamp]) => ({ collection, id, field, stamp, ...known?.[field] }));

/** The row of these fields of one record, of which a later one replaces an earlier; none when there are none. */
export function recordOf(entries: readonly OutboxEntry[]): UnsentRecord | undefined {
  const [first] = entries;
  if (!first) return undefined;
  const stamps: UnsentRecord['stamps'] = {};
  const known: NonNullable<UnsentRecord['known']> = {};
  for (const { collection: _, id: __, field, stamp, ...rest } of entries) {
    stamps[field] = stamp;
    if (rest.base || rest.hadBefore) known[field] = rest;
    else delete known[field];
  }
  const { collection, id } = first;
  const fields = Object.keys(stamps).length;
  return { collection, id, fields, stamps, ...(Object.keys(known).length > 0 ? { known } : {}) };
}

/** The unsent fields of a record. */
export async function unsentOf({ unsent }: Unsent, collection: string, id: string): Promise<OutboxEntry[]> {
  const record = await unsent.get([collection, id]);
  return record ? entriesOf(record) : [];
}

/** @returns none when nothing of it waits */
export async function unsentField(
  database: Unsent,
  [collection, id, field]: FieldKey,
): Promise<OutboxEntry | undefined> {
  return (await unsentOf(database, collection, id)).find((entry) => entry.field === field);
}

/** The unsent fields of some records. */
export async function unsentOfAll({ unsent }: Unsent, records: Iterable<RecordKey>): Promise<OutboxEntry[]> {
  const found = await unsent.bulkGet(keysOf(records));
  return found.flatMap((record) => (record ? entriesOf(record) : []));
}

/** All that is unsent, field by field. */
export const readUnsent = async ({ unsent }: Unsent): Promise<OutboxEntry[]> =>
  (await unsent.toArray()).flatMap(entriesOf);

/** How many fields are unsent. @param most records that are looked at */
export async function countUnsent({ unsent }: Unsent, most = Number.POSITIVE_INFINITY): Promise<number> {
  const counts = (await unsent.orderBy('fields').limit(most).keys()) as number[];
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Each in the place of what waits of its field. */
export async function putUnsent({ unsent }: Unsent, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const stored = byName(await unsent.bulkGet(keysOf(entries)));
  const records = [...Map.groupBy(entries, nameOf)].map(([name, some]) => {
    const before = stored.get(name);
    return recordOf(before ? [...entriesOf(before), ...some] : some) as UnsentRecord;
  });
  await unsent.bulkPut(records);
}

/** These fields wait no longer. */
export async function deleteUnsent({ unsent }: Unsent, keys: readonly FieldKey[]): Promise<void> {
  if (keys.length === 0) return;
  const gone = Map.groupBy(keys, ([collection, id]) => nameOf({ collection, id }));
  const stored = byName(await unsent.bulkGet(keysOf(keys.map(([collection, id]) => ({ collection, id })))));
  const left: UnsentRecord[] = [];
  const empty: RecordKey[] = [];
  for (const [name, record] of stored) {
    const fields = new Set(gone.get(name)?.map(([, , field]) => field));
    const rest = recordOf(entriesOf(record).filter(({ field }) => !fields.has(field)));
    if (rest) left.push(rest);
    else empty.push(record);
  }
  await unsent.bulkDelete(keysOf(empty));
  await unsent.bulkPut(left);
}

interface RecordKey {
  collection: string;
  id: string;
}

const nameOf = ({ collection, id }: RecordKey): string => `${collection}/${id}`;

/** Each once. */
const keysOf = (records: Iterable<RecordKey>): [string, string][] => [
  ...new Map([...records].map((each) => [nameOf(each), [each.collection, each.id] as [string, string]])).values(),
];

const byName = (records: readonly (UnsentRecord | undefined)[]): Map<string, UnsentRecord> =>
  new Map(records.flatMap((record) => (record ? [[nameOf(record), record]] : [])));
