/** The registers that changed after a cursor, each record once (docs/sync.md, "HTTP"). */
import { FIELDS_FINGERPRINT } from '#core/model/collections.ts';
import type { Head, Register, Seen } from '#core/register/register.ts';
import type { PullAnswer, WireRecord } from '#core/wire/protocol.ts';
import { toWire } from '#core/wire/registers.ts';
import { mayRead } from '#core/workflow/policy.ts';
import { epochOf } from '../store/epoch.ts';
import type { Database } from '../store/store.ts';
import type { Actor } from './push.ts';

const ROWS = 1000;

/** What a laptop asks for. The next page follows from its cursor. */
export interface Wanted {
  after: number;
  /** At most so many records. */
  limit: number;
  /** At most about so many bytes, unless the first register alone is longer. */
  bytes: number;
}

interface Page {
  records: (Omit<WireRecord, 'registers'> & { registers: Record<string, unknown> })[];
  next: number;
  more: boolean;
}

export type Pulled = Required<Omit<PullAnswer, 'unlockDays'>>;

export async function pull(db: Database, actor: Actor, wanted: Wanted): Promise<Pulled> {
  const page = await readPage(db, actor, wanted);
  // Read last: what a page holds is never ahead of it.
  const { sequence } = await db
    .selectFrom('units')
    .select('sequence')
    .where('id', '=', actor.unit)
    .executeTakeFirstOrThrow();
  return {
    ...page,
    latest: sequence,
    epoch: await epochOf(db),
    fields: FIELDS_FINGERPRINT,
    now: new Date().toISOString(),
  };
}

/**
 * Registers come in the order of their sequence and the page ends before the first one that does not fit, so `next` leaves
 * nothing out; what changes meanwhile gets a higher number and comes later. The cursor also passes what the role may not
 * read.
 */
async function readPage(db: Database, { unit, role }: Actor, { after, limit, bytes }: Wanted): Promise<Page> {
  const records = new Map<string, Page['records'][number]>();
  let next = after;
  let size = 0;
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
      if (mayRead(role, row.collection, row.field)) {
        const key = `${row.collection}/${row.id}`;
        const known = records.get(key);
        const more = sizeOf(row) + (known ? 0 : key.length + unit.length + FRAME_BYTES);
        const full = (!known && records.size >= limit) || (size > 0 && size + more > bytes);
        if (full) return { records: [...records.values()], next, more: true };
        const record = known ?? { collection: row.collection, id: row.id, unit, registers: {} };
        records.set(key, record);
        record.registers[row.field] = toWire(readRow(row));
        size += more;
      }
      next = row.sequence;
    }
    if (rows.length < ROWS) return { records: [...records.values()], next, more: false };
  }
}

/** The frame of a record in the answer. */
const FRAME_BYTES = 64;
const sizeOf = (row: { field: string; heads: string; seen: string }): number =>
  Buffer.byteLength(row.heads) + row.seen.length + row.field.length;

const readRow = (row: { heads: string; seen: string }): Register => ({
  heads: JSON.parse(row.heads) as Head[],
  seen: JSON.parse(row.seen) as Seen,
});
