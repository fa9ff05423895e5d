/** Assessments of one client side by side. Only those of the same instrument and version compare. */
import type { Entity } from '../../store/queries.ts';

type Assessment = Entity<'assessments'>;

/** Finished ones by instrument and version, newest first; first those that the newest of all belongs to. */
export function comparable(assessments: Assessment[]): Assessment[][] {
  const finished = assessments
    .filter(({ values }) => values.state === 'finished' && values.score)
    .sort((a, b) => orderOf(b).localeCompare(orderOf(a)));
  return [...Map.groupBy(finished, ({ values }) => `${values.instrument}@${values.version}`).values()];
}

/** By how much each dimension changed, the widest change first; without those that did not, or lack a score. */
export function changes(latest: Assessment, previous: Assessment): { dimension: string; by: number }[] {
  const before = scoresOf(previous);
  return Object.entries(scoresOf(latest))
    .flatMap(([dimension, after]) => {
      const from = before[dimension] ?? null;
      return after === null || from === null ? [] : [{ dimension, by: after - from }];
    })
    .filter(({ by }) => Math.abs(by) >= SHOWN)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
}

export const scoresOf = ({ values }: Assessment) => values.score?.dimensions ?? {};

/** The smallest change that two decimals show. */
const SHOWN = 0.005;
const orderOf = ({ values }: Assessment): string => `${values.assessedOn ?? ''} ${values.finishedAt ?? ''}`;
