/**
 * Reports and dashboards read whole collections. They are computed where the caller runs: a worker, so that nobody's typing waits.
 */
import { DASHBOARD_COLLECTIONS, type DashboardRecords } from '#core/indicators/dashboard.ts';
import type { CollectionName } from '#core/model/collections.ts';
import { REPORTS, type ReportName } from '#core/reports/index.ts';
import { collectionsOf, type ReportScope, readFor, type Table } from '#core/reports/report.ts';
import { db, getMeta, rowsOf } from './database.ts';
import { readAllValues } from './queries.ts';
import { countUnsent } from './unsent.ts';
import { watchTables } from './watch.ts';

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

export interface Observer<T> {
  /** Records read of all that are to be read. */
  progress: (done: number, total: number) => void;
  next: (made: T) => void;
  error: (error: unknown) => void;
}

/** Computes a report now and after each change of what it was computed from. @returns what ends that */
export function watchReport(name: ReportName, scope: ReportScope, observer: Observer<MadeReport>): () => void {
  const { reads, compute } = REPORTS[name];
  return watch(
    reads.flatMap(collectionsOf),
    async (read) => ({ table: compute(await readFor({ reads }, read), scope) }),
    observer,
  );
}

/** Reads what dashboards are computed from, now and after each change. @returns what ends that */
export const watchDashboardRecords = (observer: Observer<Knowledge & { records: DashboardRecords }>): (() => void) =>
  watch(
    DASHBOARD_COLLECTIONS,
    async (read) => {
      const all = await Promise.all(
        DASHBOARD_COLLECTIONS.map(async (collection) => {
          const records = await read(collection);
          return [collection, records.map((record) => ({ collection, ...record }))] as const;
        }),
      );
      const { businesses = [], cooperatives = [], ...others } = Object.fromEntries(all);
      return { records: { ...others, clients: [...businesses, ...cooperatives] } as unknown as DashboardRecords };
    },
    observer,
  );

type Read = (collection: CollectionName) => ReturnType<typeof readAllValues>;

const watch = <T>(
  collections: readonly CollectionName[],
  make: (read: Read) => Promise<T>,
  observer: Observer<T & Knowledge>,
): (() => void) =>
  watchTables(
    collections,
    async (isWanted) => {
      const counts = await Promise.all(collections.map((collection) => rowsOf(db, collection).count()));
      const total = counts.reduce((sum, count) => sum + count, 0);
      let done = 0;
      const made = await make((collection) =>
        readAllValues(collection, (count) => {
          done += count;
          observer.progress(done, total);
          return isWanted();
        }),
      );
      return { ...made, sequence: (await getMeta('cursor')) ?? 0, unsent: await countUnsent(db) };
    },
    observer,
  );
