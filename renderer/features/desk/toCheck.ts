/** What was submitted and waits for the coordinator. */
import type { Entity } from '../../store/queries.ts';
import { useRecords } from '../../store/queries.ts';
import { isLocked, isReturned, type Lockable } from '../locks/locks.ts';

export type Checkable = Exclude<Lockable, Entity<'incidents'>>;

/** Everything that a coordinator checks; `undefined` while a part of it loads. */
function useCheckable(): Checkable[] | undefined {
  const sessions = useRecords('sessions');
  const assessments = useRecords('assessments');
  const programmes = useRecords('programmes');
  const targetLists = useRecords('targetLists');
  const levelUps = useRecords('levelUps');
  const planItems = useRecords('planItems');
  const meetings = useRecords('meetings');
  const activities = useRecords('activities');
  const all = [sessions, assessments, programmes, targetLists, levelUps, planItems, meetings, activities];
  if (all.some((records) => records === undefined)) return undefined;
  return all.flatMap((records) => (records ?? []) as Checkable[]);
}

/** Finished and not locked, those that wait longest first. */
export function useToCheck(): Checkable[] | undefined {
  return useCheckable()
    ?.filter((record) => record.values.state === 'finished' && !isLocked(record))
    .sort((a, b) => String(a.values.finishedAt ?? '').localeCompare(String(b.values.finishedAt ?? '')));
}

/** What a coordinator returned to this user. */
export const useReturnedTo = (user: string): Checkable[] | undefined =>
  useCheckable()?.filter((record) => isReturned(record) && record.values.createdBy === user);

/** What it is about, beyond its client. */
export function subjectOf({ values }: Checkable): string {
  const { title, subject, activity, plan, material, year } = values as Record<string, unknown>;
  return String(title ?? subject ?? activity ?? plan ?? material ?? year ?? '');
}
