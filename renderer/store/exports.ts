/** Files of records read whole collections. They are made where the caller runs: a worker, so that nobody's typing waits. */
import { useLiveQuery } from 'dexie-react-hooks';
import {
  type Exclusions,
  type ExportRecord,
  NEVER_EXPORTED,
  reasonToLeaveOut,
  restrictedPersons,
} from '#core/export/contents.ts';
import { COLLECTIONS, type CollectionName, SUBJECT_COLLECTIONS, type Values } from '#core/model/collections.ts';
import { type Device, db, getMeta, rowsOf } from './database.ts';
import { readAllValues } from './queries.ts';
import { DELETED_FLAG, ERASED_FLAG } from './rows.ts';

export interface ExportSources {
  device: Device;
  /** How far this laptop knew the unit's data: the hub's sequence number. */
  sequence: number;
  /** Names of clients and candidates, and of people, by their ids. */
  names: ReadonlyMap<string, string>;
  serviceLines: { id: string; values: Values<'serviceLines'> }[];
  formTexts: Values<'formTexts'>[];
  /** By collection; the deleted, the erased and the restricted are left out. */
  records: ReadonlyMap<CollectionName, readonly ExportRecord[]>;
  /** How many were left out because their person's processing is restricted. */
  restricted: ReadonlyMap<CollectionName, number>;
}

/** @param progress hears how many records were read of all that are to be read */
export async function readForExport(
  collections: readonly CollectionName[],
  progress: (done: number, total: number) => void,
): Promise<ExportSources> {
  const device = await getMeta('device');
  if (!device) throw new Error('not enrolled');
  const wanted = [...new Set([...collections, ...SUBJECT_COLLECTIONS, 'users' as const])];
  const counts = await Promise.all(wanted.map((collection) => rowsOf(db, collection).count()));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const read = async (collection: CollectionName): Promise<ExportRecord[]> =>
    (await readAllValues(collection, (count) => {
      done += count;
      progress(done, total);
      return true;
    })) as ExportRecord[];

  const requests = (await readAllValues('subjectRequests')) as ExportRecord[];
  const exclusions: Exclusions = { gone: await goneRecords(), restricted: restrictedPersons(requests) };
  const names = new Map<string, string>();
  const records = new Map<CollectionName, ExportRecord[]>();
  const restricted = new Map<CollectionName, number>();
  for (const collection of wanted) {
    const all = await read(collection);
    if (isNaming(collection)) for (const { id, values } of all) names.set(id, String(values.name ?? ''));
    if (!collections.includes(collection)) continue;
    records.set(
      collection,
      all.filter((record) => {
        const reason = reasonToLeaveOut(collection, record, exclusions);
        if (reason === 'restricted') restricted.set(collection, (restricted.get(collection) ?? 0) + 1);
        return reason === null;
      }),
    );
  }
  const serviceLines = await readAllValues('serviceLines');
  const formTexts = await readAllValues('formTexts');
  return {
    device,
    sequence: (await getMeta('cursor')) ?? 0,
    names,
    serviceLines: serviceLines as ExportSources['serviceLines'],
    formTexts: formTexts.map(({ values }) => values as Values<'formTexts'>),
    records,
    restricted,
  };
}

const isNaming = (collection: CollectionName): boolean =>
  collection === 'users' || (SUBJECT_COLLECTIONS as readonly string[]).includes(collection);

/** Ids of all that was deleted or erased: what belongs to it is gone too. */
async function goneRecords(): Promise<Set<string>> {
  const ids = await Promise.all(COLLECTIONS.map(goneIn));
  return new Set(ids.flat());
}

const goneIn = (collection: CollectionName): PromiseLike<string[]> =>
  rowsOf(db, collection).where('flags').anyOf([DELETED_FLAG, ERASED_FLAG]).primaryKeys();

/** How many records stand in each collection that can be exported. */
export const useExportCounts = (): Partial<Record<CollectionName, number>> | undefined =>
  useLiveQuery(async () => {
    const counts = await Promise.all(
      COLLECTIONS.filter((name) => !NEVER_EXPORTED.includes(name)).map(async (collection) => {
        const [all, gone] = await Promise.all([rowsOf(db, collection).count(), goneIn(collection)]);
        return [collection, all - new Set(gone).size] as const;
      }),
    );
    return Object.fromEntries(counts);
  });
