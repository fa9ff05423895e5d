/** Whose consent runs, as it stands on this laptop (core/workflow/consent.ts). */
import { CLIENT_COLLECTIONS, type CollectionName, type Values } from '#core/model/collections.ts';
import { hasConsent } from '#core/model/grantRules.ts';
import { recordName } from '#core/register/names.ts';
import type { Json } from '#core/register/register.ts';
import {
  BEYOND_OF_CLIENT,
  isBeyondMinimum,
  isConsented,
  isConsentValid,
  type Subject,
  subjectOf,
} from '#core/workflow/consent.ts';
import type { Merges } from '#core/workflow/merges.ts';
import { type Database, db, rowsOf } from './database.ts';
import { readMerges } from './merged.ts';
import type { Row } from './rows.ts';

/** Something that is about to be written into one record. */
interface Written {
  collection: string;
  id: string;
  fields: readonly [string, Json][];
}

/**
 * Those of some persons who have given no consent that runs. Of whom there is no record here nobody can tell; they are not
 * among them. Inside a transaction it needs the tables of `CONSENT_TABLES`.
 *
 * @param written together with it: a consent may come with what waits for it
 */
export async function withoutConsent(
  subjects: readonly Subject[],
  written: readonly Written[] = [],
  database: Database = db,
): Promise<Subject[]> {
  const values = new Map(written.map((each) => [recordName(each), Object.fromEntries(each.fields)]));
  const given = new Set(
    written.flatMap(({ collection, fields }) => {
      const consent: Values<'consents'> = Object.fromEntries(fields);
      return collection === 'consents' && isConsentValid(consent) ? [consent.clientId] : [];
    }),
  );
  const merges = await readMerges(database);
  const open = subjects.filter(({ id }) => !merges.membersOf(id).some((member) => given.has(member)));
  if (open.length === 0) return [];
  const ids = [...new Set(open.flatMap(({ id }) => merges.membersOf(id)))];
  const consents = await database.consents.where('values.clientId').anyOf(ids).toArray();
  for (const id of consentedIn(consents, merges)) given.add(id);
  const without: Subject[] = [];
  for (const [collection, some] of Map.groupBy(open, (one) => one.collection)) {
    const stored = await rowsOf(database, collection).bulkGet(some.map(({ id }) => id));
    without.push(
      ...some.filter((one, i) => {
        const person = { ...stored[i]?.values, ...values.get(recordName(one)) } as Values<'candidates'>;
        const isKnown = stored[i] !== undefined || values.has(recordName(one));
        return isKnown && !(collection === 'candidates' ? hasConsent(person) : given.has(one.id));
      }),
    );
  }
  return without;
}

/** The clients with a consent that runs, and those that are one with them. */
function* consentedIn(consents: readonly Row[], merges: Merges): Iterable<string> {
  for (const [winner, all] of Map.groupBy(consents, ({ values }) => merges.winnerOf(String(values.clientId))))
    if (isConsented(all)) yield* merges.membersOf(winner);
}

export const CONSENT_TABLES = ({ businesses, cooperatives, candidates, consents }: Database) => [
  businesses,
  cooperatives,
  candidates,
  consents,
];

/** The clients of whom more is held than the minimal record, without a consent that runs. */
export async function clientsBeyondMinimum(database: Database = db): Promise<ReadonlySet<string>> {
  const merges = await readMerges(database);
  const given = new Set(consentedIn(await database.consents.toArray(), merges));
  const without = new Set<string>();
  const beyond = new Set<string>();
  for (const collection of CLIENT_COLLECTIONS) {
    for (const { id, values } of await rowsOf(database, collection).toArray()) {
      if (given.has(id) || values.deletedAt) continue;
      if (isBeyondMinimum(collection, values)) beyond.add(merges.winnerOf(id));
      else without.add(id);
    }
  }
  for (const collection of without.size > 0 ? BEYOND_OF_CLIENT : []) {
    const rows = await rowsOf(database, collection)
      .where('values.clientId')
      .anyOf([...without])
      .toArray();
    for (const row of rows)
      if (!row.values.deletedAt && isBeyond(collection, row.id, row.values))
        beyond.add(merges.winnerOf(String(row.values.clientId)));
  }
  return beyond;
}

/** Something of the client, and not a scan of the consent itself. */
const isBeyond = (collection: CollectionName, id: string, values: Record<string, Json>): boolean =>
  subjectOf(collection, id, values) !== undefined && isBeyondMinimum(collection, values);
