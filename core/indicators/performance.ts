/**
 * What a unit or a consultant reached in a year, computed from the records (architecture, rule 6): the indicators P1–P5 and
 * O1–O5 of domain 1.7, by quarter for the report *Kinerja triwulan* (domain 1.6, report 6).
 *
 * Approved is a session that a coordinator has locked. Q1 (sessions that reached the hub within seven days) is not here: a
 * laptop does not know when the hub received a session of a colleague.
 */
import type { CollectionName, Values } from '../model/collections.ts';
import { type Day, daysInMonth, minutesBetween } from '../model/dates.ts';
import type { Measure } from '../model/settings.ts';

export interface Item<C extends CollectionName> {
  id: string;
  values: Values<C>;
}

/** What the figures are computed from: all records of the unit, without those deleted. */
export interface PerformanceRecords {
  clients: readonly Item<'businesses' | 'cooperatives'>[];
  targetLists: readonly Item<'targetLists'>[];
  targets: readonly Item<'targets'>[];
  programmes: readonly Item<'programmes'>[];
  sessions: readonly Item<'sessions'>[];
  yearlyStates: readonly Item<'yearlyStates'>[];
  outcomes: readonly Item<'outcomes'>[];
  levelUps: readonly Item<'levelUps'>[];
}

interface Part {
  /** Of one consultant; of the whole unit without. */
  consultant?: string | null | undefined;
  /** Of one service field; of all without. */
  field?: number | null | undefined;
}

export interface Scope extends Part {
  year: number;
}

/** Any period; days are inclusive. What is counted once a year is of the year of `to`. */
export interface Span extends Part {
  from: Day;
  to: Day;
}

/** How a figure reads: a number, hours, or percent. */
export type MeasureUnit = 'count' | 'hours' | 'percent';

/** The indicator of domain 1.7 that a measure is, how it reads, and how far it can be divided. */
export const MEASURE_FACTS: Readonly<
  Record<Measure, { code: string; unit: MeasureUnit; byQuarter: boolean; byField: boolean }>
> = {
  targets: { code: 'P1', unit: 'count', byQuarter: false, byField: false },
  clients: { code: 'P2', unit: 'count', byQuarter: true, byField: true },
  coverage: { code: 'P3', unit: 'percent', byQuarter: true, byField: false },
  sessions: { code: 'P4', unit: 'count', byQuarter: true, byField: true },
  hours: { code: 'P4', unit: 'hours', byQuarter: true, byField: true },
  programmes: { code: 'P5', unit: 'percent', byQuarter: true, byField: true },
  sales: { code: 'O1', unit: 'percent', byQuarter: false, byField: false },
  workers: { code: 'O2', unit: 'count', byQuarter: false, byField: false },
  permits: { code: 'O3', unit: 'count', byQuarter: true, byField: true },
  finance: { code: 'O4', unit: 'count', byQuarter: true, byField: true },
  levelUps: { code: 'O5', unit: 'count', byQuarter: true, byField: false },
};

export type Quarter = 1 | 2 | 3 | 4;
export const QUARTERS = [1, 2, 3, 4] as const satisfies readonly Quarter[];

export interface Reached {
  /** Of the whole year. It is no sum of the quarters: a client mentored in two of them is one client. */
  year: number | null;
  /** Null where the measure has no quarters. */
  quarters: Readonly<Record<Quarter, number | null>>;
}

/** What was reached; null where there is nothing to compute it from, or where the measure is not divided so. */
export function reached(measure: Measure, records: PerformanceRecords, scope: Scope): Reached {
  const { byQuarter, byField } = MEASURE_FACTS[measure];
  const of = (quarter: Quarter | null): number | null => {
    if ((scope.field && !byField) || (quarter && !byQuarter)) return null;
    return COMPUTE[measure](records, spanOf(scope, quarter));
  };
  return { year: of(null), quarters: { 1: of(1), 2: of(2), 3: of(3), 4: of(4) } };
}

/** From how many clients, sessions or programmes a figure is computed: n. */
export const baseOf = (measure: Measure, records: PerformanceRecords, span: Span): number =>
  BASES[measure](records, span);

