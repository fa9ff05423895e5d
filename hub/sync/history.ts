/** The accepted changes of one record: who, when, on which laptop, old and new. Read per record, never synced. */
import { z } from 'zod';
import type { Json } from '#core/register/register.ts';
import { mayRead } from '#core/workflow/policy.ts';
import { audit } from '../identity/audit.ts';
import type { Database } from '../store/store.ts';
import type { Actor } from './push.ts';

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

/** Only what the reader's role may read; that someone read a NIK in it is written down first. */
export async function history(db: Database, actor: Actor, collection: string, id: string): Promise<HistoryAnswer> {
  const all = await db
    .selectFrom('history')
    .selectAll()
    .where('unit', '=', actor.unit)
    .where('collection', '=', collection)
    .where('id', '=', id)
    .orderBy('sequence')
    .orderBy('at')
    .orderBy('stamp')
    .execute();
  const rows = all.filter((row) => mayRead(actor.role, collection, row.field));
  if (rows.some((row) => row.field === 'ownerNik')) {
    const { unit, user, device } = actor;
    await audit(db, { event: 'nik_read', unit, user_id: user, device, record: `${collection}/${id}` });
  }
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
