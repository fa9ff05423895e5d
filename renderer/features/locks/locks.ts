/** Locking what a coordinator has checked, and opening it again (docs/sync.md, "Locks"). */
import { shown } from '#core/register/register.ts';
import { timeOf } from '#core/register/stamp.ts';
import { LOCK_FIELD, type REMARK_FIELD, type REOPEN_FIELD } from '#core/workflow/locks.ts';
import type { Entity } from '../../store/queries.ts';
import { lock as lockRecord, openLock, save } from '../../store/repository.ts';

type LockableName =
  | 'sessions'
  | 'assessments'
  | 'targetLists'
  | 'programmes'
  | 'levelUps'
  | 'planItems'
  | 'meetings'
  | 'activities'
  | 'incidents';
export type Lockable = { [C in LockableName]: Entity<C> }[LockableName];

/** The register limits it (core/model/collections.ts, `reportLine`). */
export const MAX_REASON = 255;

export const isLocked = ({ values }: Lockable): boolean => Boolean(values[LOCK_FIELD]);

/** Who wrote what stands in a field, and when by their clock; null while it is empty. */
export function writtenIn(record: Lockable, field: typeof LOCK_FIELD | typeof REOPEN_FIELD | typeof REMARK_FIELD) {
  const register = record.register(field);
  const head = register && shown(register);
  return head && head.value !== null ? { by: head.by, at: timeOf(head.stamp), value: String(head.value) } : null;
}

export async function lock({ collection, id }: Lockable): Promise<void> {
  await lockRecord(collection, id, new Date().toISOString());
}

export async function unlock({ collection, id }: Lockable, reason: string): Promise<void> {
  await openLock(collection, id, reason);
}

/** Back to its author, who finishes it again. */
export async function returnTo({ collection, id }: Lockable, remark: string): Promise<void> {
  await save(collection, id, { state: 'draft', finishedAt: null, remark } as never);
}

/** Did a coordinator return it, and has its author not finished it again? */
export const isReturned = (record: Lockable): boolean =>
  Boolean(record.values.remark) && record.values.state !== 'finished' && !isLocked(record);

export async function askToReopen({ collection, id }: Lockable, reason: string): Promise<void> {
  await save(collection, id, { reopenAsked: reason });
}
