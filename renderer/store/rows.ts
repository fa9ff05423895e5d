/**
 * How a record lies in IndexedDB: plain values for display, and beside them what each field's register holds more than its
 * shown value (docs/sync.md, "On the device").
 */
import { isOnlyDeleted, unknownToDeletion } from '#core/model/deletion.ts';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import {
  type Head,
  isConflict,
  type Json,
  join,
  normalise,
  type Register,
  type Seen,
  shown,
} from '#core/register/register.ts';
import { toWire } from '#core/wire/registers.ts';
import { waitsFor } from '#core/workflow/waiting.ts';
import type { OutboxEntry } from './database.ts';

/** A field's register without the value that stands in `values`. `seen` is left out when the heads say it all. */
export interface Mark extends Omit<Head, 'value'> {
  seen?: Seen;
  /** The other heads of a conflict, greatest stamp first. */
  others?: Head[];
  /** The hub was restored, and has not sent this field, which this laptop may not write, since. What arrives takes its place. */
  stale?: true;
}

export interface Row {
  id: string;
  unit: string;
  values: Record<string, Json>;
  marks: Record<string, Mark>;
  /** What must be found without reading every record (an index): see `flagsOf`. Left out when there is nothing. */
  flags?: string[];
}

export const DELETED_FLAG = 'deleted';
/** Its person's data were erased (erasure.ts). */
export const ERASED_FLAG = 'erased';
/** Some of its fields are `stale`. */
export const STALE_FLAG = 'stale';
/** Followed by what it waits for (core/workflow/waiting.ts). */
export const WAITS_FLAG = 'waits:';
/** Followed by the field; `deletedAt` stands for a delete that did not know of an edit as well. */
export const CONFLICT_FLAG = 'conflict:';

export const newRow = (id: string, unit: string): Row => ({ id, unit, values: {}, marks: {} });

export function registerOf(row: Row | undefined, field: string): Register | undefined {
  const mark = row?.marks[field];
  if (!row || !mark) return undefined;
  const { seen, others = [], stale: _, ...edit } = mark;
  return normalise([{ ...edit, value: row.values[field] ?? null }, ...others], seen);
}

/**
 * Joins a register into the row. Returns true when the row changed. Call `flagged` before it is stored. What is stale gives
 * way: a restored hub may stamp again what it had stamped before.
 */
export function joinIntoRow(row: Row, field: string, incoming: Register): boolean {
  const current = row.marks[field]?.stale ? undefined : registerOf(row, field);
  return setRegister(row, field, current ? join(current, incoming) : incoming);
}

/** Puts a register in the place of what stands there. Only for registers that nobody else has seen; others are joined. */
export function setRegister(row: Row, field: string, register: Register): boolean {
  const head = shown(register);
  if (!head) return false;
  const { value, ...edit } = head;
  const { seen } = toWire(register);
  const others = register.heads.slice(1);
  const mark: Mark = { ...edit, ...(seen ? { seen } : {}), ...(others.length > 0 ? { others } : {}) };
  if (JSON.stringify(mark) === JSON.stringify(row.marks[field])) return false;
  row.values[field] = value;
  row.marks[field] = mark;
  return true;
}

/** What the hub is known to have had of a field that waits: now, or before it was restored. Not for `hadBefore: 'all'`. */
export function knownToHub({ base, hadBefore }: Pick<OutboxEntry, 'base' | 'hadBefore'>): Register | undefined {
  if (!hadBefore || hadBefore === 'all') return base;
  return base ? join(base, hadBefore) : hadBefore;
}

/** Forgets a field that nobody else has seen. */
export function clearField(row: Row, field: string): void {
  delete row.values[field];
  delete row.marks[field];
}

/** The register in the place of what stands there, or nothing at all. */
export function replaceRegister(row: Row, field: string, register: Register | undefined): void {
  if (register) setRegister(row, field, register);
  else clearField(row, field);
}

/** The row as it is stored: with its flags. */
export function flagged<R extends Row>(row: R): R {
  const { flags: _, ...rest } = row;
  const flags = flagsOf(row);
  return (flags.length > 0 ? { ...rest, flags } : rest) as R;
}

export const otherRegisters = (row: Row): Register[] =>
  Object.keys(row.marks)
    .filter((field) => field !== 'deletedAt')
    .map((field) => registerOf(row, field) as Register);

/** Edits of a deleted record that nobody who deleted it knew of. */
export function unknownEdits(row: Row): string[] {
  const deleted = registerOf(row, 'deletedAt');
  return deleted && row.values.deletedAt ? unknownToDeletion(deleted.heads, otherRegisters(row)) : [];
}

export const conflictingFields = (row: Row): string[] =>
  (row.flags ?? []).filter((flag) => flag.startsWith(CONFLICT_FLAG)).map((flag) => flag.slice(CONFLICT_FLAG.length));

function flagsOf(row: Row): string[] {
  const fields = Object.entries(row.marks)
    .filter(([field, mark]) => mark.others && isUndecided(field, registerOf(row, field)))
    .map(([field]) => field);
  const isDeleted = Boolean(row.values.deletedAt);
  // A value that stands beside others in a deleted record waits with the record: the delete is what must be decided.
  // Nothing in an erased record is anybody's to decide: what still stands in it will be emptied.
  const isErased = Boolean(row.values[ERASED_FIELD]);
  const open = isErased ? [] : isDeleted ? fields.filter((field) => field === 'deletedAt') : fields;
  if (isDeleted && !isErased && !open.includes('deletedAt') && unknownEdits(row).length > 0) open.push('deletedAt');
  const isStale = Object.values(row.marks).some((mark) => mark.stale);
  return [
    ...(isDeleted ? [DELETED_FLAG] : []),
    ...(isErased ? [ERASED_FLAG] : []),
    ...open.map((field) => `${CONFLICT_FLAG}${field}`),
    ...(isStale ? [STALE_FLAG] : []),
    ...waitsFor(row.values).map((wait) => `${WAITS_FLAG}${wait}`),
  ];
}

const isUndecided = (field: string, register: Register | undefined): boolean =>
  register !== undefined && isConflict(register) && !(field === 'deletedAt' && isOnlyDeleted(register.heads));
