/** Merging clients, and taking it back (core/workflow/merges.ts). Both are ordinary edits, so that they travel as any other. */
import type { ClientCollection } from '#core/model/collections.ts';
import { canonical, type Json } from '#core/register/register.ts';
import { needsConsent } from '#core/workflow/consent.ts';
import { MERGED_FIELD, NOT_SAME, TOOK } from '#core/workflow/merges.ts';
import { withoutConsent } from './consent.ts';
import { type Database, db, rowsOf } from './database.ts';
import { readMerges } from './merged.ts';
import { write, writeFields } from './repository.ts';
import type { Row } from './rows.ts';

/**
 * Merges one client into another one.
 *
 * @param take fields of the one that goes out of sight that the other one takes over
 */
export async function merge(
  collection: ClientCollection,
  { winner, loser }: { winner: string; loser: string },
  take: readonly string[],
  database: Database = db,
): Promise<void> {
  await write(database, [collection], async (writer) => {
    const [stays, goes] = await rowsOf(database, collection).bulkGet([winner, loser]);
    if (!stays || !goes) return;
    await writeFields(writer, collection, loser, [[MERGED_FIELD, winner]]);
    // From here on a consent of either counts for both.
    const mayWrite = await writable(collection, winner, database);
    const fields = take.filter((field) => mayTake(field, stays) && mayWrite(field, goes.values[field] ?? null));
    // What was taken over before stays known.
    const before = (goes.values[`${TOOK}${winner}`] ?? {}) as Record<string, Json>;
    const took = { ...Object.fromEntries(fields.map((field) => [field, stays.values[field] ?? null])), ...before };
    await writeFields(
      writer,
      collection,
      winner,
      fields.map((field): [string, Json] => [field, goes.values[field] ?? null]),
    );
    const note: Json = Object.keys(took).length > 0 ? took : null;
    await writeFields(writer, collection, loser, [[`${TOOK}${winner}`, note]]);
  });
}

/** Brings a merged client back. What was taken over from it goes back as well, where nobody has changed it since. */
export async function separate(collection: ClientCollection, id: string, database: Database = db): Promise<void> {
  const merges = await readMerges(database);
  await write(database, [collection], async (writer) => {
    for (const each of merges.toSeparate(id)) {
      const row = await rowsOf(database, collection).get(each);
      const winner = String(row?.values[MERGED_FIELD] ?? '');
      const stays = await rowsOf(database, collection).get(winner);
      const took = Object.entries((row?.values[`${TOOK}${winner}`] ?? {}) as Record<string, Json>);
      const mayWrite = await writable(collection, winner, database);
      const back = took.filter(
        ([field, value]) =>
          mayWrite(field, value) && canonical(stays?.values[field] ?? null) === canonical(row?.values[field] ?? null),
      );
      if (stays && back.length > 0) await writeFields(writer, collection, winner, back);
      await writeFields(writer, collection, each, [
        [MERGED_FIELD, null],
        [`${TOOK}${winner}`, null],
      ]);
    }
  });
}

/** Writes down that two clients are two, so that nobody is asked about them again; or that one may ask again. */
export async function tellApart(
  collection: ClientCollection,
  [one, other]: readonly [string, string],
  areTwo: boolean,
  database: Database = db,
): Promise<void> {
  const [first, second] = [one, other].sort() as [string, string];
  await write(database, [collection], async (writer) => {
    const rows = await rowsOf(database, collection).bulkGet([first, second]);
    // Each laptop writes it into the same one; what another version wrote into the other is emptied there too.
    await writeFields(writer, collection, first, [[`${NOT_SAME}${second}`, areTwo ? true : null]]);
    if (!areTwo && rows[1]?.values[`${NOT_SAME}${first}`])
      await writeFields(writer, collection, second, [[`${NOT_SAME}${first}`, null]]);
  });
}

/** Without a consent nothing beyond the minimal record is written; emptied it may always be. */
async function writable(
  collection: ClientCollection,
  id: string,
  database: Database,
): Promise<(field: string, value: Json) => boolean> {
  const isWithout = (await withoutConsent([{ collection, id }], [], database)).length > 0;
  return (field, value) => !isWithout || value === null || !needsConsent(collection, field);
}

/** A NIK that stands already is not replaced: what stood there would be kept in a field that more people may read. */
const mayTake = (field: string, stays: Row): boolean => field !== 'ownerNik' || !stays.values.ownerNik;
