/**
 * Locks (domain 1.5, 9.1): what a coordinator has checked and locked stays as it is until it is reopened. While it is
 * locked only the lock itself and the wish to reopen can be written, by anyone.
 */
import { COLLECTIONS, fieldSchema } from '../model/collections.ts';

const LOCKABLE: readonly string[] = COLLECTIONS.filter((collection) => fieldSchema(collection, 'lockedAt'));

/** Set by a coordinator; `null` reopens. */
export const LOCK_FIELD = 'lockedAt';
/** Why the author wants it reopened. */
export const REOPEN_FIELD = 'reopenAsked';

/** Why a coordinator returned it to its author. */
export const REMARK_FIELD = 'remark';

export const isLockable = (collection: string): boolean => LOCKABLE.includes(collection);

/** May the field be written while the record is locked? */
export const isWritableWhileLocked = (field: string): boolean => field === LOCK_FIELD || field === REOPEN_FIELD;
