/** Who did what to accounts, devices and personal data. Ids only: no names, no addresses, nothing that was typed in. */
import { v7 } from 'uuid';
import type { Database, Trx } from '../store/store.ts';

export interface AuditEntry {
  event: string;
  unit?: string;
  user_id?: string;
  device?: string;
  /** `<collection>/<id>` */
  record?: string;
}

export const audit = (db: Database | Trx, entry: AuditEntry): Promise<void> => auditAll(db, [entry]);

export async function auditAll(db: Database | Trx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const at = new Date().toISOString();
  await db
    .insertInto('audit')
    .values(
      entries.map((entry) => ({
        // In their order, also within one millisecond.
        id: v7(),
        at,
        event: entry.event,
        unit: entry.unit ?? null,
        user_id: entry.user_id ?? null,
        device: entry.device ?? null,
        record: entry.record ?? null,
      })),
    )
    .execute();
}

/** Oldest first. */
export const listAudit = (db: Database, only: { unit?: string | undefined; since?: Date | undefined }) =>
  db
    .selectFrom('audit')
    .select(['at', 'event', 'unit', 'user_id as user', 'device', 'record'])
    .$if(only.unit !== undefined, (query) => query.where('unit', '=', only.unit as string))
    .$if(only.since !== undefined, (query) => query.where('at', '>=', (only.since as Date).toISOString()))
    .orderBy('at')
    .orderBy('id')
    .execute();
