/** Reports read whole collections. They are computed where the caller runs: a worker, so that nobody's typing waits. */
import { liveQuery } from 'dexie';
import { REPORTS, type ReportName } from '#core/reports/index.ts';
import { REPORT_COLLECTIONS, type ReportRecords, type ReportScope, type Table } from '#core/reports/report.ts';
import { db, getMeta } from './database.ts';
import { readRecords } from './queries.ts';

export interface MadeReport {
  table: Table;
  /** How far this laptop knew the unit's data: the hub's sequence number. */
  sequence: number;
  /** Fields that are in the report and that the hub does not have yet. */
  unsent: number;
}

/** Computes a report now and after each change of what it was computed from. @returns what ends that */
export function watchReport(
  name: ReportName,
  scope: ReportScope,
  observer: { next: (report: MadeReport) => void; error: (error: unknown) => void },
): () => void {
  const subscription = liveQuery(async () => ({
    table: REPORTS[name].compute(await readAll(), scope),
    sequence: (await getMeta('cursor')) ?? 0,
    unsent: await db.outbox.count(),
  })).subscribe(observer);
  return () => subscription.unsubscribe();
}

async function readAll(): Promise<ReportRecords> {
  const read = await Promise.all(
    REPORT_COLLECTIONS.map(async (collection) => [collection, await readRecords(collection)] as const),
  );
  const { businesses = [], cooperatives = [], ...others } = Object.fromEntries(read);
  return { ...others, clients: [...businesses, ...cooperatives] } as unknown as ReportRecords;
}
