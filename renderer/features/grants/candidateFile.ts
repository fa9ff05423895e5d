/** A candidate with everything that the rules of the grant look at, live. */
import { type GrantFile, isEarlyEnd, isProposalOpen, rulesOf } from '#core/model/grantRules.ts';
import type { GrantStage } from '#core/model/grants.ts';
import { type Entity, useRecord, useRecords, useRows } from '../../store/queries.ts';

export interface CandidateFile extends GrantFile {
  id: string;
  record: Entity<'candidates'>;
  stage: GrantStage;
  /** The stage before an early end; otherwise the stage itself. */
  reached: GrantStage;
  steps: Entity<'grantSteps'>[];
  reviewRecords: Entity<'grantReviews'>[];
  reportRecords: Entity<'grantReports'>[];
}

/** `undefined` while loading, `null` when there is no such candidate. */
export function useCandidateFile(id: string): CandidateFile | null | undefined {
  const record = useRecord('candidates', id);
  const steps = useRows('grantSteps', id) as Entity<'grantSteps'>[] | undefined;
  const budget = useRows('grantBudget', id) as Entity<'grantBudget'>[] | undefined;
  const reviewRecords = useRows('grantReviews', id) as Entity<'grantReviews'>[] | undefined;
  const reportRecords = useRows('grantReports', id) as Entity<'grantReports'>[] | undefined;
  const rules = useRecords('grantRules');
  if (record === null || record?.values.deletedAt) return null;
  if (!record || !steps || !budget || !reviewRecords || !reportRecords || !rules) return undefined;
  const stage = stageOf(record);
  return {
    id,
    record,
    stage,
    reached: isEarlyEnd(stage) ? stageBefore(steps) : stage,
    steps,
    reviewRecords,
    reportRecords,
    candidate: record.values,
    budget: values(budget),
    reviews: values(reviewRecords),
    reports: values(reportRecords),
    rules: rulesOf(record.values.year, values(rules)),
  };
}

export const stageOf = ({ values: { stage } }: Entity<'candidates'>): GrantStage => stage ?? 'screening';

/** The day by which the gates are judged: when the proposal was handed in; until then, today. */
export function gateDay({ steps, stage }: CandidateFile, today: string): string {
  if (stage === 'writing' || stage === 'training' || stage === 'screening') return today;
  const submitted = steps.filter(({ values: step }) => step.stage === 'submitted').at(-1);
  return submitted?.values.date ?? today;
}

/** The proposal can be changed. */
export const isOpen = ({ stage }: CandidateFile): boolean => isProposalOpen(stage);

export const values = <V>(records: readonly { values: V }[]): V[] => records.map((record) => record.values);

const stageBefore = (steps: Entity<'grantSteps'>[]): GrantStage =>
  steps
    .map(({ values: step }) => step.stage)
    .filter((stage): stage is GrantStage => Boolean(stage && !isEarlyEnd(stage)))
    .at(-1) ?? 'screening';
