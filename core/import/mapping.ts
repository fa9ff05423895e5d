/** Which column is which field: by its heading, as far as one can tell; the user corrects the rest. */
import type { Cell } from './cells.ts';
import { isEmpty } from './cells.ts';
import { IMPORT_FIELDS, type ImportKind } from './fields.ts';

/** The field of each column; null: it is left out. */
export type Mapping = readonly (string | null)[];

/**
 * `No. KTP `, `no_ktp` and `NO KTP*` are one heading. A unit of money (`Omzet (juta)`) stays: such amounts are not rupiah.
 */
export function plainHeading(text: string): string {
  return text
    .toLowerCase()
    .replace(/\((rp\.?|rupiah|idr|wajib|opsional|orang)\)/g, ' ')
    .replace(/[^\p{L}\p{N}()]+/gu, ' ')
    .replace(/[()]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ (rp|rupiah)$/, '');
}

const headingsOf = new Map<ImportKind, Map<string, string>>();

function known(kind: ImportKind): Map<string, string> {
  const before = headingsOf.get(kind);
  if (before) return before;
  const all = new Map<string, string>();
  for (const { key, headings } of IMPORT_FIELDS[kind]) {
    for (const heading of headings) if (!all.has(plainHeading(heading))) all.set(plainHeading(heading), key);
  }
  headingsOf.set(kind, all);
  return all;
}

/** A proposal. Of two columns for one field the first counts. */
export function proposeMapping(kind: ImportKind, headings: readonly string[]): Mapping {
  const taken = new Set<string>();
  return headings.map((heading) => {
    const key = known(kind).get(plainHeading(heading)) ?? null;
    if (key === null || taken.has(key)) return null;
    taken.add(key);
    return key;
  });
}

/** Headings may stand under a title, the name of the Dinas, an empty row. */
const LOOKED_AT = 25;

/** The row with the most known headings; without any, the first with two filled cells. @returns its index */
export function findHeadingRow(kind: ImportKind, rows: readonly (readonly Cell[])[]): number {
  let best = 0;
  let most = 0;
  for (const [i, row] of rows.slice(0, LOOKED_AT).entries()) {
    const count = proposeMapping(kind, row.map(headingText)).filter((key) => key !== null).length;
    if (count > most) [best, most] = [i, count];
  }
  if (most > 0) return best;
  const filled = rows.findIndex((row) => row.filter((cell) => !isEmpty(cell)).length > 1);
  return Math.max(0, filled);
}

export const headingText = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '' : String(cell).trim();
