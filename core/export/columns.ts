/**
 * The columns of a file and what stands in them. Those of the full layout come from the fields of the collection, those of others
 * from the layout; what they are called and how codes read is the caller's.
 */

import { type CollectionName, fieldNames, type Region, type ScoreSnapshot } from '../model/collections.ts';
import { byName } from '../reports/clients.ts';
import type { Role } from '../workflow/policy.ts';
import { type ExportRecord, isExportable } from './contents.ts';
import type { Layout } from './layouts.ts';

export const REGION_PARTS = ['province', 'regency', 'district', 'village', 'code'] as const;
const SCORE_PARTS = ['total', 'level', 'gated'] as const;

export interface ExportColumn {
  /** Names the column for programs: `name`, `region.code`, `score.total`, `state.sales`; `id` and `client` are no fields. */
  key: string;
  /** The field that it shows. */
  collection: CollectionName;
  field: string;
  /** Of a field that holds several values, which one. */
  part?: string;
  /** As the layout has them; else the field's own name. */
  title?: string;
  group?: string;
}

/** The latest yearly state of a client, for columns that are taken from it. */
export type StateOf = (client: string) => ExportRecord | undefined;

/** @param records those of the file: fields whose names come from data have a column where a record has one */
export function fullColumns(role: Role, collection: CollectionName, records: readonly ExportRecord[]): ExportColumn[] {
  const known = fieldNames(collection);
  const others = new Set<string>();
  const dimensions = new Set<string>();
  for (const { values } of records) {
    for (const field in values) if (!known.includes(field)) others.add(field);
    for (const name of Object.keys((values.score as ScoreSnapshot | undefined)?.dimensions ?? {})) dimensions.add(name);
  }
  const fields = [...ORDER_LAST(known), ...[...others].sort(byName)].filter((field) =>
    isExportable(role, collection, field),
  );
  return [
    { key: 'id', collection, field: 'id' },
    ...(known.includes('clientId') ? [{ key: 'client', collection, field: 'clientId', part: 'name' }] : []),
    ...fields.flatMap((field) => columnsOfField(collection, field, [...dimensions])),
  ];
}

/** Who made a record and when is of less interest than what it says. */
const ORDER_LAST = (fields: readonly string[]): string[] => [
  ...fields.filter((field) => !MADE.includes(field)),
  ...fields.filter((field) => MADE.includes(field)),
];
const MADE: readonly string[] = ['createdAt', 'createdBy'];

function columnsOfField(collection: CollectionName, field: string, dimensions: readonly string[]): ExportColumn[] {
  const parts = (names: readonly string[]) =>
    names.map((part) => ({ key: `${field}.${part}`, collection, field, part }));
  if (isRegion(collection, field)) return parts(REGION_PARTS);
  if (collection === 'assessments' && field === 'score') return parts([...SCORE_PARTS, ...dimensions.map(ofDimension)]);
  return [{ key: field, collection, field }];
}

const ofDimension = (name: string): string => `dimensions.${name}`;
/** The region of a unit is a code alone. */
const isRegion = (collection: CollectionName, field: string): boolean => field === 'region' && collection !== 'units';

const STATE = 'state.';

/** Those that this role may have. */
export function layoutColumns(role: Role, { collection, columns }: Layout): ExportColumn[] {
  return columns
    .map(({ from, title, group }): ExportColumn => {
      const isState = from.startsWith(STATE);
      const [field = '', part] = (isState ? from.slice(STATE.length) : from).split('.');
      const of = isState ? 'yearlyStates' : collection;
      return { key: from, collection: of, field, ...(part ? { part } : {}), title, group };
    })
    .filter((column) => isExportable(role, column.collection, column.field));
}

/** Does a layout need the yearly states? */
export const needsStates = (columns: readonly ExportColumn[]): boolean =>
  columns.some(({ key }) => key.startsWith(STATE));

/** The stored value of a column, with codes; `undefined` where there is none. */
export function valueAt(column: ExportColumn, record: ExportRecord, stateOf: StateOf = () => undefined): unknown {
  const { key, field, part } = column;
  if (key === 'id') return record.id;
  const values = key.startsWith(STATE) ? stateOf(record.id)?.values : record.values;
  const value = values?.[field] ?? undefined;
  if (part === undefined || key === 'client' || value === undefined) return value;
  return part.startsWith('dimensions.')
    ? ((value as ScoreSnapshot).dimensions[part.slice('dimensions.'.length)] ?? undefined)
    : ((value as Region & ScoreSnapshot)[part as keyof (Region & ScoreSnapshot)] ?? undefined);
}

/** The latest state of each client, no later than a day where one is given. */
export function latestStates(states: readonly ExportRecord[], until?: string): StateOf {
  const latest = new Map<string, ExportRecord>();
  for (const state of states) {
    const { asOf, clientId } = state.values;
    if (typeof asOf !== 'string' || (until !== undefined && asOf > until)) continue;
    const before = latest.get(String(clientId));
    if (!before || String(before.values.asOf) <= asOf) latest.set(String(clientId), state);
  }
  return (client) => latest.get(client);
}
