/**
 * How a record lies in IndexedDB: plain values for display, and beside them what each field's register holds more than its
 * shown value (docs/sync.md, "On the device").
 */
import { type Head, type Json, join, normalise, type Register, type Seen, shown } from '#core/register/register.ts';
import { toWire } from '#core/wire/registers.ts';

/** A field's register without the value that stands in `values`. `seen` is left out when the heads say it all. */
export interface Mark extends Omit<Head, 'value'> {
  seen?: Seen;
  /** The other heads of a conflict, greatest stamp first. */
  others?: Head[];
}

export interface Row {
  id: string;
  unit: string;
  values: Record<string, Json>;
  marks: Record<string, Mark>;
}

export const newRow = (id: string, unit: string): Row => ({ id, unit, values: {}, marks: {} });

export function registerOf(row: Row | undefined, field: string): Register | undefined {
  const mark = row?.marks[field];
  if (!row || !mark) return undefined;
  const { seen, others = [], ...edit } = mark;
  return normalise([{ ...edit, value: row.values[field] ?? null }, ...others], seen);
}

/** Joins a register into the row. Returns true when the row changed. */
export function joinIntoRow(row: Row, field: string, incoming: Register): boolean {
  const current = registerOf(row, field);
  const joined = current ? join(current, incoming) : incoming;
  const head = shown(joined);
  if (!head) return false;
  const { value, ...edit } = head;
  const { seen } = toWire(joined);
  const others = joined.heads.slice(1);
  const mark: Mark = { ...edit, ...(seen ? { seen } : {}), ...(others.length > 0 ? { others } : {}) };
  if (JSON.stringify(mark) === JSON.stringify(row.marks[field])) return false;
  row.values[field] = value;
  row.marks[field] = mark;
  return true;
}

/** Fields of which several people's values stand side by side. */
export const conflictingFields = (row: Row): string[] =>
  Object.entries(row.marks)
    .filter(([, mark]) => mark.others)
    .map(([field]) => field);
