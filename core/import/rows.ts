/**
 * From the cells of one row to a record, or to the reasons why not. A row with any wrong value is not taken: it goes into a file
 * with its reasons, to be corrected and imported again, so that no half a record looks like a whole one.
 */
import { type ClientCollection, checkValue } from '../model/collections.ts';
import type { Json } from '../register/register.ts';
import { needsConsent } from '../workflow/consent.ts';
import { type Cell, isEmpty, type Lists, type Reason, readCell } from './cells.ts';
import { IMPORT_FIELDS, type ImportField, type ImportKind, importField, target } from './fields.ts';
import type { Mapping } from './mapping.ts';
import type { FoundPlace, PlaceNames, PlacePart } from './places.ts';

export interface RowProblem {
  /** Index of the column; null where it is no column's alone. */
  column: number | null;
  reason: Reason;
}

export interface CheckedRow {
  /** Fields of the record itself. */
  values: Record<string, Json>;
  /** Fields of its yearly state; empty when the row tells of none. */
  state: Record<string, Json>;
  /** The client of a session. */
  client?: SessionClient;
  problems: RowProblem[];
}

export interface SessionClient {
  collection: ClientCollection;
  id: string;
}

export interface RowContext extends Lists {
  place: (names: PlaceNames) => FoundPlace;
  /** The client that a row of sessions names. */
  client: (names: ClientNames) => SessionClient | Reason;
  /** ISO day. */
  today: string;
}

/** What a row of sessions says of its client. */
export interface ClientNames {
  nik?: string;
  nib?: string;
  nikKoperasi?: string;
  name?: string;
  village?: string;
}

/**
 * The columns that will be imported: without a consent only what may be recorded of anybody (workflow/consent.ts). Others are not even
 * read, so that nothing in them is wrong.
 */
export const allowedMapping = (kind: ImportKind, mapping: Mapping, consented: boolean): Mapping =>
  kind === 'sessions' || consented
    ? mapping
    : mapping.map((key) => (key !== null && !isFreeOfConsent(kind, key) ? null : key));

export function isFreeOfConsent(kind: ImportKind, key: string): boolean {
  const at = target(kind, key);
  return at !== null && !needsConsent(at.collection, at.field);
}

/** The required fields that no column has. Without them no row can be taken. */
export function missingFields(kind: ImportKind, mapping: Mapping): ImportField[] {
  const missing = IMPORT_FIELDS[kind].filter(({ key, required }) => required && !mapping.includes(key));
  const hasClient =
    kind !== 'sessions' || mapping.some((key) => key?.startsWith('client.') && key !== 'client.village');
  return hasClient ? missing : [importField(kind, 'client.name') as ImportField, ...missing];
}

/** Nothing stands in the columns that count: lists have numbered empty rows. */
export const isBlank = (cells: readonly Cell[], mapping: Mapping): boolean =>
  mapping.every((key, i) => key === null || isEmpty(cells[i]));

/** @param mapping as `allowedMapping` gives it */
export function checkRow(kind: ImportKind, cells: readonly Cell[], mapping: Mapping, context: RowContext): CheckedRow {
  const row: CheckedRow = { values: {}, state: {}, problems: [] };
  const place: PlaceNames = {};
  const client: ClientNames = {};
  for (const [column, key] of mapping.entries()) {
    const type = key === null ? undefined : importField(kind, key)?.type;
    if (key === null || !type) continue;
    const read = readCell(cells[column], type, context);
    if ('reason' in read) row.problems.push({ column, reason: read.reason });
    else if (read.value !== null) put(kind, key, read.value, column, { row, place, client });
  }
  addPlace(row, place, mapping, context);
  addRequired(kind, row, mapping);
  if (kind === 'sessions') addClient(row, client, mapping, context);
  return row;
}

interface Parts {
  row: CheckedRow;
  place: PlaceNames;
  client: ClientNames;
}

function put(kind: ImportKind, key: string, value: Json, column: number, { row, place, client }: Parts): void {
  if (key.startsWith('region.')) place[key.slice('region.'.length) as PlacePart] = String(value);
  else if (key.startsWith('client.')) client[key.slice('client.'.length) as keyof ClientNames] = String(value);
  else {
    const { collection, field } = target(kind, key) as { collection: 'yearlyStates'; field: string };
    if (checkValue(collection, field, value) !== 'ok') {
      row.problems.push({ column, reason: typeof value === 'string' ? 'too_long' : 'invalid' });
    } else if (key.startsWith('state.')) row.state[field] = value;
    else row.values[field] = value;
  }
}

function addPlace(row: CheckedRow, names: PlaceNames, mapping: Mapping, { place }: RowContext): void {
  if (Object.keys(names).length === 0) return;
  const found = place(names);
  if ('reason' in found) row.problems.push({ column: columnOf(mapping, `region.${found.part}`), reason: found.reason });
  else if (found.region) row.values.region = found.region as unknown as Json;
}

function addRequired(kind: ImportKind, row: CheckedRow, mapping: Mapping): void {
  for (const { key, required } of IMPORT_FIELDS[kind]) {
    if (!required || row.values[key] !== undefined) continue;
    const column = columnOf(mapping, key);
    // A value that is wrong is not missing.
    if (!row.problems.some((problem) => problem.column === column)) row.problems.push({ column, reason: 'missing' });
  }
}

function addClient(row: CheckedRow, names: ClientNames, mapping: Mapping, context: RowContext): void {
  const { date, startTime, endTime } = row.values;
  if (typeof date === 'string' && date > context.today) {
    row.problems.push({ column: columnOf(mapping, 'date'), reason: 'in_future' });
  }
  if (typeof startTime === 'string' && typeof endTime === 'string' && endTime < startTime) {
    row.problems.push({ column: columnOf(mapping, 'endTime'), reason: 'time_order' });
  }
  const named = mapping.findIndex((key) => key?.startsWith('client.') && key !== 'client.village');
  const column = named === -1 ? null : named;
  // What is wrong in a column that names the client is said already.
  if (row.problems.some(({ column: wrong }) => wrong !== null && mapping[wrong]?.startsWith('client.'))) return;
  const hasName = Object.keys(names).some((name) => name !== 'village');
  const client = hasName ? context.client(names) : 'client_missing';
  if (typeof client === 'string') row.problems.push({ column, reason: client });
  else row.client = client;
}

function columnOf(mapping: Mapping, key: string): number | null {
  const column = mapping.indexOf(key);
  return column === -1 ? null : column;
}
