/**
 * Locks (domain 1.5, 9.1): what a coordinator has checked and locked stays as it is until it is reopened, with a reason. While
 * it is locked only the lock itself, the reason, the wish to reopen and an erasure can be written.
 */
import { COLLECTIONS, fieldSchema } from '../model/collections.ts';
import { ERASED_FIELD } from '../model/erasure.ts';
import type { LockOpening } from '../model/values.ts';

const LOCKABLE: readonly string[] = COLLECTIONS.filter((collection) => fieldSchema(collection, 'lockedAt'));

/** Set by a coordinator; `null` reopens. */
export const LOCK_FIELD = 'lockedAt';
/** Why the author wants it reopened. */
export const REOPEN_FIELD = 'reopenAsked';

/**
 * Why, by whom and when the last lock was opened; stays when it is locked again. Its name sorts before `lockedAt`: fields leave a
 * laptop in this order, and the hub must have the reason before the opening, also when a batch ends between them.
 */
export const OPENED_FIELD = 'lockOpened';

/** Why a coordinator returned it to its author. */
export const REMARK_FIELD = 'remark';

export const isLockable = (collection: string): boolean => LOCKABLE.includes(collection);

/** May the field be written while the record is locked? */
export const isWritableWhileLocked = (field: string): boolean => WRITABLE.includes(field);
const WRITABLE: readonly string[] = [LOCK_FIELD, REOPEN_FIELD, OPENED_FIELD, ERASED_FIELD];

/**
 * May a lock be opened? With a reason of its own; where somebody has opened it already and a colleague locked it at the same time;
 * and by an erasure, which keeps nothing.
 *
 * @param locks what stands in `lockedAt`
 * @param opened what stands in `lockOpened`
 */
export const mayOpenLock = (locks: readonly unknown[], opened: readonly unknown[], isErased: boolean): boolean =>
  isErased || locks.includes(null) || opened.some((value) => isOpening(value) && !value.lockedAgainAt);

const isOpening = (value: unknown): value is LockOpening =>
  typeof value === 'object' && value !== null && 'reason' in value;
