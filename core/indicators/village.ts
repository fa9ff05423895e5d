/** *Kampung UKM Digital* of a unit, as it was last told (domain 6.2). */
import type { Day } from '../model/dates.ts';
import type { Item } from './performance.ts';

/** The latest status up to a day; undefined when none was told. Without a day a status is older than all others. */
export const villageStatusOf = (
  statuses: readonly Item<'villageStatuses'>[],
  to: Day,
): Item<'villageStatuses'> | undefined =>
  statuses
    .filter(({ values }) => values.status && (values.date ?? '') <= to)
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)))
    .at(-1);

const keyOf = ({ id, values }: Item<'villageStatuses'>): string => `${values.date ?? ''} ${id}`;

export const VILLAGE_STAGES = ['stage1', 'stage2', 'stage3', 'stage4', 'stage5', 'stage6', 'stage7'] as const;

/** How many of the seven stages were done by a day. */
export const villageStagesDone = (village: Item<'digitalVillages'> | undefined, to: Day): number =>
  VILLAGE_STAGES.filter((stage) => (village?.values[stage] ?? '9999') <= to).length;
