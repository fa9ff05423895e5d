/**
 * Which records of a batch belong to somebody who asked for a restriction of processing (core/workflow/restriction.ts). Read once
 * for a batch: the requests of the unit by the head of their key, and whose each record is with the registers themselves.
 */
import { CLIENT_COLLECTIONS, type CollectionName, isCollection } from '#core/model/collections.ts';
import { type RecordKey, recordName } from '#core/register/names.ts';
import type { Json, Register } from '#core/register/register.ts';
import { shown } from '#core/register/register.ts';
import { MERGED_FIELD, type MergeEdge, Merges, NO_MERGES } from '#core/workflow/merges.ts';
import { isRestricting, personFields, personsOf, RESTRICTING_FIELDS } from '#core/workflow/restriction.ts';
import { type Incoming, loadRegisters, storedOf, type UnitWriter } from '../store/registers.ts';

export interface Restrictions {
  /** The requests that restrict now. */
  standing: ReadonlySet<string>;
  /** Whom they restrict, and the clients that are merged with them. */
  persons: ReadonlySet<string>;
  /** Which clients are one. Read only where somebody is restricted at all. */
  merges: Merges;
  /** Whose the records of the batch are; only where somebody is restricted at all. */
  personsOf: ReadonlyMap<string, readonly string[]>;
}

const REQUEST_FIELDS = ['clientId', ...RESTRICTING_FIELDS];

/** As they stand before the batch. What begins to restrict in it comes last (push.ts), and holds nothing of it. */
export async function loadRestrictions(writer: UnitWriter, ready: readonly Incoming[]): Promise<Restrictions> {
  const rows = await writer.trx
    .selectFrom('registers')
    .select('id')
    .where('unit', '=', writer.unit)
    .where('collection', '=', 'subjectRequests')
    .where('field', '=', 'requestKind')
    .where('heads', 'like', '%"restriction"%')
    .execute();
  const requests = new Set(rows.map((row) => row.id));
  await load(writer, 'subjectRequests', [...requests], REQUEST_FIELDS);
  const none = { standing: requests, persons: new Set<string>(), personsOf: new Map(), merges: NO_MERGES };
  const before = stillStanding(writer, none);
  if (before.standing.size === 0) return before;
  const merges = await loadMerges(writer);
  return stillStanding(writer, { ...before, merges, personsOf: await loadPersons(writer, ready) });
}

/** Whoever was merged is one person, also where one of them is deleted. */
async function loadMerges(writer: UnitWriter): Promise<Merges> {
  const rows = await writer.trx
    .selectFrom('registers')
    .select(['collection', 'id'])
    .where('unit', '=', writer.unit)
    .where('collection', 'in', [...CLIENT_COLLECTIONS])
    .where('field', '=', MERGED_FIELD)
    .execute();
  const edges: MergeEdge[] = [];
  for (const collection of CLIENT_COLLECTIONS) {
    const ids = rows.filter((row) => row.collection === collection).map(({ id }) => id);
    await load(writer, collection, ids, [MERGED_FIELD]);
    for (const id of ids) {
      const into = stored(writer, collection, id, [MERGED_FIELD])[MERGED_FIELD];
      if (typeof into === 'string') edges.push({ id, into });
    }
  }
  return new Merges(edges);
}

/** Those of them that restrict as the registers stand now. */
export function stillStanding(writer: UnitWriter, before: Restrictions): Restrictions {
  const requests = [...before.standing].map((id) => ({
    id,
    values: stored(writer, 'subjectRequests', id, REQUEST_FIELDS),
  }));
  const standing = requests.filter(({ values }) => isRestricting(values));
  return {
    standing: new Set(standing.map(({ id }) => id)),
    persons: new Set(standing.flatMap(({ values }) => before.merges.membersOf(String(values.clientId)))),
    personsOf: before.personsOf,
    merges: before.merges,
  };
}

export const isUnderRestriction = ({ persons, personsOf: of }: Restrictions, key: RecordKey): boolean =>
  persons.size > 0 && (of.get(recordName(key)) ?? []).some((person) => persons.has(person));

/** Whose each record is, by what the hub holds and by what the batch brings. */
async function loadPersons(writer: UnitWriter, ready: readonly Incoming[]): Promise<Restrictions['personsOf']> {
  const sent = sentValues(ready);
  const records = new Map(ready.map(({ key }) => [recordName(key), key]));
  const persons = new Map<string, string[]>();
  for (const [collection, keys] of Map.groupBy(records.values(), (key) => key.collection)) {
    if (!isCollection(collection)) continue;
    const fields = personFields(collection);
    await load(
      writer,
      collection,
      keys.map(({ id }) => id),
      fields,
    );
    for (const { id } of keys) {
      const held = personsOf(collection, id, stored(writer, collection, id, fields));
      const name = recordName({ collection, id });
      persons.set(name, [...held, ...personsOf(collection, id, sent.get(name) ?? {})]);
    }
  }
  return withBusinesses(writer, persons);
}

/** What belongs to a candidate is also of the business that came of it. */
async function withBusinesses(writer: UnitWriter, persons: Map<string, string[]>): Promise<Restrictions['personsOf']> {
  const ids = [...new Set([...persons.values()].flat())];
  await load(writer, 'candidates', ids, ['business']);
  const business = (id: string) => stored(writer, 'candidates', id, ['business']).business;
  const more = (some: string[]) => some.map(business).filter((id) => typeof id === 'string');
  return new Map([...persons].map(([name, some]) => [name, [...some, ...more(some)]]));
}

/** What the batch says of each record. */
function sentValues(ready: readonly Incoming[]): Map<string, Record<string, Json>> {
  const sent = new Map<string, Record<string, Json>>();
  for (const { key, register } of ready) {
    const values = sent.get(recordName(key)) ?? {};
    values[key.field] = shownIn(register);
    sent.set(recordName(key), values);
  }
  return sent;
}

const load = (writer: UnitWriter, collection: CollectionName, ids: readonly string[], fields: readonly string[]) =>
  loadRegisters(
    writer,
    ids.flatMap((id) => fields.map((field) => ({ key: { collection, id, field } }))),
  );

const stored = (
  writer: UnitWriter,
  collection: CollectionName,
  id: string,
  fields: readonly string[],
): Record<string, Json> =>
  Object.fromEntries(fields.map((field) => [field, shownIn(storedOf(writer, { collection, id, field }).register)]));

const shownIn = (register: Register | undefined): Json => (register && shown(register)?.value) ?? null;
