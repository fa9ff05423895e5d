/** Files as text for spreadsheets. */
import Papa from 'papaparse';
import { type Day, formatDay } from '../model/dates.ts';
import { asText } from '../model/formula.ts';

/** One cell of a file. Texts are texts, whatever they look like: NIK, codes, numbers of certificates. */
export type FileCell =
  | string
  | { number: number; as: 'rupiah' | 'count' | 'year' | 'decimal' }
  | { day: Day }
  /** On the clock of the unit, `yyyy-mm-ddThh:mm`. */
  | { moment: string }
  | null;

/** With what an Indonesian Excel expects: semicolons, decimal commas, days as dd-mm-yyyy, and the mark of UTF-8. */
export function csvOf(heads: readonly string[], rows: Iterable<readonly FileCell[]>): string {
  const lines = [heads.map(asText), ...Array.from(rows, (row) => row.map(csvCell))];
  return `${BYTE_ORDER_MARK}${Papa.unparse(lines, { delimiter: ';', newline: '\r\n' })}\r\n`;
}
const BYTE_ORDER_MARK = '\uFEFF';

function csvCell(cell: FileCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return asText(cell);
  if ('number' in cell) return String(cell.number).replace('.', ',');
  return 'day' in cell ? formatDay(cell.day) : momentText(cell.moment);
}

/** `2026-11-24T09:30` → `24-11-2026 09.30`. */
const momentText = (moment: string): string =>
  `${formatDay(moment.slice(0, 10))} ${moment.slice(11).replace(':', '.')}`;
