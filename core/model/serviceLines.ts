/**
 * *Jenis layanan* as a unit offers them: the built-in list and the unit's own lines, in one list (domain 1.3). A record of
 * `serviceLines` is either a line of the unit's own, or says what the unit changed of a built-in line: its name, its place,
 * whether it is offered.
 */
import type { Values } from './collections.ts';
import { type Entry, SERVICE_LINES } from './reference.ts';

export interface ServiceLine extends Entry {
  /** What a session stores: the code of a built-in line, the id of the unit's own. */
  code: string;
  /** Service field 1–7; null while the unit has not said. */
  field: number | null;
  /** May be chosen for a new session. An old session shows its line all the same. */
  active: boolean;
  builtIn: boolean;
  /** The record of `serviceLines` that holds (or will hold) what the unit changed. */
  record: string;
  /** Place in the field; where two are the same the built-in line comes first. */
  order: number;
}

/** The record with the changes of a built-in line. One id per unit, so that two laptops never make two. */
export const builtInRecord = (unit: string, code: string): string => `${unit}-line-${code}`;

/** All lines, also those no longer offered, by service field and in the order of the unit. */
export function serviceLinesOf(
  unit: string,
  records: readonly { id: string; values: Values<'serviceLines'> }[],
): ServiceLine[] {
  const known = new Map(records.map(({ id, values }) => [id, values]));
  const builtIn = SERVICE_LINES.map((line, i) => {
    const record = builtInRecord(unit, line.code);
    const own = known.get(record);
    known.delete(record);
    const names = { id: own?.name || line.id, en: own?.nameEn || own?.name || line.en };
    const order = own?.order ?? i - SERVICE_LINES.findIndex(({ field }) => field === line.field);
    return { ...line, ...names, active: own?.active ?? true, builtIn: true, record, order };
  });
  const added = [...known]
    .filter(([, { name }]) => name)
    .map(([id, { name, nameEn, field, active, order }]) => ({
      code: id,
      field: field ?? null,
      id: name ?? '',
      en: nameEn || (name ?? ''),
      active: active ?? true,
      builtIn: false,
      record: id,
      order: order ?? Number.MAX_SAFE_INTEGER,
    }));
  return [...builtIn, ...added].sort(
    (a, b) => (a.field ?? 8) - (b.field ?? 8) || a.order - b.order || Number(b.builtIn) - Number(a.builtIn),
  );
}

/** The line with this name, in either language; one that is offered before one that is not. Undefined when there is none. */
export function lineNamed(lines: readonly ServiceLine[], name: string, field?: number | null): ServiceLine | undefined {
  const typed = name.trim().toLowerCase();
  const named = lines.filter((line) => [line.id, line.en].some((each) => each.trim().toLowerCase() === typed));
  const rank = (line: ServiceLine) => (line.active ? 0 : 2) + (line.field === field ? 0 : 1);
  return named.toSorted((a, b) => rank(a) - rank(b))[0];
}

/**
 * What has to be written so that a line moves up (-1) or down (1) in its field. The field is numbered anew: lines that were
 * added on two laptops may hold the same number.
 */
export function movedLine(lines: readonly ServiceLine[], record: string, by: -1 | 1): ServiceLine[] {
  const line = lines.find((each) => each.record === record);
  const inField = lines.filter(({ field }) => field === line?.field);
  const from = inField.findIndex((each) => each.record === record);
  const to = from + by;
  if (from < 0 || to < 0 || to >= inField.length) return [];
  inField.splice(to, 0, ...inField.splice(from, 1));
  return inField.flatMap((each, order) => (each.order === order ? [] : [{ ...each, order }]));
}
