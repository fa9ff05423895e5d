/** Files as text: CSV for spreadsheets, JSON for programs, GeoJSON for maps. */
import Papa from 'papaparse';
import type { CollectionName } from '../model/collections.ts';
import { type Day, formatDay } from '../model/dates.ts';
import { asText } from '../model/formula.ts';
import { type ExportColumn, type StateOf, valueAt } from './columns.ts';
import type { ExportRecord } from './contents.ts';

/** One cell of a file. Texts are texts, whatever they look like: NIK, codes, numbers of certificates. */
export type FileCell =
  | string
  | { number: number; as: 'rupiah' | 'count' | 'year' | 'decimal' }
  | { day: Day }
  /** On the clock of the unit, `yyyy-mm-ddThh:mm`. */
  | { moment: string }
  | null;

/** Where a file comes from. */
export interface FileHead {
  unit: string;
  by: string;
  /** ISO moment. */
  at: string;
  /** How far the laptop knew the data of the unit: the hub's sequence number. */
  sequence: number;
  /** The layout by its name, and the period where there is one. */
  layout: string;
  from?: Day;
  to?: Day;
}

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
export const momentText = (moment: string): string =>
  `${formatDay(moment.slice(0, 10))} ${moment.slice(11).replace(':', '.')}`;

/** Values as they are stored, with codes, one list per collection. */
export const jsonOf = (head: FileHead, collections: ReadonlyMap<CollectionName, readonly ExportRecord[]>): string =>
  JSON.stringify(
    {
      format: 'pendamping.export.v1',
      ...head,
      collections: Object.fromEntries(
        Array.from(collections, ([name, records]) => [name, records.map(({ id, values }) => ({ id, ...values }))]),
      ),
    },
    null,
    1,
  );

const POSITION: readonly string[] = ['latitude', 'longitude'];

/** Has it a place on the map? */
export const hasPosition = ({ values }: ExportRecord): boolean =>
  POSITION.every((field) => typeof values[field] === 'number');

/** RFC 7946: WGS 84, longitude first. Those without a place are not in it; values are stored ones, named by their columns. */
export const geoJsonOf = (
  head: FileHead,
  columns: readonly ExportColumn[],
  records: readonly ExportRecord[],
  stateOf?: StateOf,
): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    pendamping: head,
    features: records.filter(hasPosition).map((record) => ({
      type: 'Feature',
      id: record.id,
      geometry: { type: 'Point', coordinates: [record.values.longitude, record.values.latitude] },
      properties: Object.fromEntries(
        columns
          .filter(({ key }) => !POSITION.includes(key) && key !== 'id')
          .map((column) => [column.key, valueAt(column, record, stateOf) ?? null]),
      ),
    })),
  });
