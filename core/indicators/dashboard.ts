/**
 * *Ringkasan*: what a unit or a consultant did in a period. Each number is how many records stand behind it, so that a screen
 * can open them; what is counted is defined in performance.ts, cohort.ts, funnel.ts and core/reports.
 */
import { currentInstrument } from '../instruments/index.ts';
import type { CollectionName } from '../model/collections.ts';
import type { Day } from '../model/dates.ts';
import { byId, isOfKind, stateOfYear } from '../reports/clients.ts';
import { isReported } from '../reports/mentoring.ts';
import { isConsentValid } from '../workflow/consent.ts';
import { type CohortAssessment, cohortOf, comparableAssessments, type Mean } from './cohort.ts';
import { type GrantRecords, grantFunnel } from './funnel.ts';
import {
  approvedSessions,
  growthOf,
  hoursOf,
  type Item,
  levelUpsOf,
  mentoredClients,
  type PerformanceRecords,
  type Span,
  salesPairs,
  waitingSessions,
  yearOf,
} from './performance.ts';
import { villageStagesDone, villageStatusOf } from './village.ts';

export interface DashboardRecords extends PerformanceRecords, GrantRecords {
  clients: readonly (Item<'businesses' | 'cooperatives'> & { collection: string })[];
  consents: readonly Item<'consents'>[];
  assessments: readonly Item<'assessments'>[];
  digitalVillages: readonly Item<'digitalVillages'>[];
  villageStatuses: readonly Item<'villageStatuses'>[];
}
export const DASHBOARD_COLLECTIONS = [
  'businesses',
  'cooperatives',
  'targetLists',
  'targets',
  'programmes',
  'sessions',
  'yearlyStates',
  'outcomes',
  'levelUps',
  'candidates',
  'grantSteps',
  'consents',
  'assessments',
  'digitalVillages',
  'villageStatuses',
] as const satisfies readonly CollectionName[];

/** A record behind a number, as a list shows it. */
export interface Behind {
  collection: CollectionName;
  id: string;
  /** Of its client or candidate; null when it is not known. */
  name: string | null;
  /** Of what happened on a day. */
  day: Day | null;
  /** Of an assessment, 0–100. */
  score?: number;
  /** Whole rupiah, of O1. */
  sales?: { before: number; now: number };
}

export interface Dashboard {
  /** By the name of the number. What is not here is 0. */
  behind: ReadonlyMap<string, readonly Behind[]>;
  /** Of the approved sessions. */
  hours: number;
  /** O1 in percent, of the year of the period's end. */
  growth: number | null;
  /** Digital readiness, 0–100: the mean of the last assessments, and of those assessed twice the first and the last. */
  readiness: { mean: number | null; repeated: Mean | undefined };
  /** `2026-03`, or `2026` where the period is longer than two years; numbers `sessions.at.…` and `waiting.at.…` for each. */
  parts: readonly string[];
  village: Item<'villageStatuses'>['values'] | null;
  /** Of seven. */
  villageStages: number;
}

/** Digital readiness is this dimension of this instrument (domain 4.3). */
export const READINESS = { instrument: 'asesmen-ukm', dimension: 'D' } as const;
/** Where its bands begin; the last one includes 100. */
export const READINESS_BANDS = [0, 25, 50, 75] as const;

/** What is missing or not finished, so that no number is taken for more than it is. */
export const QUALITY_CHECKS = [
  'withoutConsent',
  'withoutRegion',
  'withoutState',
  'withoutAssessment',
  'draftSessions',
  'uncheckedSessions',
  'withoutField',
] as const;

export function dashboardOf(records: DashboardRecords, span: Span): Dashboard {
  const behind = new Map<string, readonly Behind[]>();
  const see = viewOf(records);
  const approved = approvedSessions(records, span);
  const pairs = salesPairs(records, { year: yearOf(span), consultant: span.consultant });
  const own = records.clients.filter(({ values }) => !span.consultant || values.consultant === span.consultant);

  const waiting = waitingSessions(records, span);
  const byPart = span.to.slice(0, 4) > String(Number(span.from.slice(0, 4)) + 1) ? 4 : 7;
  for (const [name, sessions] of [
    ['sessions', approved],
    ['waiting', waiting],
  ] as const) {
    behind.set(name, sessions.map(see.session));
    for (const [field, some] of Map.groupBy(sessions, ({ values }) => values.field ?? 'none')) {
      behind.set(`${name}.field.${field}`, some.map(see.session));
    }
    for (const [part, some] of Map.groupBy(sessions, ({ values }) => String(values.date).slice(0, byPart))) {
      behind.set(`${name}.at.${part}`, some.map(see.session));
    }
  }

  setClients(behind, 'clients', own);
  const mentored = mentoredClients(records, span);
  const known = records.clients.filter(({ id }) => mentored.has(id));
  setClients(behind, 'mentored', known);
  // A client that was deleted since was mentored all the same.
  const gone = [...mentored].filter((id) => !see.client(id));
  behind.set('mentored', [...known.map(clientBehind), ...gone.map(goneBehind)]);

  behind.set('levelUps', levelUpsOf(records, span).map(see.levelUp));
  behind.set(
    'sales',
    pairs.map(({ client, now, before }) => ({ ...see.ofClient(client), sales: { before, now } })),
  );

  for (const { stage, standing, reached } of grantFunnel(records, span)) {
    behind.set(`standing.${stage}`, standing.map(candidateBehind));
    if (reached) behind.set(`reached.${stage}`, reached.map(candidateBehind));
  }

  const readiness = setReadiness(behind, records, span, new Set(own.map(({ id }) => id)));
  setQuality(behind, records, span, own);
  return {
    behind,
    hours: hoursOf(approved),
    growth: growthOf(pairs),
    readiness,
    parts: partsOf(span, byPart),
    village: villageStatusOf(records.villageStatuses, span.to)?.values ?? null,
    villageStages: villageStagesDone(records.digitalVillages[0], span.to),
  };
}

