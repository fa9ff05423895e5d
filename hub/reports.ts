/** Reports of core/reports from what the hub holds of a unit. */

import type { CollectionName } from '#core/model/collections.ts';
import { REPORTS, type ReportName } from '#core/reports/index.ts';
import { type ReportScope, readFor, type Table } from '#core/reports/report.ts';
import { shownRecords } from '#core/workflow/merges.ts';
import { readMerges, readRecords } from './store/records.ts';
import type { Store } from './store/store.ts';

export interface HubReport {
  table: Table;
  /** The unit's sequence number that it was computed at: the same one gives the same report. */
  sequence: number;
}

/** @throws when there is no such unit */
export async function makeReport(store: Store, unit: string, name: ReportName, scope: ReportScope): Promise<HubReport> {
  const { records, sequence } = await store.snapshot(async (trx) => {
    const stands = await trx.selectFrom('units').select('sequence').where('id', '=', unit).executeTakeFirstOrThrow();
    const merges = await readMerges(trx, unit);
    const read = async (collection: CollectionName) => shownRecords(await readRecords(trx, unit, collection), merges);
    return { ...stands, records: await readFor(REPORTS[name], read) };
  });
  return { table: REPORTS[name].compute(records, scope), sequence };
}
