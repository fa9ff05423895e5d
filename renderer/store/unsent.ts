/**
 * The outbox as it lies on the disk: one row for each record with all of its fields that the hub has not acknowledged. Most records are
 * written with all their fields at once, and a row for each field would be most of what a save and a sync write. Everybody else sees
 * fields (`OutboxEntry`). All of this is called inside a transaction over `unsent`, where anything else is written with it; so no function
 * of its own waits here: Dexie would lose the transaction of who waits for it while another one runs.
 */
import { Dexie } from 'dexie';
import { type RecordKey, recordName } from '#core/register/names.ts';
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
export const unsentOf = ({ unsent }: Unsent, collection: string, id: string): PromiseLike<OutboxEntry[]> =>
  unsent.get([collection, id]).then((record) => (record ? entriesOf(record) : []));

/** @returns none when nothing of it waits */
export const unsentField = (
  database: Unsent,
  [collection, id, field]: FieldKey,
): PromiseLike<OutboxEntry | undefined> =>
  unsentOf(database, collection, id).then((entries) => entries.find((entry) => entry.field === field));

/** The unsent fields of some records. */
export const unsentOfAll = ({ unsent }: Unsent, records: Iterable<RecordKey>): PromiseLike<OutboxEntry[]> =>
  unsent.bulkGet(keysOf(records)).then((found) => found.flatMap((record) => (record ? entriesOf(record) : [])));

/** All that is unsent, field by field. */
export const readUnsent = ({ unsent }: Unsent): PromiseLike<OutboxEntry[]> =>
  unsent.toArray().then((records) => records.flatMap(entriesOf));

/**
 * How many fields are unsent. Asked again after each save of a field: records are counted by their number of fields, of which there are some
 * tens, because to go through the index of thousands of records would hold up the next save.
 */
export const countUnsent = ({ unsent }: Unsent): PromiseLike<number> =>
  unsent
    .orderBy('fields')
    .uniqueKeys()
    .then((sizes) =>
      Dexie.Promise.all(
        (sizes as number[]).map((size) =>
          unsent
            .where('fields')
            .equals(size)
            .count((records) => records * size),
        ),
      ),
    )
    .then((sums) => sums.reduce((sum, fields) => sum + fields, 0));

/** All that waits of one record, in the place of what did. @param entries a later one of a field replaces an earlier */
export const putUnsentOf = ({ unsent }: Unsent, entries: readonly OutboxEntry[]): PromiseLike<unknown> => {
  const record = recordOf(entries);
  return record ? unsent.put(record) : NOTHING_TO_DO();
};

/** Each in the place of what waits of its field. */
export function putUnsent({ unsent }: Unsent, entries: readonly OutboxEntry[]): PromiseLike<unknown> {
  if (entries.length === 0) return NOTHING_TO_DO();
  return unsent.bulkGet(keysOf(entries)).then((found) => {
    const stored = byName(found);
    const records = [...Map.groupBy(entries, recordName)].map(([name, some]) => {
      const before = stored.get(name);
      return recordOf(before ? [...entriesOf(before), ...some] : some) as UnsentRecord;
    });
    return unsent.bulkPut(records);
  });
}

/** These fields wait no longer. */
export function deleteUnsent({ unsent }: Unsent, keys: readonly FieldKey[]): PromiseLike<unknown> {
  if (keys.length === 0) return NOTHING_TO_DO();
  const gone = Map.groupBy(keys, ([collection, id]) => recordName({ collection, id }));
  return unsent.bulkGet(keysOf(keys.map(([collection, id]) => ({ collection, id })))).then((found) => {
    const left: UnsentRecord[] = [];
    const empty: RecordKey[] = [];
    for (const [name, record] of byName(found)) {
      const fields = new Set(gone.get(name)?.map(([, , field]) => field));
      const rest = recordOf(entriesOf(record).filter(({ field }) => !fields.has(field)));
      if (rest) left.push(rest);
      else empty.push(record);
    }
    return unsent.bulkDelete(keysOf(empty)).then(() => unsent.bulkPut(left));
  });
}

const NOTHING_TO_DO = (): PromiseLike<void> => Dexie.Promise.resolve();

/** Each once. */
const keysOf = (records: Iterable<RecordKey>): [string, string][] => [
  ...new Map([...records].map((each) => [recordName(each), [each.collection, each.id] as [string, string]])).values(),
];

const byName = (records: readonly (UnsentRecord | undefined)[]): Map<string, UnsentRecord> =>
  new Map(records.flatMap((record) => (record ? [[recordName(record), record]] : [])));