type Client = DashboardRecords['clients'][number];
type Lists = Map<string, readonly Behind[]>;

/** How records read in a list: with the name of their client. */
function viewOf(records: DashboardRecords) {
  const clients = byId(records.clients);
  const nameOf = (id: string | null | undefined) => clients.get(id ?? '')?.values.name ?? null;
  return {
    client: (id: string) => clients.get(id),
    ofClient: (id: string): Behind => {
      const client = clients.get(id);
      return client ? clientBehind(client) : goneBehind(id);
    },
    session: ({ id, values }: Item<'sessions'>): Behind => ({
      collection: 'sessions',
      id,
      name: nameOf(values.clientId),
      day: values.date ?? null,
    }),
    levelUp: ({ id, values }: Item<'levelUps'>): Behind => ({
      collection: 'levelUps',
      id,
      name: nameOf(values.clientId),
      day: values.date ?? null,
    }),
  };
}

const clientBehind = ({ collection, id, values }: Client): Behind => ({
  collection: collection as CollectionName,
  id,
  name: values.name ?? null,
  day: null,
});
const goneBehind = (id: string): Behind => ({ collection: 'businesses', id, name: null, day: null });
const candidateBehind = ({ id, values }: Item<'candidates'>): Behind => ({
  collection: 'candidates',
  id,
  name: values.name ?? null,
  day: null,
});

/** All of them, and of each kind. */
function setClients(behind: Lists, name: string, clients: readonly Client[]): void {
  behind.set(name, clients.map(clientBehind));
  for (const kind of ['businesses', 'cooperatives'] as const) {
    behind.set(`${name}.${kind}`, clients.filter((client) => isOfKind(client, kind)).map(clientBehind));
  }
}

/** The last assessment of each client up to the end of the period, in bands of its digital readiness. */
function setReadiness(
  behind: Lists,
  records: DashboardRecords,
  { to }: Span,
  own: ReadonlySet<string>,
): Dashboard['readiness'] {
  const instrument = currentInstrument(READINESS.instrument);
  if (!instrument) return { mean: null, repeated: undefined };
  const comparable = comparableAssessments(records.assessments, instrument).filter(
    ({ clientId, assessedOn }) => assessedOn <= to && own.has(clientId),
  );
  const clients = byId(records.clients);
  const lasts = new Map(comparable.map((assessment) => [assessment.clientId, assessment]));
  const scored = [...lasts.values()].flatMap((assessment) => {
    const score = readinessOf(assessment);
    if (score === null) return [];
    const { clientId, assessedOn, id } = assessment;
    const name = clients.get(clientId)?.values.name ?? null;
    return [{ collection: 'assessments' as const, id, name, day: assessedOn, score }];
  });
  behind.set('readiness', scored);
  for (const [i, from] of READINESS_BANDS.entries()) {
    const until = READINESS_BANDS[i + 1] ?? Number.POSITIVE_INFINITY;
    behind.set(
      `readiness.${from}`,
      scored.filter(({ score }) => score >= from && score < until),
    );
  }
  return {
    mean: scored.length > 0 ? scored.reduce((sum, { score }) => sum + score, 0) / scored.length : null,
    repeated: cohortOf(comparable, instrument).dimensions.find(({ id }) => id === READINESS.dimension),
  };
}

const readinessOf = ({ score }: CohortAssessment): number | null => score.dimensions[READINESS.dimension] ?? null;

function setQuality(behind: Lists, records: DashboardRecords, span: Span, own: readonly Client[]): void {
  const see = viewOf(records);
  const consented = new Set(
    records.consents.filter(({ values }) => isConsentValid(values)).map(({ values }) => values.clientId),
  );
  const assessed = new Set(
    records.assessments.filter(({ values }) => values.state === 'finished').map(({ values }) => values.clientId),
  );
  const states = Map.groupBy(records.yearlyStates, ({ values }) => values.clientId);
  const clientsWithout = (isMissing: (client: Client) => boolean) => own.filter(isMissing).map(clientBehind);
  const sessions = records.sessions.filter(
    ({ values: { date, consultant } }) =>
      date && date >= span.from && date <= span.to && (!span.consultant || consultant === span.consultant),
  );
  const lists: Record<(typeof QUALITY_CHECKS)[number], readonly Behind[]> = {
    withoutConsent: clientsWithout(({ id }) => !consented.has(id)),
    withoutRegion: clientsWithout(({ values }) => !values.region?.code),
    withoutState: clientsWithout(({ id }) => !stateOfYear(states.get(id), yearOf(span) - 1)),
    withoutAssessment: clientsWithout(({ id }) => !assessed.has(id)),
    draftSessions: sessions.filter((session) => !isReported(session)).map(see.session),
    uncheckedSessions: behind.get('waiting') ?? [],
    withoutField: sessions.filter((session) => isReported(session) && !session.values.field).map(see.session),
  };
  for (const check of QUALITY_CHECKS) behind.set(`quality.${check}`, lists[check]);
}

/** The months of a period, or its years: `length` is how much of a day names them. */
function partsOf({ from, to }: Span, length: number): string[] {
  const parts: string[] = [];
  const last = to.slice(0, length);
  for (let part = from.slice(0, length); part <= last; part = partAfter(part)) parts.push(part);
  return parts;
}

function partAfter(part: string): string {
  const [year, month] = part.split('-').map(Number) as [number, number | undefined];
  if (month === undefined) return String(year + 1);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}
