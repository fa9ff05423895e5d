/** Reports read whole collections. They are computed where the caller runs: a worker, so that nobody's typing waits. */
import { liveQuery } from 'dexie';
import type { CollectionName } from '#core/model/collections.ts';
import { REPORTS, type ReportName } from '#core/reports/index.ts';
import { collectionsOf, type ReportScope, readFor, type Table } from '#core/reports/report.ts';
import { db, getMeta, rowsOf } from './database.ts';
import { readInPages } from './queries.ts';

export interface MadeReport {
  table: Table;
  /** How far this laptop knew the unit's data: the hub's sequence number. */
  sequence: number;
  /** Fields that are in the report and that the hub does not have yet. */
  unsent: number;
}

export interface ReportObserver {
  /** Records read of all that are to be read. */
  progress: (done: number, total: number) => void;
  next: (report: MadeReport) => void;
  error: (error: unknown) => void;
}

/** Computes a report now and after each change of what it was computed from. @returns what ends that */
export function watchReport(name: ReportName, scope: ReportScope, observer: ReportObserver): () => void {
  let isEnded = false;
  const subscription = liveQuery(async () => {
    const { reads, compute } = REPORTS[name];
    const collections = reads.flatMap(collectionsOf);
    const counts = await Promise.all(collections.map((collection) => rowsOf(db, collection).count()));
    const total = counts.reduce((sum, count) => sum + count, 0);
    let done = 0;
    const read = (collection: CollectionName) =>
      readInPages(collection, (count) => {
        done += count;
        observer.progress(done, total);
        return !isEnded;
      });
    return {
      table: compute(await readFor({ reads }, read), scope),
      sequence: (await getMeta('cursor')) ?? 0,
      unsent: await db.outbox.count(),
    };
  }).subscribe(observer);
  return () => {
    isEnded = true;
    subscription.unsubscribe();
  };
}
