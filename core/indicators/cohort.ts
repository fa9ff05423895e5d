/**
 * Assessments of many clients side by side (domain 4.2: compare only the same version). First and last of a client are those
 * of the same instrument and version; who was assessed once is in the distribution, but not in any comparison.
 */
import type { Instrument } from '../instruments/schema.ts';
import type { ScoreSnapshot, Values } from '../model/collections.ts';
import type { Day } from '../model/dates.ts';

export interface CohortAssessment {
  id: string;
  clientId: string;
  assessedOn: Day;
  score: ScoreSnapshot;
}

export interface Cohort {
  /** Clients with a finished assessment. */
  clients: number;
  /** Of these, assessed more than once. */
  repeated: number;
  /** Last totals in ten bands of ten points; the last band includes 100. */
  bands: { from: number; to: number; clients: number }[];
  /** Last levels in the order of the instrument. */
  levels: { level: string; clients: number }[];
  /** Clients whose last assessment has no level, or one that this version does not know. */
  withoutLevel: number;
  /** Clients whose last assessment has no total: too few answers. */
  withoutTotal: number;
  /** Mean scores of clients that have the dimension scored in both their first and their last assessment. */
  dimensions: Mean[];
  total: Mean;
  /** Clients with a total in both, the widest rise first. */
  movers: Mover[];
}

export interface Mean {
  /** Dimension id; empty for the total. */
  id: string;
  clients: number;
  first: number | null;
  last: number | null;
}

export interface Mover {
  clientId: string;
  first: { day: Day; total: number; level: string | null };
  last: { day: Day; total: number; level: string | null };
  change: number;
  /** In the order of the instrument's levels; 0 for the same, null when a level is not known. */
  levels: number | null;
}

/** The smallest change of a total that two decimals show; less is unchanged. */
export const SHOWN_CHANGE = 0.005;

/** What can be compared: finished, with a score, with a day, in this very version. Oldest first. */
export function comparableAssessments(
  assessments: readonly { id: string; values: Values<'assessments'> }[],
  { id, version }: Pick<Instrument, 'id' | 'version'>,
): CohortAssessment[] {
  return assessments
    .filter(({ values }) => values.instrument === id && values.version === version && values.state === 'finished')
    .flatMap(({ id: assessment, values: { clientId, assessedOn, finishedAt, score } }) =>
      clientId && assessedOn && score
        ? [{ id: assessment, clientId, assessedOn, score, order: `${assessedOn} ${finishedAt ?? ''}` }]
        : [],
    )
    .sort((a, b) => a.order.localeCompare(b.order))
    .map(({ order: _order, ...assessment }) => assessment);
}

/** @param assessments of one instrument and version, oldest first */
export function cohortOf(assessments: readonly CohortAssessment[], instrument: Instrument): Cohort {
  const series = [...Map.groupBy(assessments, ({ clientId }) => clientId).values()];
  const lasts = series.map((each) => (each.at(-1) as CohortAssessment).score);
  const pairs = series
    .filter((each) => each.length > 1)
    .map((each) => [each[0] as CohortAssessment, each.at(-1) as CohortAssessment] as const);
  const totals = lasts.flatMap(({ total }) => (total === null ? [] : [total]));
  const levels = instrument.rules.levels.map(({ id }) => id);
  const meanOf = (id: string, scoreIn: (score: ScoreSnapshot) => number | null | undefined): Mean => {
    const both = pairs.flatMap(([a, b]) => {
      const first = scoreIn(a.score);
      const last = scoreIn(b.score);
      return typeof first === 'number' && typeof last === 'number' ? [{ first, last }] : [];
    });
    return { id, clients: both.length, first: mean(both.map((x) => x.first)), last: mean(both.map((x) => x.last)) };
  };
  return {
    clients: series.length,
    repeated: pairs.length,
    bands: BANDS.map((from) => ({
      from,
      to: from + 10,
      clients: totals.filter((total) => bandOf(total) === from).length,
    })),
    levels: levels.map((level) => ({ level, clients: lasts.filter((score) => score.level === level).length })),
    withoutLevel: lasts.filter(({ level }) => !levels.includes(level ?? '')).length,
    withoutTotal: lasts.length - totals.length,
    dimensions: instrument.dimensions.map(({ id }) => meanOf(id, ({ dimensions }) => dimensions[id])),
    total: meanOf('', ({ total }) => total),
    movers: pairs.flatMap(([a, b]) => moverOf(a, b, levels)).sort((a, b) => b.change - a.change),
  };
}

/** 1 rose, -1 fell, 0 as it was. */
export const directionOf = ({ change }: Mover): 1 | 0 | -1 => {
  if (Math.abs(change) < SHOWN_CHANGE) return 0;
  return change > 0 ? 1 : -1;
};

const BANDS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
const bandOf = (total: number): number => Math.min(90, Math.max(0, Math.floor(total / 10) * 10));

function moverOf(first: CohortAssessment, last: CohortAssessment, levels: readonly string[]): Mover[] {
  const [from, to] = [first.score, last.score];
  if (from.total === null || to.total === null) return [];
  const [before, after] = [levels.indexOf(from.level ?? ''), levels.indexOf(to.level ?? '')];
  return [
    {
      clientId: first.clientId,
      first: { day: first.assessedOn, total: from.total, level: from.level },
      last: { day: last.assessedOn, total: to.total, level: to.level },
      change: to.total - from.total,
      levels: before < 0 || after < 0 ? null : after - before,
    },
  ];
}

const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
