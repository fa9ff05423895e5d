/** All candidates together: their places of one year, and the reports that they owe. Live. */
import type { Day } from '#core/model/dates.ts';
import {
  assess,
  blockingGates,
  isEarlyEnd,
  openReports,
  type ReportKind,
  rank,
  rulesOf,
} from '#core/model/grantRules.ts';
import { GRANT_STAGES, type GrantStage } from '#core/model/grants.ts';
import { useRecords } from '../../store/queries.ts';
import { stageOf, values } from './candidateFile.ts';

export interface Line {
  id: string;
  year: number;
  name: string;
  business: string;
  stage: GrantStage;
  score: number | null;
  /** Missing without a score, with an open or failed gate, and for who was rejected or withdrew. */
  rank: number | undefined;
  /** Day of the next report, once the money came. */
  due: string | null;
}

/** `undefined` while loading. */
export function useRanking(year: number): { lines: Line[]; years: number[] } | undefined {
  const candidates = useRecords('candidates');
  const reviews = useRecords('grantReviews');
  const reports = useRecords('grantReports');
  const records = useRecords('grantRules');
  if (!candidates || !reviews || !reports || !records) return undefined;
  const rules = rulesOf(year, values(records));
  const judged = candidates
    .filter((candidate) => candidate.values.year === year)
    .map((candidate) => {
      const own = <V extends { parent?: string | null }>(all: readonly { values: V }[]) =>
        values(all).filter(({ parent }) => parent === candidate.id);
      const stage = stageOf(candidate);
      const { open, failed } = blockingGates(candidate.values);
      const { score } = assess(own(reviews), rules);
      const waiting = hasMoney(stage) ? openReports(own(reports), candidate.values.disbursedOn, rules) : [];
      const counts = open.length + failed.length === 0 && !isEarlyEnd(stage);
      return { candidate, stage, score, counts, due: waiting[0]?.dueOn ?? null };
    });
  const places = rank(
    judged.map(({ candidate, score, counts }) => ({ id: candidate.id, score: counts ? score : null })),
  );
  const lines = judged.map(({ candidate: { id, values: own }, stage, score, due }) => ({
    id,
    year,
    name: own.name ?? '',
    business: own.businessName ?? '',
    stage,
    score,
    rank: places.get(id),
    due,
  }));
  const years = candidates.flatMap(({ values: own }) => own.year ?? []);
  return { lines: lines.sort(byPlace), years };
}

/** A report that somebody who received the money has not given yet. */
export interface OwedReport {
  candidate: string;
  name: string;
  kind: ReportKind;
  dueOn: Day;
}

/** Of all years, what is due first at the top; `undefined` while loading. */
export function useOwedReports(): OwedReport[] | undefined {
  const candidates = useRecords('candidates');
  const reports = useRecords('grantReports');
  const records = useRecords('grantRules');
  if (!candidates || !reports || !records) return undefined;
  return candidates
    .filter((candidate) => hasMoney(stageOf(candidate)))
    .flatMap(({ id, values: { name, year, disbursedOn } }) => {
      const own = values(reports).filter(({ parent }) => parent === id);
      return openReports(own, disbursedOn, rulesOf(year, values(records))).flatMap(({ kind, dueOn }) =>
        dueOn ? [{ candidate: id, name: name ?? '', kind, dueOn }] : [],
      );
    })
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn));
}

const hasMoney = (stage: GrantStage): boolean =>
  !isEarlyEnd(stage) && GRANT_STAGES.indexOf(stage) >= GRANT_STAGES.indexOf('paid');

const byPlace = (a: Line, b: Line): number =>
  (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER) || a.name.localeCompare(b.name);
