/** The registers that changed after a cursor, each record once (docs/sync.md, "HTTP"). */
import { FIELDS_FINGERPRINT } from '#core/model/collections.ts';
import type { Head, Seen } from '#core/register/register.ts';
import type { PullAnswer } from '#core/wire/protocol.ts';
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

/** A page, and where the next one begins. */
export interface Pulled {
  /** The answer as JSON. */
  text: string;
  next: number;
  more: boolean;
}

/** @param beside what else the answer tells */
export async function pull(
  db: Database,
  actor: Actor,
  wanted: Wanted,
  beside: Partial<PullAnswer> = {},
): Promise<Pulled> {
  const { records, next, more } = await readPage(db, actor, wanted);
  // Read last: what a page holds is never ahead of it.
  const { sequence } = await db
    .selectFrom('units')
    .select('sequence')
    .where('id', '=', actor.unit)
    .executeTakeFirstOrThrow();
  const frame: Omit<PullAnswer, 'records'> = {
    next,
    more,
    latest: sequence,
    epoch: await epochOf(db),
    fields: FIELDS_FINGERPRINT,
    now: new Date().toISOString(),
    ...beside,
  };
  return { text: `{"records":[${records.join()}],${JSON.stringify(frame).slice(1)}`, next, more };
}

/** Records as JSON. What is kept as JSON goes out as it is: to read and write it again would cost most of the time. */
interface Page {
  records: string[];
  next: number;
  more: boolean;
}

/**
 * Registers come in the order of their sequence and the page ends before the first one that does not fit, so `next` leaves
 * nothing out; what changes meanwhile gets a higher number and comes later. The cursor also passes what the role may not
 * read.
 */
async function readPage(db: Database, { unit, role }: Actor, { after, limit, bytes }: Wanted): Promise<Page> {
  const records = new Map<string, { collection: string; id: string; registers: string[] }>();
  const page = (next: number, more: boolean): Page => ({
    records: [...records.values()].map(
      ({ registers, ...key }) => `${JSON.stringify({ ...key, unit }).slice(0, -1)},"registers":{${registers.join()}}}`,
    ),
    next,
    more,
  });
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
        if (full) return page(next, true);
        const record = known ?? { collection: row.collection, id: row.id, registers: [] };
        records.set(key, record);
        record.registers.push(`${JSON.stringify(row.field)}:${registerText(row)}`);
        size += more;
      }
      next = row.sequence;
    }
    if (rows.length < ROWS) return page(next, false);
  }
}

/** The frame of a record in the answer. */
const FRAME_BYTES = 64;
const sizeOf = (row: { field: string; heads: string; seen: string }): number =>
  Buffer.byteLength(row.heads) + row.seen.length + row.field.length;

/** As `toWire` makes it: without `seen` where that says no more than the heads do. */
function registerText({ heads, seen }: { heads: string; seen: string }): string {
  const stamp = STAMP.exec(heads);
  // `seen` covers all heads, and the first one is the latest: so nothing but its stamp can be in this one.
  if (stamp && seen === `{"${stamp[2]}":"${stamp[1]}"}`) return `{"heads":${heads}}`;
  return JSON.stringify(toWire({ heads: JSON.parse(heads) as Head[], seen: JSON.parse(seen) as Seen }));
}
const STAMP = /^\[\{"stamp":"([^"@]+)@([^"]+)"/;