/** The days of a year, or of one of its quarters. */
export function spanOf({ year, consultant, field }: Scope, quarter: Quarter | null = null): Span {
  const [first, last] = quarter ? [quarter * 3 - 2, quarter * 3] : [1, 12];
  const day = (month: number, date: number) =>
    `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return { from: day(first, 1), to: day(last, daysInMonth(year, last)), consultant, field };
}

/** P2: clients with an approved session in the period. */
export const mentoredClients = (records: PerformanceRecords, span: Span): Set<string> =>
  new Set(approvedSessions(records, span).flatMap(({ values }) => values.clientId ?? []));

/** P4. */
export const approvedSessions = ({ sessions }: PerformanceRecords, span: Span): Item<'sessions'>[] =>
  sessions.filter(({ values }) => isApproved(values) && isOf(values, span));

/** P4, hours of these sessions; one that ends before it starts has none. */
export const hoursOf = (sessions: readonly Item<'sessions'>[]): number => sum(sessions.map(minutesOf)) / 60;

/** Finished sessions that no coordinator has looked at: they count once they are locked. */
export const waitingSessions = ({ sessions }: PerformanceRecords, span: Span): Item<'sessions'>[] =>
  sessions.filter(({ values }) => values.state === 'finished' && !values.lockedAt && isOf(values, span));

/** O5: the last level-up of the period of each client that rose by its scale or its assessment. */
export function levelUpsOf({ levelUps }: PerformanceRecords, span: Span): Item<'levelUps'>[] {
  const rises = levelUps
    .filter(({ values: { state, basis } }) => state === 'finished' && (basis === 'scale' || basis === 'assessment'))
    .filter(({ values }) => isOf(values, span))
    .sort((a, b) => (a.values.date ?? '').localeCompare(b.values.date ?? ''));
  return [...new Map(rises.map((rise) => [rise.values.clientId, rise])).values()];
}

/** O1 in percent; null when there is nothing to compare. */
export function growthOf(pairs: readonly Pick<Pair, 'now' | 'before'>[]): number | null {
  const growth = percent(sum(pairs.map(({ now }) => now)), sum(pairs.map(({ before }) => before)));
  return growth === null ? null : growth - 100;
}

/** O1: sales of the mentored, this year and the year before; only clients of which both are known. */
export function salesPairs(records: PerformanceRecords, scope: Scope): Pair[] {
  return pairsOf(
    records,
    scope,
    ({ sales, volume }) => sales ?? volume,
    (now) => now.salesBefore,
  );
}

/** O2: workers of the mentored, rises and falls apart; `clients` is how many have both figures. */
export function workersChange(
  records: PerformanceRecords,
  scope: Scope,
): { clients: number; rises: number; falls: number } {
  const changes = pairsOf(records, scope, ({ workers, employees }) => workers ?? employees).map(
    ({ now, before }) => now - before,
  );
  return {
    clients: changes.length,
    rises: sum(changes.filter((change) => change > 0)),
    falls: sum(changes.filter((change) => change < 0)),
  };
}

/** O3: permits and certificates by kind. */
export function permitsByKind(records: PerformanceRecords, scope: Scope): { kind: string; count: number }[] {
  const kinds = Map.groupBy(permits(records, spanOf(scope)), ({ values }) => values.permit ?? 'other');
  return [...kinds].map(([kind, all]) => ({ kind, count: all.length })).sort((a, b) => b.count - a.count);
}

/** O4: financing by source, in whole rupiah. */
export function financeBySource(
  records: PerformanceRecords,
  scope: Scope,
): { source: string; count: number; amount: number }[] {
  const all = outcomesOf(records, spanOf(scope), ['finance']);
  return [...Map.groupBy(all, ({ values }) => values.financeSource ?? 'other')]
    .map(([source, each]) => ({
      source,
      count: each.length,
      amount: sum(each.map(({ values }) => values.amount ?? 0)),
    }))
    .sort((a, b) => b.amount - a.amount);
}

/** A figure of a client at the end of a year and of the year before. */
export interface Pair {
  client: string;
  now: number;
  before: number;
}
type State = Values<'yearlyStates'>;

const COMPUTE: Record<Measure, (records: PerformanceRecords, span: Span) => number | null> = {
  targets: (records, span) => targetClients(records, span).size,
  clients: (records, span) => mentoredClients(records, span).size,
  coverage: (records, span) => percent(mentoredClients(records, span).size, targetClients(records, span).size),
  sessions: (records, span) => approvedSessions(records, span).length,
  hours: (records, span) => hoursOf(approvedSessions(records, span)),
  programmes: carriedOut,
  sales: (records, span) => growthOf(salesPairs(records, { ...span, year: yearOf(span) })),
  workers: (records, span) => {
    const { clients, rises, falls } = workersChange(records, { ...span, year: yearOf(span) });
    return clients === 0 ? null : rises + falls;
  },
  permits: (records, span) => permits(records, span).length,
  finance: (records, span) => outcomesOf(records, span, ['finance']).length,
  levelUps: (records, span) => levelUpsOf(records, span).length,
};

const BASES: Record<Measure, (records: PerformanceRecords, span: Span) => number> = {
  targets: (records, span) => targetClients(records, span).size,
  clients: (records, span) => approvedSessions(records, span).length,
  coverage: (records, span) => targetClients(records, span).size,
  sessions: (records, span) => approvedSessions(records, span).length,
  hours: (records, span) => approvedSessions(records, span).length,
  programmes: (records, span) => lockedProgrammes(records, span).length,
  sales: (records, span) => salesPairs(records, { ...span, year: yearOf(span) }).length,
  workers: (records, span) => workersChange(records, { ...span, year: yearOf(span) }).clients,
  permits: (records, span) => permits(records, span).length,
  finance: (records, span) => outcomesOf(records, span, ['finance']).length,
  levelUps: (records, span) => levelUpsOf(records, span).length,
};

/** The year of its end. */
export const yearOf = ({ to }: Pick<Span, 'to'>): number => Number(to.slice(0, 4));

/** P1: clients in locked lists of the year; one that came after the lock counts once it is locked too. */
function targetClients(
  { targetLists, targets, clients }: PerformanceRecords,
  { consultant, ...span }: Span,
): Set<string> {
  const year = yearOf(span);
  const lists = new Set(
    targetLists.filter(({ values }) => values.year === year && values.lockedAt).map(({ id }) => id),
  );
  const own = new Set(clients.filter(({ values }) => values.consultant === consultant).map(({ id }) => id));
  const chosen = targets
    .filter(({ values }) => lists.has(values.parent ?? '') && values.lockedAt)
    .flatMap(({ values }) => values.clientId ?? []);
  return new Set(consultant ? chosen.filter((client) => own.has(client)) : chosen);
}

const isApproved = (values: Values<'sessions'>): boolean => values.state === 'finished' && Boolean(values.lockedAt);

function minutesOf({ values: { startTime, endTime } }: Item<'sessions'>): number {
  return startTime && endTime ? Math.max(0, minutesBetween(startTime, endTime) ?? 0) : 0;
}

const lockedProgrammes = ({ programmes }: PerformanceRecords, span: Span): Item<'programmes'>[] =>
  programmes.filter(
    ({ values }) =>
      values.year === yearOf(span) &&
      values.lockedAt &&
      (!span.consultant || values.consultant === span.consultant) &&
      (!span.field || values.field === span.field),
  );

/** P5: of the year's locked work programmes, the share with a session in the period. */
function carriedOut(records: PerformanceRecords, span: Span): number | null {
  const locked = lockedProgrammes(records, span);
  // Whoever held the session: the programme was carried out.
  const inPeriod = approvedSessions(records, { from: span.from, to: span.to });
  const withSession = new Set(inPeriod.map(({ values }) => values.programme));
  return percent(locked.filter(({ id }) => withSession.has(id)).length, locked.length);
}

/** O3 counts what was issued after the client's first approved session. */
function permits(records: PerformanceRecords, span: Span): Item<'outcomes'>[] {
  const first = new Map<string, Day>();
  for (const { values } of records.sessions) {
    const { clientId, date } = values;
    if (!clientId || !date || !isApproved(values)) continue;
    const known = first.get(clientId);
    if (!known || date < known) first.set(clientId, date);
  }
  return outcomesOf(records, span, ['permit', 'certificate']).filter(({ values }) => {
    const since = first.get(values.clientId ?? '');
    return since !== undefined && since <= (values.date ?? '');
  });
}

/** The service field of an outcome is that of its work programme, else of its session. */
function outcomesOf(
  { outcomes, programmes, sessions }: PerformanceRecords,
  { field, ...span }: Span,
  kinds: readonly NonNullable<Values<'outcomes'>['kind']>[],
): Item<'outcomes'>[] {
  const fields = new Map(field ? [...programmes, ...sessions].map(({ id, values }) => [id, values.field]) : []);
  const fieldOf = ({ programme, sessionId }: Values<'outcomes'>) =>
    fields.get(programme ?? '') ?? fields.get(sessionId ?? '');
  return outcomes.filter(
    ({ values }) =>
      values.kind && kinds.includes(values.kind) && isOf(values, span) && (!field || fieldOf(values) === field),
  );
}

/**
 * Figures at the end of the year and of the year before, of the clients mentored in the year.
 *
 * @param fallback the year before as the later state tells it, where no state of that year is there
 */
function pairsOf(
  records: PerformanceRecords,
  { year, consultant }: Scope,
  figure: (state: State) => number | null | undefined,
  fallback: (now: State) => number | null | undefined = () => undefined,
): Pair[] {
  const states = new Map(
    records.yearlyStates.map(({ values }) => [`${values.clientId} ${values.asOf}`, values] as const),
  );
  return [...mentoredClients(records, spanOf({ year, consultant }))].flatMap((client) => {
    const now = states.get(`${client} ${year}-12-31`);
    const before = states.get(`${client} ${year - 1}-12-31`);
    const after = now && figure(now);
    const earlier = (before && figure(before)) ?? (now && fallback(now));
    return typeof after === 'number' && typeof earlier === 'number' ? [{ client, now: after, before: earlier }] : [];
  });
}

/** Is it of this period, this consultant and this service field? */
function isOf(
  values: { date?: Day | null; consultant?: string | null; field?: number | null },
  { from, to, consultant, field }: Span,
): boolean {
  const { date } = values;
  if (!date || date < from || date > to) return false;
  return (!consultant || values.consultant === consultant) && (!field || values.field === field);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
/** Null when there is nothing to be a share of. */
const percent = (part: number, whole: number): number | null => (whole > 0 ? (part / whole) * 100 : null);
