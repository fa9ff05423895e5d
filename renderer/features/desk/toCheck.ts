/** What was submitted and waits for the coordinator. */
import type { Entity } from '../../store/queries.ts';
import { useWaitingIn } from '../../store/queries.ts';
import type { Lockable } from '../locks/locks.ts';

const CHECKED = [
  'sessions',
  'assessments',
  'programmes',
  'targetLists',
  'levelUps',
  'planItems',
  'meetings',
  'activities',
] as const;

export type Checkable = Exclude<Lockable, Entity<'incidents'>>;

/** Finished and not locked, those that wait longest first; `undefined` while loading. */
export function useToCheck(): Checkable[] | undefined {
  return useWaitingIn(CHECKED, 'submitted')?.toSorted((a, b) =>
    String(a.values.finishedAt ?? '').localeCompare(String(b.values.finishedAt ?? '')),
  );
}

/** What a coordinator returned to this user. */
export const useReturnedTo = (user: string): Checkable[] | undefined =>
  useWaitingIn(CHECKED, 'returned')?.filter(({ values }) => values.createdBy === user);

/** What it is about, beyond its client. */
export function subjectOf({ values }: Checkable): string {
  const { title, subject, activity, plan, material, year } = values as Record<string, unknown>;
  return String(title ?? subject ?? activity ?? plan ?? material ?? year ?? '');
}
