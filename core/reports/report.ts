/**
 * Reports as data (domain 1.6): each computes a table from the records, with no text of its own. What columns are called, and how
 * codes read, is the screen's; where a number comes from is here, once, for the screen, for XLSX and for paper.
 */
import type { Item } from '../indicators/performance.ts';
import { CLIENT_COLLECTIONS, type CollectionName } from '../model/collections.ts';
import type { Day } from '../model/dates.ts';

export type { Item };

/** What reports are computed from: all records of the unit, without those deleted. */
export interface ReportRecords {
  units: readonly Item<'units'>[];
  clients: readonly ((Item<'businesses'> | Item<'cooperatives'>) & { collection: string })[];
  targetLists: readonly Item<'targetLists'>[];
  targets: readonly Item<'targets'>[];
  programmes: readonly Item<'programmes'>[];
  sessions: readonly Item<'sessions'>[];
  followUps: readonly Item<'followUps'>[];
  yearlyStates: readonly Item<'yearlyStates'>[];
  outcomes: readonly Item<'outcomes'>[];
  levelUps: readonly Item<'levelUps'>[];
  performanceTargets: readonly Item<'performanceTargets'>[];
  activities: readonly Item<'activities'>[];
  attendances: readonly Item<'attendances'>[];
  planItems: readonly Item<'planItems'>[];
  unitProfiles: readonly Item<'unitProfiles'>[];
  unitFunds: readonly Item<'unitFunds'>[];
  unitEquipment: readonly Item<'unitEquipment'>[];
  unitStaff: readonly Item<'unitStaff'>[];
  clusters: readonly Item<'clusters'>[];
  featuredProducts: readonly Item<'featuredProducts'>[];
}
export type ReportPart = keyof ReportRecords;

/** The collections behind a part: the clients are of several. */
export const collectionsOf = (part: ReportPart): readonly CollectionName[] =>
  part === 'clients' ? CLIENT_COLLECTIONS : [part];

/** Days are inclusive. Reports of a year take that of `to`. */
export interface ReportScope {
  from: Day;
  to: Day;
  /** Of one consultant; of the whole unit without. */
  consultant?: string | null | undefined;
}

/**
 * How a column reads. `code`: a value of the field `field` of `collection`, whose text the reader's language gives; `person`: a
 * user's id; `term`: a word of the reports themselves; `decimal`: a number with one decimal, where it has any.
 */
export type ColumnKind = 'text' | 'number' | 'decimal' | 'rupiah' | 'day' | 'code' | 'person' | 'term';

export interface Column {
  /** Names the column, also in i18n. */
  name: string;
  kind: ColumnKind;
  /** In characters, for paper and XLSX. */
  width: number;
  /** Where the column shows a field: whose codes it has, and whose name unless the report has one of its own. */
  of?: { collection: CollectionName; field: string };
  hasOwnName?: boolean;
  /** Columns with the same group stand under one head; `field.N` is service field N. */
  group?: string;
  isTotalled?: boolean;
}

/** Several values in one cell stand below each other. */
export type Cell = string | number | null | readonly string[];

/** Said below the table: what is left out or missing, so that no number is taken for more than it is. */
export interface Note {
  name: string;
  count: number;
}

export interface Table {
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  /** Of the columns that are totalled; null elsewhere. None: nothing is. */
  totals?: readonly (number | null)[];
  notes: readonly Note[];
}

/** Who signs: all consultants by field, the one whose report it is, or the coordinator. */
export type Signers = 'consultants' | 'consultant' | 'coordinator';

export interface ReportDefinition {
  /** Of one year, or of any period. */
  span: 'year' | 'period';
  /** Can it be of one consultant? */
  byConsultant: boolean;
  signers: Signers;
  /** What it is computed from: the rest need not be read. */
  reads: readonly ReportPart[];
  compute: (records: ReportRecords, scope: ReportScope) => Table;
}

/** A report that sees no more than what it says it reads. */
export const defineReport = <P extends ReportPart>(
  definition: Omit<ReportDefinition, 'reads' | 'compute'> & {
    reads: readonly P[];
    compute: (records: Pick<ReportRecords, P>, scope: ReportScope) => Table;
  },
): ReportDefinition => definition;

/** Records as a report wants them, from whoever reads collections. */
export async function readFor(
  { reads }: Pick<ReportDefinition, 'reads'>,
  read: (collection: CollectionName) => Promise<readonly { id: string; values: object }[]>,
): Promise<ReportRecords> {
  const records: Partial<Record<ReportPart, readonly object[]>> = {};
  for (const part of reads) {
    const found: object[] = [];
    for (const collection of collectionsOf(part)) {
      for (const { id, values } of await read(collection)) found.push({ collection, id, values });
    }
    records[part] = found;
  }
  return records as unknown as ReportRecords;
}

/** Builds a table of which each row is an object by column name; numbers the rows and adds up what is totalled. */
export function tableOf(
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, Cell>>[],
  notes: readonly Note[] = [],
): Table {
  const numbered: Column[] = [{ name: 'no', kind: 'number', width: 5 }, ...columns];
  const cells = rows.map((row, i) => [i + 1, ...columns.map(({ name }) => row[name] ?? null)]);
  const totals = numbered.map((column, i) =>
    column.isTotalled ? cells.reduce((sum, row) => sum + (Number(row[i]) || 0), 0) : null,
  );
  return {
    columns: numbered,
    rows: cells,
    ...(numbered.some((column) => column.isTotalled) && rows.length > 0 ? { totals } : {}),
    notes: notes.filter(({ count }) => count > 0),
  };
}
