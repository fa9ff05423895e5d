/** *Wirausaha Pemula* as a funnel: how many candidates came how far (domain 5.4). */
import { isEarlyEnd } from '../model/grantRules.ts';
import { GRANT_STAGES, type GrantStage } from '../model/grants.ts';
import { type Item, type Span, yearOf } from './performance.ts';

export interface GrantRecords {
  candidates: readonly Item<'candidates'>[];
  grantSteps: readonly Item<'grantSteps'>[];
}

export interface FunnelStage {
  stage: GrantStage;
  /** Those who are there now. */
  standing: Item<'candidates'>[];
  /** Those who came so far or further, also when they left since; null for what not everybody passes. */
  reached: Item<'candidates'>[] | null;
}

/** The candidates of the programme years that the period touches. */
export function grantFunnel({ candidates, grantSteps }: GrantRecords, span: Span): FunnelStage[] {
  const firstYear = Number(span.from.slice(0, 4));
  const ofPeriod = candidates.filter(
    ({ values: { year, consultant } }) =>
      year && year >= firstYear && year <= yearOf(span) && (!span.consultant || consultant === span.consultant),
  );
  const steps = Map.groupBy(grantSteps, ({ values }) => values.parent);
  const furthest = new Map(
    ofPeriod.map((candidate) => [candidate, furthestOf(stageOf(candidate), steps.get(candidate.id) ?? [])]),
  );
  return GRANT_STAGES.map((stage) => ({
    stage,
    standing: ofPeriod.filter((candidate) => stageOf(candidate) === stage),
    reached: passesAll(stage)
      ? ofPeriod.filter((candidate) => (furthest.get(candidate) ?? 0) >= GRANT_STAGES.indexOf(stage))
      : null,
  }));
}

const stageOf = ({ values }: Item<'candidates'>): GrantStage => values.stage ?? 'screening';

/** A correction is asked for only where something is wrong; the early ends are no way at all. */
const passesAll = (stage: GrantStage): boolean => stage !== 'correction' && !isEarlyEnd(stage);

function furthestOf(now: GrantStage, steps: readonly Item<'grantSteps'>[]): number {
  const stages = [now, ...steps.flatMap(({ values }) => values.stage ?? [])].filter((stage) => !isEarlyEnd(stage));
  return Math.max(0, ...stages.map((stage) => GRANT_STAGES.indexOf(stage)));
}
