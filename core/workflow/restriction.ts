/**
 * Restriction of processing (UU 27/2022, domain 7): while a request for it stands, what is held of the person stays as it is.
 * It stands from the moment it was received, because the law's term runs from there, until a coordinator lifts it.
 */
import type { CollectionName } from '../model/collections.ts';

/** Written by a coordinator (policy.ts). */
export const LIFT_FIELDS: readonly string[] = ['liftedAt', 'liftedBy'];

interface Request {
  requestKind?: string | null;
  state?: string | null;
  liftedAt?: string | null;
  deletedAt?: unknown;
}

/** Does this request restrict its client now? One that was dropped or lifted does not. */
export const isRestricting = (request: Request): boolean =>
  request.requestKind === 'restriction' && request.state !== 'dropped' && !request.liftedAt && !request.deletedAt;

/** The person's own wishes, and who looked at the data, are written down all the same. */
const WRITTEN_ALL_THE_SAME: readonly CollectionName[] = ['subjectRequests', 'consents', 'accesses'];

/** Does the restriction of a client keep records of this collection from being edited? */
export const isHeldByRestriction = (collection: CollectionName): boolean => !WRITTEN_ALL_THE_SAME.includes(collection);
