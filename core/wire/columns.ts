/**
 * Many records as columns: the denser form of what travels (docs/sync.md, "HTTP"). As records the stamps of fields are most of the bytes,
 * although fields that were written together differ by nothing but a count. What is alike stands together here, so that gzip finds it.
 */
import { z } from 'zod';
import type { Head, Json, Register } from '../register/register.ts';
import { counterOf, deviceOf, hlcOf, MAX_COUNTER, MAX_MS, makeHlc, makeStamp, timeOf } from '../register/stamp.ts';
import type { WireRecord } from './protocol.ts';
import { jsonBytes } from './registers.ts';

/** Beside `application/json`, of pushes and answers to pulls. */
export const COLUMNS_TYPE = 'application/vnd.pendamping.columns+json';

const number = z.number();
const text = z.string();

/** Records of which the same fields are sent, each with one head that says all. */
const tableSchema = z.object({
  collection: text,
  unit: text,
  fields: z.array(text),
  /** UUIDs: the milliseconds that they begin with, each as the difference to the one before, and the rest of their digits. */
  ids: z.union([z.array(text), z.object({ ms: z.array(number), rest: text })]),
  /** Record by record: which of `authors` wrote each field. Left out where it is the first throughout. */
  by: z.array(number).optional(),
  /**
   * Record by record, when each field was written: 0 for the same millisecond as the one before and the next count, else the
   * milliseconds to the one before, with the count where that is not 0.
   */
  at: z.array(z.union([number, z.tuple([number, number])])),
  /** A list for each field. */
  values: z.array(z.array(z.unknown())),
});
const columnsSchema = z.object({
  authors: z.array(z.object({ device: text, by: text })),
  tables: z.array(tableSchema),
  /** Registers with more than one head, or that have seen more than they show: as they are. */
  others: z.array(z.object({ collection: text, id: text, unit: text, registers: z.record(text, z.unknown()) })),
});
export type Columns = z.infer<typeof columnsSchema>;
type Table = z.infer<typeof tableSchema>;

/** @param records registers as `toWire` makes them */
export function toColumns(records: readonly WireRecord[]): Columns {
  const authors = new Map<string, number>();
  const tables = new Map<string, { table: Table; clock: Clock; ids: string[] }>();
  const others: Columns['others'] = [];
  for (const { collection, id, unit, registers } of records) {
    const simple = Object.entries(registers).filter(([, register]) => isSimple(register));
    const complex = Object.entries(registers).filter(([, register]) => !isSimple(register));
    if (complex.length > 0) others.push({ collection, id, unit, registers: Object.fromEntries(complex) });
    if (simple.length === 0) continue;
    const fields = simple.map(([field]) => field);
    const name = JSON.stringify([collection, unit, fields]);
    const open = tables.get(name) ?? {
      table: { collection, unit, fields, ids: [], by: [], at: [], values: fields.map(() => []) },
      clock: newClock(),
      ids: [],
    };
    tables.set(name, open);
    open.ids.push(id);
    for (const [i, [, { heads }]] of simple.entries()) {
      const { stamp, by, value } = heads[0] as Head;
      const author = JSON.stringify([deviceOf(stamp), by]);
      if (!authors.has(author)) authors.set(author, authors.size);
      open.table.by?.push(authors.get(author) as number);
      open.table.at.push(step(open.clock, hlcOf(stamp)));
      open.table.values[i]?.push(value);
    }
  }
  return {
    authors: [...authors.keys()].map((author) => {
      const [device, by] = JSON.parse(author) as [string, string];
      return { device, by };
    }),
    tables: [...tables.values()].map(({ table, ids }) => {
      const { by, ...rest } = table;
      return { ...rest, ids: packIds(ids), ...(by?.some((author) => author !== 0) ? { by } : {}) };
    }),
    others,
  };
}

const isSimple = ({ heads, seen }: Register): boolean => !seen && heads.length === 1 && !heads[0]?.also;

