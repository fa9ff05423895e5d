/** Files as text for programs and maps: JSON and GeoJSON. */
import type { CollectionName } from '../model/collections.ts';
import type { Day } from '../model/dates.ts';
import { type ExportColumn, type StateOf, valueAt } from './columns.ts';
import type { ExportRecord } from './contents.ts';

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
