/** The registers that changed after a cursor, each record once in a pull (docs/sync.md, "HTTP"). */
import { sql } from 'kysely';
import { FIELDS_FINGERPRINT } from '#core/model/collections.ts';
import { type RecordKey, recordName } from '#core/register/names.ts';
import type { Head, Registers, Seen } from '#core/register/register.ts';
import { toColumns } from '#core/wire/columns.ts';
import type { PullAnswer, WireRecord } from '#core/wire/protocol.ts';
import { toWire } from '#core/wire/registers.ts';
import { mayRead } from '#core/workflow/policy.ts';
import { epochOf } from '../store/epoch.ts';
import type { Tables } from '../store/schema.ts';
import type { Database } from '../store/store.ts';
import type { Actor } from './push.ts';

/** A register takes about so many bytes, and of a record mostly so many have changed or more: not many are read that do not fit the page. */
const REGISTER_BYTES = 64;
const REGISTERS_A_RECORD = 4;

/** All that is pulled from the cursor `since` up to `to`, which the first page named as `latest`: of this each record comes once. */
export interface PullSpan {
  since: number;
  to: number;
}

/** What a laptop asks for. The next page follows from its cursor. */
export interface Wanted {
  after: number;
  /** Of a later page: the pull that it belongs to. */
  of?: PullSpan;
  /** At most so many records. */
  limit: number;
  /** At most about so many bytes, unless the first record alone is longer. */
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
  // Read first: what is written while the page is read comes with a later one.
  const { sequence } = await db
    .selectFrom('units')
    .select('sequence')
    .where('id', '=', actor.unit)
    .executeTakeFirstOrThrow();
  const { records, next, more } = await readPage(db, actor, wanted, sequence, SIZES[form]);
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
 * Each record comes where the first of its registers stands that changed since the pull began, and with it all others that did: who
 * pulls for the first time has to write it once, although it was edited on many days. What changes after `to` may have come already,
 * as it was before, and comes in its own place as well. So `next` leaves nothing out. It also passes what the role may not read.
 *
 * @param latest the unit's last sequence number, as it was before anything of the page was read
 */
async function readPage(
  db: Database,
  { unit, role }: Actor,
  wanted: Wanted,
  latest: number,
  sizeOf: (row: RegisterRow) => number,
): Promise<Page> {
  const { after, limit, bytes } = wanted;
  const { since, to } = wanted.of ?? { since: after, to: latest };
  const span = { unit, since: Math.min(since, after), to: Math.min(to, latest), latest };
  const records: PageRecord[] = [];
  const atOnce = Math.min(limit * REGISTERS_A_RECORD, Math.ceil(bytes / REGISTER_BYTES));
  let next = after;
  let size = 0;
  for (;;) {
    // One more than fit tells whether there is more.
    const most = limit - records.length + 1;
    const end = await endOf(db, span, next, atOnce);
    const places = await placesUpTo(db, span, next, end ?? latest, most);
    const changed = await changedIn(db, span, places);
    for (const { sequence, ...key } of places) {
      const name = recordName(key);
      const registers = (changed.get(name) ?? []).filter(({ field }) => mayRead(role, key.collection, field));
      // What changed after `to` has a place of its own, and all of it comes with the first of these.
      changed.delete(name);
      if (registers.length > 0) {
        const more = registers.reduce((sum, row) => sum + sizeOf(row), name.length + unit.length + FRAME_BYTES);
        if (records.length >= limit || (size > 0 && size + more > bytes)) return { records, next, more: true };
        records.push({ ...key, registers });
        size += more;
      }
      next = sequence;
    }
    if (places.length === most) continue;
    if (end === undefined) return { records, next: Math.max(next, latest), more: false };
    next = end;
  }
}

/** What a page is about. */
interface Span extends PullSpan {
  unit: string;
  /** Nothing after it belongs to the page. */
  latest: number;
}

/** A record, and where the first of its registers stands. */
interface Place extends RecordKey {
  sequence: number;
}

/** Where the next so many registers end that changed, unless there are fewer. */
async function endOf(db: Database, { unit, latest }: Span, after: number, count: number): Promise<number | undefined> {
  const last = await db
    .selectFrom('registers')
    .select('sequence')
    .where('unit', '=', unit)
    .where('sequence', '>', after)
    .where('sequence', '<=', latest)
    .orderBy('sequence')
    .offset(count - 1)
    .limit(1)
    .executeTakeFirst();
  return last?.sequence;
}

/**
 * Where the records stand that changed here, but for those of which a page of the pull has told, all of it up to `after`.
 *
 * `+ 0`, here and below: a record has few registers, and they are found by its key. By the index of sequences, which databases would
 * take for it, each is looked for among all that ever changed.
 */
function placesUpTo(
  db: Database,
  { unit, since, to }: Span,
  after: number,
  end: number,
  limit: number,
): Promise<Place[]> {
  const isLater = sql<boolean>`here.sequence > ${sql.lit(to)}`;
  const places = db
    .selectFrom('registers as here')
    .select(({ fn }) => ['here.collection', 'here.id', fn.min('here.sequence').as('sequence')])
    .where('here.unit', '=', unit)
    .where('here.sequence', '>', after)
    .where('here.sequence', '<=', end)
    .groupBy(['here.collection', 'here.id', isLater])
    .orderBy('sequence')
    .limit(limit);
  if (after <= since) return places.execute();
  return places
    .having(({ or, not, exists, selectFrom }) =>
      or([
        isLater,
        not(
          exists(
            selectFrom('registers as before')
              .select('before.sequence')
              .where('before.unit', '=', unit)
              .whereRef('before.collection', '=', 'here.collection')
              .whereRef('before.id', '=', 'here.id')
              .where(sql<number>`before.sequence + 0`, '>', since)
              .where(sql<number>`before.sequence + 0`, '<=', after),
          ),
        ),
      ]),
    )
    .execute();
}

/** The registers of these records that changed since the pull began, by the record's name, in the order in which they came. */
async function changedIn(db: Database, { unit, since }: Span, places: Place[]): Promise<Map<string, RegisterRow[]>> {
  const changed = new Map<string, RegisterRow[]>();
  for (const [collection, some] of Map.groupBy(places, (place) => place.collection)) {
    const rows = await db
      .selectFrom('registers')
      .select(['id', 'field', 'heads', 'seen'])
      .where('unit', '=', unit)
      .where('collection', '=', collection)
      .where('id', 'in', [...new Set(some.map(({ id }) => id))])
      .where(sql<number>`sequence + 0`, '>', since)
      .orderBy(sql`sequence + 0`)
      .execute();
    for (const [id, registers] of Map.groupBy(rows, (row) => row.id)) {
      changed.set(recordName({ collection, id }), registers);
    }
  }
  return changed;
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