/** @returns null for what is none; the registers in it are to be read like any others (`readRegister`) */
export function fromColumns(json: unknown): WireRecord[] | null {
  const parsed = columnsSchema.safeParse(json);
  if (!parsed.success) return null;
  const { authors, tables } = parsed.data;
  // As they came: zod's copy leaves out a field called `__proto__`.
  const { others } = json as Columns;
  const records: WireRecord[] = [];
  const latest = new Map<string, WireRecord>();
  /** The record to put these fields into: it may stand in both places, but nothing of it is replaced. */
  const recordFor = (collection: string, id: string, unit: string, fields: readonly string[]): WireRecord => {
    const name = JSON.stringify([collection, id, unit]);
    const known = latest.get(name);
    if (known && !fields.some((field) => Object.hasOwn(known.registers, field))) return known;
    const record = { collection, id, unit, registers: {} };
    latest.set(name, record);
    records.push(record);
    return record;
  };
  for (const { collection, unit, fields, ids: packed, by, at, values } of tables) {
    const ids = unpackIds(packed);
    const count = (ids?.length ?? 0) * fields.length;
    const isWhole =
      new Set(fields).size === fields.length &&
      values.length === fields.length &&
      values.every(({ length }) => length === ids?.length);
    if (!ids || !isWhole || at.length !== count || (by && by.length !== count)) return null;
    const clock = newClock();
    for (const [row, id] of ids.entries()) {
      const { registers } = recordFor(collection, id, unit, fields);
      for (const [column, field] of fields.entries()) {
        const place = row * fields.length + column;
        const author = authors[by?.[place] ?? 0];
        const hlc = stepBack(clock, at[place] as Table['at'][number]);
        if (!author || hlc === undefined) return null;
        const value = values[column]?.[row] as Json;
        put(registers, field, { heads: [{ stamp: makeStamp(hlc, author.device), by: author.by, value }] } as Register);
      }
    }
  }
  for (const { collection, id, unit, registers } of others) {
    const record = recordFor(collection, id, unit, Object.keys(registers));
    for (const [field, register] of Object.entries(registers)) put(record.registers, field, register as Register);
  }
  return records;
}

/** Also under a name that every object has. */
const put = (registers: WireRecord['registers'], field: string, register: Register): void => {
  Object.defineProperty(registers, field, { value: register, writable: true, enumerable: true, configurable: true });
};

/** Where the last stamp stood. */
interface Clock {
  ms: number;
  count: number;
}
const newClock = (): Clock => ({ ms: 0, count: 0 });

function step(clock: Clock, hlc: string): Table['at'][number] {
  const ms = timeOf(hlc);
  const count = counterOf(hlc);
  const passed = ms - clock.ms;
  const isNext = passed === 0 && count === clock.count + 1;
  clock.ms = ms;
  clock.count = count;
  if (isNext) return 0;
  return count === 0 && passed !== 0 ? passed : [passed, count];
}

/** @returns undefined for what no stamp can be */
function stepBack(clock: Clock, by: Table['at'][number]): string | undefined {
  const [passed, count] = typeof by !== 'number' ? by : by === 0 ? [0, clock.count + 1] : [by, 0];
  clock.ms += passed;
  clock.count = count;
  const isTime = Number.isInteger(clock.ms) && clock.ms >= 0 && clock.ms <= MAX_MS;
  const isCount = Number.isInteger(count) && count >= 0 && count <= MAX_COUNTER;
  return isTime && isCount ? makeHlc(clock.ms, count) : undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MS_DIGITS = 12;
const REST_DIGITS = 20;
/** Behind which digits a UUID has a hyphen. */
const HYPHENS = [8, 12, 16, 20];

function packIds(ids: readonly string[]): Table['ids'] {
  if (!ids.every((id) => UUID.test(id))) return [...ids];
  const digits = ids.map((id) => id.replaceAll('-', ''));
  const times = digits.map((id) => Number.parseInt(id.slice(0, MS_DIGITS), 16));
  return {
    ms: times.map((time, i) => time - (times[i - 1] ?? 0)),
    rest: digits.map((id) => id.slice(MS_DIGITS)).join(''),
  };
}

function unpackIds(ids: Table['ids']): string[] | null {
  if (Array.isArray(ids)) return ids;
  if (ids.rest.length !== ids.ms.length * REST_DIGITS) return null;
  let time = 0;
  const unpacked = ids.ms.map((ms, i) => {
    time += ms;
    const digits = time.toString(16).padStart(MS_DIGITS, '0') + ids.rest.slice(i * REST_DIGITS, (i + 1) * REST_DIGITS);
    return HYPHENS.reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, digits);
  });
  return unpacked.every((id) => UUID.test(id)) ? unpacked : null;
}

/** What is sent with its records as columns, in the place where they stand otherwise. */
export const withColumns = <T extends { records: readonly WireRecord[] }>({ records, ...frame }: T) => ({
  ...frame,
  columns: toColumns(records),
});

/** The same the other way round. What has no columns stays as it is. @returns null for columns that are none */
export function withRecords(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('columns' in body)) return body;
  const { columns, ...frame } = body;
  const records = fromColumns(columns);
  return records && { ...frame, records };
}

/** About how many bytes a record takes among others like it, before compression. */
export const bytesInColumns = ({ registers }: WireRecord): number =>
  Object.values(registers).reduce(
    (sum, register) => sum + FIELD_BYTES + jsonBytes(isSimple(register) ? register.heads[0]?.value : register),
    RECORD_BYTES,
  );
const RECORD_BYTES = 30;
const FIELD_BYTES = 3;
