/**
 * Restriction of processing (UU 27/2022, domain 7): while a request for it stands, what is held of the person stays as it is.
 * It stands from the moment it was received, because the law's term runs from there, until a coordinator lifts it. The hub
 * refuses what is written meanwhile (`restricted`); screens do not offer it.
 */
import { type CollectionName, fieldSchema, SUBJECT_COLLECTIONS } from '../model/collections.ts';
import { ERASED_FIELD } from '../model/erasure.ts';
import { isWritableWhileLocked } from './locks.ts';
import { mayErase, type Role } from './policy.ts';

interface Request {
  requestKind?: string | null;
  state?: string | null;
  liftedAt?: string | null;
  deletedAt?: unknown;
  erasedAt?: unknown;
}

/** Of a request, what says whether it restricts. */
export const RESTRICTING_FIELDS = ['requestKind', 'state', 'liftedAt', 'deletedAt', ERASED_FIELD] as const;

/** Does this request restrict its person now? One that was dropped or lifted does not, nor one whose person was erased. */
export const isRestricting = (request: Request): boolean =>
  request.requestKind === 'restriction' &&
  request.state !== 'dropped' &&
  !request.liftedAt &&
  !request.deletedAt &&
  !request.erasedAt;

/** The person's own wishes, and who looked at the data, are written down all the same. */
const WRITTEN_ALL_THE_SAME: readonly CollectionName[] = ['subjectRequests', 'consents', 'accesses'];

/** Does the restriction of a person keep records of this collection from being edited? */
export const isHeldByRestriction = (collection: CollectionName): boolean => !WRITTEN_ALL_THE_SAME.includes(collection);

/** Fields by which a record names whose it is; `parent` of what belongs to a candidate. */
const NAMING_FIELDS = ['clientId', 'business', 'parent'] as const;

/** The fields of a collection that `personsOf` reads. */
export const personFields = (collection: CollectionName): string[] =>
  [...NAMING_FIELDS, 'parentCollection'].filter((field) => fieldSchema(collection, field));

/**
 * The ids of those whose restriction holds a record. Ids are unique, so that one which names something else (a target's list)
 * restricts nothing. What belongs to a candidate is held by the business that came of the candidate too, if the caller adds
 * it.
 */
export function personsOf(collection: CollectionName, id: string, values: Record<string, unknown>): string[] {
  if (!isHeldByRestriction(collection)) return [];
  // A scan of the request itself, or of the consent.
  if (collection === 'attachments' && (WRITTEN_ALL_THE_SAME as readonly unknown[]).includes(values.parentCollection))
    return [];
  const own = (SUBJECT_COLLECTIONS as readonly string[]).includes(collection) ? [id] : [];
  return [...own, ...NAMING_FIELDS.map((field) => values[field])].filter((name) => typeof name === 'string');
}

/**
 * May these values be written while the person is restricted? Locks, which keep what is there as it is (a target list is
 * locked with all that stands in it). And, by those who may erase, an erasure, because the person may ask for that too: it
 * travels as empty values and two fields, perhaps in several batches.
 */
export function isWritableWhileRestricted(role: Role, field: string, values: readonly unknown[]): boolean {
  if (isWritableWhileLocked(field)) return true;
  return mayErase(role) && (field === ERASED_FIELD || field === 'deletedAt' || values.every((value) => value === null));
}
