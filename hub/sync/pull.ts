/** The registers that changed after a cursor, each record once (docs/sync.md, "HTTP"). */
import { FIELDS_FINGERPRINT } from '#core/model/collections.ts';
import { recordName } from '#core/register/names.ts';
import type { Head, Registers, Seen } from '#core/register/register.ts';
import { toColumns } from '#core/wire/columns.ts';
import type { PullAnswer, WireRecord } from '#core/wire/protocol.ts';
import { toWire } from '#core/wire/registers.ts';
import { mayRead } from '#core/workflow/policy.ts';
import { epochOf } from '../store/epoch.ts';
import type { Tables } from '../store/schema.ts';
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

/** Records as they are, or as columns (core/wire/columns.ts). */
type Form = 'records' | 'columns';

/** A page, and where the next one begins. */
export interface Pulled {
  /** The answer as JSON, its records as they were asked for. */
  text: string;
  next: number;
  more: boolean;
}

/**
 * @param beside what else the answer tells
 * @param form of its records
 */
export async function pull(
  db: Database,
  actor: Actor,
  wanted: Wanted,
  beside: Partial<PullAnswer> = {},
  form: Form = 'records',
): Promise<Pulled> {
  const { records, next, more } = await readPage(db, actor, wanted, SIZES[form]);
  // Read last: what a page holds is never ahead of it.
  const { sequence } = await db
    .selectFrom('units')
    .select('sequence')
    .where('id', '=', actor.unit)
    .executeTakeFirstOrThrow();
  const frame: Omit<PullAnswer, 'records'> = {
    next,
    more,
    ...(sequence === next ? {} : { latest: sequence }),
    epoch: await epochOf(db),
    fields: FIELDS_FINGERPRINT,
    now: new Date().toISOString(),
    ...beside,
  };
  // Mostly there is nothing new, and a thin link pays for each byte.
  const isDense = form === 'columns' && records.length > 0;
  const content = isDense ? columnsText(actor.unit, records) : recordsText(actor.unit, records);
  return { text: `{${content},${JSON.stringify(frame).slice(1)}`, next, more };
}

interface Page {
  records: PageRecord[];
  next: number;
  more: boolean;
}

interface PageRecord {
  collection: string;
  id: string;
  registers: RegisterRow[];
}

/** As it is kept: heads and what was seen are JSON. */
type RegisterRow = Pick<Tables['registers'], 'field' | 'heads' | 'seen'>;

/** What is kept as JSON goes out as it is: to read and write it again would cost most of the time. */
function recordsText(unit: string, records: PageRecord[]): string {
  const texts = records.map(({ registers, ...key }) => {
    const fields = registers.map((row) => `${JSON.stringify(row.field)}:${registerText(row)}`);
    return `${JSON.stringify({ ...key, unit }).slice(0, -1)},"registers":{${fields.join()}}}`;
  });
  return `"records":[${texts.join()}]`;
}

/** Read and written again, for a third of the bytes on the line. */
function columnsText(unit: string, records: PageRecord[]): string {
  const wire = records.map(({ registers, ...key }): WireRecord => {
    const fields = registers.map(({ field, heads, seen }) => [
      field,
      toWire({ heads: JSON.parse(heads) as Head[], seen: JSON.parse(seen) as Seen }),
    ]);
    return { ...key, unit, registers: Object.fromEntries(fields) as Registers };
  });
  return `"columns":${JSON.stringify(toColumns(wire))}`;
}

/**
 * Registers come in the order of their sequence and the page ends before the first one that does not fit, so `next` leaves
 * nothing out; what changes meanwhile gets a higher number and comes later. The cursor also passes what the role may not
 * read.
 */
async function readPage(
  db: Database,
  { unit, role }: Actor,
  { after, limit, bytes }: Wanted,
  sizeOf: (row: RegisterRow) => number,
): Promise<Page> {
  const records = new Map<string, PageRecord>();
  const page = (next: number, more: boolean): Page => ({ records: [...records.values()], next, more });
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
        const key = recordName(row);
        const known = records.get(key);
        const more = sizeOf(row) + (known ? 0 : key.length + unit.length + FRAME_BYTES);
        const full = (!known && records.size >= limit) || (size > 0 && size + more > bytes);
        if (full) return page(next, true);
        const record = known ?? { collection: row.collection, id: row.id, registers: [] };
        records.set(key, record);
        record.registers.push(row);
        size += more;
      }
      next = row.sequence;
    }
    if (rows.length < ROWS) return page(next, false);
  }
}

/** The frame of a record in the answer. */
const FRAME_BYTES = 64;
const SIZES: Record<Form, (row: RegisterRow) => number> = {
  records: ({ field, heads, seen }) => Buffer.byteLength(heads) + seen.length + field.length,
  // Mostly one head, of which the value is what takes room.
  columns: ({ heads }) => Buffer.byteLength(heads.slice(heads.indexOf(VALUE) + VALUE.length)),
};
const VALUE = '"value":';

/** As `toWire` makes it: without `seen` where that says no more than the heads do. */
function registerText({ heads, seen }: RegisterRow): string {
  const stamp = STAMP.exec(heads);
  // `seen` covers all heads, and the first one is the latest: so nothing but its stamp can be in this one.
  if (stamp && seen === `{"${stamp[2]}":"${stamp[1]}"}`) return `{"heads":${heads}}`;
  return JSON.stringify(toWire({ heads: JSON.parse(heads) as Head[], seen: JSON.parse(seen) as Seen }));
}
const STAMP = /^\[\{"stamp":"([^"@]+)@([^"]+)"/;
