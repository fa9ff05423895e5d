import type { TFunction } from 'i18next';
import type { Values } from '#core/model/collections.ts';
import { daysBetween, formatDay } from '#core/model/dates.ts';

type FollowUpValues = Values<'followUps'>;

export const isOpen = ({ state }: FollowUpValues): boolean => state !== 'done' && state !== 'dropped';

/** Open, and its day is over in the unit's zone. */
export const isOverdue = (values: FollowUpValues, today: string): boolean =>
  isOpen(values) && !!values.dueOn && values.dueOn < today;

/** "24-11-2026, 3 hari lagi" while open; when and how it ended otherwise. */
export function dueText(t: TFunction, values: FollowUpValues, today: string): string {
  if (values.state === 'done') {
    return values.doneOn ? t('followUps.doneOn', { day: formatDay(values.doneOn) }) : t('followUps.states.done');
  }
  if (values.state === 'dropped') return t('followUps.states.dropped');
  if (!values.dueOn) return t('followUps.noDate');
  return `${formatDay(values.dueOn)}, ${distance(t, daysBetween(today, values.dueOn))}`;
}

function distance(t: TFunction, days: number): string {
  if (days === 0) return t('today.dueToday');
  return days < 0 ? t('today.overdue', { count: -days }) : t('today.dueIn', { count: days });
}

/** Earliest first, those without a day last. */
export const byDueDay = (a: { values: FollowUpValues }, b: { values: FollowUpValues }): number =>
  (a.values.dueOn ?? '9999').localeCompare(b.values.dueOn ?? '9999');
