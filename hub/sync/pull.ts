/** The registers that changed after a cursor, each record once (docs/sync.md, "HTTP"). */
import type { Head, Register, Seen } from '#core/register/register.ts';
import type { WireRecord } from '#core/wire/protocol.ts';
import { toWire } from '#core/wire/registers.ts';
import type { Database } from '../store/store.ts';

/** An answer on a bad link should take seconds; the next page follows from its cursor. */
const MAX_ANSWER_CHARS = 1024 * 1024;
const ROWS = 1000;

export interface Pulled {
  records: (Omit<WireRecord, 'registers'> & { registers: Record<string, unknown> })[];
  next: number;
  more: boolean;
}

/**
 * At most `limit` records and about 1 MiB. Registers come in the order of their sequence and the page ends before the
 * first one that does not fit, so `next` leaves nothing out; what changes meanwhile gets a higher number and comes later.
 */
export async function pull(db: Database, unit: string, after: number, limit: number): Promise<Pulled> {
  const records = new Map<string, Pulled['records'][number]>();
  let next = after;
  let chars = 0;
  for (;;) {
    const rows = await db
      .selectFrom('registers')
      .select(['collection', 'id', 'field', 'heads', 'seen', 'sequence'])
      .where('unit', '=', unit)
      .where('sequence', '>', next)
      .orderBy('sequence')
      .limit(ROWS)
      .execute();
    for (const row of rows) {
      const key = `${row.collection}/${row.id}`;
      const size = row.heads.length + row.seen.length + row.field.length;
      const full = (!records.has(key) && records.size >= limit) || (chars > 0 && chars + size > MAX_ANSWER_CHARS);
      if (full) return { records: [...records.values()], next, more: true };
      const record = records.get(key) ?? { collection: row.collection, id: row.id, unit, registers: {} };
      records.set(key, record);
      record.registers[row.field] = toWire(readRow(row));
      next = row.sequence;
      chars += size;
    }
    if (rows.length < ROWS) return { records: [...records.values()], next, more: false };
  }
}

const readRow = (row: { heads: string; seen: string }): Register => ({
  heads: JSON.parse(row.heads) as Head[],
  seen: JSON.parse(row.seen) as Seen,
});
