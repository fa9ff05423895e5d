/** Destroying what is past its term (domain 7), with its report. */
import type { PastTerm, RetentionKind } from '#core/workflow/retention.ts';
import { todayOf } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';
import { erase } from '../../store/erasure.ts';
import { flushPending } from '../../store/pending.ts';
import { newId, save } from '../../store/repository.ts';

export interface Destruction {
  kind: RetentionKind;
  records: readonly PastTerm[];
  /** The years of the rule. */
  years: number;
  basis: string;
  witness: string;
  note: string;
}

/** All laptops write the rule of a kind into one record. */
export const ruleId = (kind: RetentionKind): string => `retention.${kind}`;

/**
 * Erases the records, as a person's are (docs/sync.md, "Erasure"), and writes the report. The report is there first: what was
 * destroyed must not be without one. When something goes wrong it says how many were destroyed; the rest can be done again.
 *
 * @returns the id of the report
 */
export async function destroy(
  { kind, records, years, basis, witness, note }: Destruction,
  device: Device,
): Promise<string> {
  await flushPending();
  const id = newId();
  const report = {
    date: todayOf(device),
    recordKind: kind,
    recordsCount: records.length,
    years,
    throughYear: Math.max(...records.map(({ year }) => year)),
    basis: basis.trim() || null,
    witness: witness.trim(),
    note: note.trim() || null,
  };
  await save('destructions', id, report);
  let done = 0;
  try {
    for (const { collection, id: record } of records) {
      await erase(collection, record);
      done += 1;
    }
  } finally {
    if (done < records.length) await save('destructions', id, { recordsCount: done });
  }
  return id;
}
