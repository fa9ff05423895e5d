/** The accepted changes of one record: who, when, on which laptop, old and new. Read per record, never synced. */
import { recordName } from '#core/register/names.ts';
import type { Json, Seen } from '#core/register/register.ts';
import type { HistoryAnswer } from '#core/wire/protocol.ts';
import { mayRead } from '#core/workflow/policy.ts';
import { audit } from '../identity/audit.ts';
import type { Database } from '../store/store.ts';
import type { Actor } from './push.ts';

/** Only what the reader's role may read; that someone read a NIK in it is written down first. */
export async function history(
  db: Database,
  actor: Actor,
  { collection, id, field }: { collection: string; id: string; field?: string | undefined },
): Promise<HistoryAnswer> {
  const all = await db
    .selectFrom('history')
    .selectAll()
    .where('unit', '=', actor.unit)
    .where('collection', '=', collection)
    .where('id', '=', id)
    .$if(field !== undefined, (query) => query.where('field', '=', field as string))
    .orderBy('sequence')
    .orderBy('at')
    .orderBy('stamp')
    .execute();
  const rows = all.filter((row) => mayRead(actor.role, collection, row.field));
  if (rows.some((row) => row.field === 'ownerNik')) {
    const { unit, user, device } = actor;
    await audit(db, { event: 'nik_read', unit, user_id: user, device, record: recordName({ collection, id }) });
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
    ...(row.seen === null ? {} : { seen: JSON.parse(row.seen) as Seen }),
  }));
  return { changes };
}
