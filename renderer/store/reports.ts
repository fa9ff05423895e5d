/** Reports read whole collections. They are computed where the caller runs: a worker, so that nobody's typing waits. */
import { liveQuery } from 'dexie';
import { DASHBOARD_COLLECTIONS, type DashboardRecords } from '#core/indicators/dashboard.ts';
import type { CollectionName } from '#core/model/collections.ts';
import { REPORTS, type ReportName } from '#core/reports/index.ts';
import { REPORT_COLLECTIONS, type ReportRecords, type ReportScope, type Table } from '#core/reports/report.ts';
import { db, getMeta } from './database.ts';
import { readRecords } from './queries.ts';

/** How far this laptop knows the unit's data. */
export interface Knowledge {
  /** The hub's sequence number. */
  sequence: number;
  /** Fields that are counted here and that the hub does not have yet. */
  unsent: number;
}

export interface MadeReport extends Knowledge {
  table: Table;
}

interface Observer<T> {
  next: (made: T) => void;
  error: (error: unknown) => void;
}

/** Computes a report now and after each change of what it was computed from. @returns what ends that */
export const watchReport = (name: ReportName, scope: ReportScope, observer: Observer<MadeReport>): (() => void) =>
  watch(
    async () => ({
      table: REPORTS[name].compute((await readAll(REPORT_COLLECTIONS)) as unknown as ReportRecords, scope),
      ...(await knowledge()),
    }),
    observer,
  );

/**
 * Reads what dashboards are computed from, now and after each change.
 *
 * @param onRead hears how many of all collections are read
 * @returns what ends that
 */
export const watchDashboardRecords = (
  observer: Observer<Knowledge & { records: DashboardRecords }>,
  onRead: (done: number, total: number) => void,
): (() => void) =>
  watch(
    async () => ({
      records: (await readAll(DASHBOARD_COLLECTIONS, onRead)) as unknown as DashboardRecords,
      ...(await knowledge()),
    }),
    observer,
  );

function watch<T>(read: () => Promise<T>, observer: Observer<T>): () => void {
  const subscription = liveQuery(read).subscribe(observer);
  return () => subscription.unsubscribe();
}

const knowledge = async (): Promise<Knowledge> => ({
  sequence: (await getMeta('cursor')) ?? 0,
  unsent: await db.outbox.count(),
});

/** All records by collection; those of businesses and cooperatives together are `clients`. */
async function readAll(
  collections: readonly CollectionName[],
  onRead: (done: number, total: number) => void = () => {},
): Promise<object> {
  let done = 0;
  onRead(done, collections.length);
  const read = await Promise.all(
    collections.map(async (collection) => {
      const records = await readRecords(collection);
      done += 1;
      onRead(done, collections.length);
      return [collection, records] as const;
    }),
  );
  const { businesses = [], cooperatives = [], ...others } = Object.fromEntries(read);
  return { ...others, clients: [...businesses, ...cooperatives] };
}
