/**
 * All units of a hub beside each other, by province, for a year (issue 6, "National view"). Nothing here is of a person: numbers
 * of too few people are hidden (suppression.ts). Years only: from two periods that differ by a day a person could be told.
 *
 * There is no sum over kinds, fields or stages: each column is hidden for itself, and a sum of columns would tell what is
 * hidden in them. Of the funnel it is told where candidates are now; who came so far is the sum of the stages after.
 */
import type { CollectionName, Values } from '../model/collections.ts';
import { GRANT_STAGES, type GrantStage } from '../model/grants.ts';
import { SERVICE_FIELDS, type ServiceField } from '../model/reference.ts';
import { grantFunnel } from './funnel.ts';
import { approvedSessions, growthOf, type Item, levelUpsOf, salesPairs, spanOf } from './performance.ts';
import { type Figure, hiddenFigures, sumOf } from './suppression.ts';
import { villageStatusOf } from './village.ts';

/** What the figures are computed from: collections, and their fields. */
export const NATIONAL_FIELDS = {
  sessions: ['clientId', 'clientCollection', 'date', 'field', 'state', 'lockedAt'],
  yearlyStates: ['clientId', 'asOf', 'sales', 'salesBefore', 'volume'],
  levelUps: ['clientId', 'date', 'state', 'basis'],
  candidates: ['year', 'stage'],
  villageStatuses: ['status', 'date'],
} as const satisfies Partial<Record<CollectionName, readonly string[]>>;
export type NationalCollection = keyof typeof NATIONAL_FIELDS;

/** All records of a unit, without those deleted. */
export type NationalRecords = { [C in NationalCollection]: readonly Item<C>[] };

export type VillageStatus = NonNullable<Values<'villageStatuses'>['status']>;

/** Clients mentored by kind (P2), sessions by field (P4), level-ups (O5), clients that growth is of (O1), candidates by stage. */
export type Column =
  | 'businesses'
  | 'cooperatives'
  | `field.${ServiceField}`
  | 'levelUps'
  | 'salesPairs'
  | `stage.${GrantStage}`;
export const COLUMNS: readonly Column[] = [
  'businesses',
  'cooperatives',
  ...SERVICE_FIELDS.map(({ code }) => `field.${code}` as const),
  'levelUps',
  'salesPairs',
  ...GRANT_STAGES.map((stage) => `stage.${stage}` as const),
];

/** Of one unit, as they are: not to be shown. */
export interface UnitFigures {
  columns: Readonly<Record<Column, Figure>>;
  /** Sums of O1, whole rupiah. */
  sales: { now: number; before: number };
  village: VillageStatus | null;
}

export interface NationalUnit {
  id: string;
  name: string;
  level: string;
  /** Kemendagri code of its province or regency. */
  region: string;
  /** The unit's sequence number that its figures were made at. */
  sequence: number;
}

/** Figures that a role may see; null is hidden. */
export interface ShownFigures {
  columns: Record<string, number | null>;
  /** O1 in percent; null is hidden, or there is nothing to compare. */
  growth: number | null;
}

export interface National {
  units: (NationalUnit & ShownFigures & { village: VillageStatus | null })[];
  provinces: (ShownFigures & ProvinceUnits & { code: string })[];
  nation: ShownFigures & ProvinceUnits;
}

/** How many units there are, and how many of them with each status of their digital village; `notReported` without one. */
interface ProvinceUnits {
  units: number;
  villages: Record<string, number>;
}

export function unitFigures(records: NationalRecords, year: number): UnitFigures {
  const span = spanOf({ year });
  const all = { ...NO_OTHERS, ...records };
  const approved = approvedSessions(all, span);
  const pairs = salesPairs(all, { year });
  const clientsOf = (sessions: readonly Item<'sessions'>[]) =>
    new Set(sessions.map(({ values }) => values.clientId)).size;
  const mentored = (kind: 'businesses' | 'cooperatives') =>
    people(
      new Set(approved.flatMap(({ values }) => (values.clientCollection === kind ? (values.clientId ?? []) : []))).size,
    );
  const columns: Partial<Record<Column, Figure>> = {
    businesses: mentored('businesses'),
    cooperatives: mentored('cooperatives'),
    levelUps: people(levelUpsOf(all, span).length),
    salesPairs: people(pairs.length),
  };
  for (const { code } of SERVICE_FIELDS) {
    const sessions = approved.filter(({ values }) => values.field === code);
    columns[`field.${code}`] = { people: clientsOf(sessions), count: sessions.length };
  }
  for (const { stage, standing } of grantFunnel({ candidates: records.candidates, grantSteps: [] }, span)) {
    columns[`stage.${stage}`] = people(standing.length);
  }
  return {
    columns: columns as UnitFigures['columns'],
    sales: {
      now: pairs.reduce((sum, { now }) => sum + now, 0),
      before: pairs.reduce((sum, { before }) => sum + before, 0),
    },
    village: villageStatusOf(records.villageStatuses, span.to)?.values.status ?? null,
  };
}

/**
 * @param smallest people that a shown number is of at least (core/workflow/policy.ts, `smallestGroupFor`)
 * @param own the reader's unit: its records are on their laptop, so its numbers are shown and protect no others
 */
export function nationalOf(
  units: readonly (NationalUnit & { figures: UnitFigures })[],
  smallest: number,
  own?: string,
): National {
  const others = units.filter(({ id }) => id !== own);
  const hidden = new Map(
    COLUMNS.map((column) => [
      column,
      hiddenFigures(
        others.map((unit) => ({ unit: unit.id, province: provinceOf(unit), ...unit.figures.columns[column] })),
        smallest,
      ),
    ]),
  );
  const shown = (some: readonly UnitFigures[], isHidden: (column: Column) => boolean): ShownFigures => {
    const columns = Object.fromEntries(
      COLUMNS.map((column) => [
        column,
        isHidden(column) ? null : sumOf(some.map((figures) => figures.columns[column])).count,
      ]),
    );
    return { columns, growth: columns.salesPairs ? growthOf(some.map(({ sales }) => sales)) : null };
  };
  const together = (some: typeof units, isHidden: (column: Column) => boolean) => ({
    ...shown(
      some.map(({ figures }) => figures),
      isHidden,
    ),
    units: some.length,
    villages: countBy(some.map(({ figures }) => figures.village ?? 'notReported')),
  });
  return {
    units: units.map(({ figures, ...unit }) => ({
      ...unit,
      ...shown([figures], (column) => hidden.get(column)?.units.has(unit.id) ?? true),
      village: figures.village,
    })),
    provinces: [...Map.groupBy(units, provinceOf)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, some]) => ({
        code,
        ...together(some, (column) => hidden.get(column)?.provinces.has(code) ?? true),
      })),
    nation: together(units, (column) => hidden.get(column)?.nation ?? true),
  };
}

export const provinceOf = ({ region }: Pick<NationalUnit, 'region'>): string => region.slice(0, 2);

const NO_OTHERS = { clients: [], targetLists: [], targets: [], programmes: [], outcomes: [] };

/** A number of people. */
const people = (count: number): Figure => ({ people: count, count });

function countBy(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
