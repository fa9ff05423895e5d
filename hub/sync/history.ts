/** The accepted changes of one record: who, when, on which laptop, old and new. Read per record, never synced. */
import { z } from 'zod';
import type { Json } from '#core/register/register.ts';
import type { Database } from '../store/store.ts';

const past = z.object({ stamp: z.string(), by: z.string(), value: z.json() });

export const historyAnswerSchema = z.object({
  changes: z.array(
    past.extend({
      field: z.string(),
      device: z.string(),
      batch: z.string(),
      /** The unit's sequence when the hub took it. */
      sequence: z.int().min(0),
      /** The hub's time, which does not depend on the laptop's clock. */
      at: z.iso.datetime(),
      /** What stood before and was replaced by this change; empty for a first value, or one that was itself replaced. */
      old: z.array(past),
    }),
  ),
});
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;

export async function history(db: Database, unit: string, collection: string, id: string): Promise<HistoryAnswer> {
  const rows = await db
    .selectFrom('history')
    .selectAll()
    .where('unit', '=', unit)
    .where('collection', '=', collection)
    .where('id', '=', id)
    .orderBy('sequence')
    .orderBy('at')
    .orderBy('stamp')
    .execute();
  const values = new Map(
    rows.map((row) => [
      `${row.field} ${row.stamp}`,
      { stamp: row.stamp, by: row.by, value: JSON.parse(row.value) as Json },
    ]),
  );
  const changes = rows.map((row) => ({
    field: row.field,
    stamp: row.stamp,
    by: row.by,
    value: JSON.parse(row.value) as Json,
    device: row.device,
    batch: row.batch,
    sequence: row.sequence,
    at: row.at,
    old: (JSON.parse(row.replaced) as string[]).flatMap((stamp) => values.get(`${row.field} ${stamp}`) ?? []),
  }));
  return { changes };
}
