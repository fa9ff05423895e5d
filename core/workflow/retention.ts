/**
 * How long records are kept (domain 7, "retention"). A coordinator sets the years per kind after the archive schedule of the
 * Dinas (*jadwal retensi arsip*); without a rule a kind is kept. A record is past its term when the years after its last year
 * are over: a session of 2020 with 5 years, from 1 January 2026.
 */
import type { CollectionName } from '../model/collections.ts';

/** The kinds of records that have a rule of their own. A client goes with all that is recorded of it. */
export const RETENTION_KINDS = [
  'clients',
  'sessions',
  'assessments',
  'yearlyStates',
  'programmes',
  'outcomes',
  'levelUps',
  'ratings',
  'candidates',
  'targetLists',
  'activities',
  'meetings',
  'planItems',
  'clusters',
  'featuredProducts',
  'incidents',
  'accesses',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export interface DatedRecord {
  collection: CollectionName;
  id: string;
  values: object;
}

export interface PastTerm {
  kind: RetentionKind;
  collection: CollectionName;
  id: string;
  /** The last year that it speaks of. */
  year: number;
}

export const collectionsOf = (kind: RetentionKind): readonly CollectionName[] =>
  kind === 'clients' ? ['businesses', 'cooperatives'] : [kind];

/** Whatever of these a record has says of which year it is. */
const DATES = [
  'year',
  'date',
  'asOf',
  'assessedOn',
  'endsOn',
  'startsOn',
  'givenOn',
  'registeredOn',
  'knownAt',
  'receivedAt',
  'dueOn',
  'disbursedOn',
];

/** The last year that a record speaks of; without any date, the year in which it was made; null when not even that is known. */
export function lastYearOf(values: object): number | null {
  const all = values as Record<string, unknown>;
  const years = DATES.map((field) => yearIn(all[field])).filter((year) => year !== null);
  return years.length > 0 ? Math.max(...years) : yearIn(all.createdAt);
}

function yearIn(value: unknown): number | null {
  const year = typeof value === 'number' ? value : Number(String(value ?? '').slice(0, 4) || Number.NaN);
  return Number.isInteger(year) ? year : null;
}

export const isPastTerm = (lastYear: number, years: number, thisYear: number): boolean => lastYear + years < thisYear;

/**
 * What is past its term. A client's term runs from the last year of anything that is recorded of it.
 *
 * @param records of all kinds, and whatever else names a client
 * @param years per kind; a kind that is left out is kept
 * @param winnerOf the client that stands for a merged one: all of them are one person, whose term is one
 */
export function pastTerms(
  records: readonly DatedRecord[],
  years: ReadonlyMap<string, number>,
  thisYear: number,
  winnerOf: (id: string) => string = (id) => id,
): PastTerm[] {
  const lastOfClient = new Map<string, number>();
  for (const { collection, id, values } of records) {
    const isClient = collectionsOf('clients').includes(collection);
    const clientId = isClient ? id : (values as { clientId?: string | null }).clientId;
    const year = lastYearOf(values);
    if (!clientId || year === null) continue;
    const client = winnerOf(clientId);
    lastOfClient.set(client, Math.max(year, lastOfClient.get(client) ?? 0));
  }
  return RETENTION_KINDS.flatMap((kind) => {
    const term = years.get(kind);
    if (term === undefined) return [];
    return records
      .filter(({ collection }) => collectionsOf(kind).includes(collection))
      .map(({ collection, id, values }) => {
        const own = lastYearOf(values);
        const year = kind === 'clients' && own !== null ? Math.max(own, lastOfClient.get(winnerOf(id)) ?? 0) : own;
        return { kind, collection, id, year };
      })
      .filter((each): each is PastTerm => each.year !== null && isPastTerm(each.year, term, thisYear));
  });
}
