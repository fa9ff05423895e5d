/**
 * Erasing a person (UU 27/2022, domain 7; docs/sync.md, "Erasure"): every record that names the person is marked with
 * `erasedAt`, and whatever it holds beyond the fields below is emptied. What is kept names nobody: by it a late value is still
 * found, and counts and duties can still be shown.
 */
import { type CollectionName, isClientCollection, OWNED } from './collections.ts';

/** When the record was erased; set by a coordinator, on the record itself and on all that belongs to it. */
export const ERASED_FIELD = 'erasedAt';

/** Which record it is, and to which random ids it points. */
const KEPT: readonly string[] = [
  'createdAt',
  'createdBy',
  'deletedAt',
  ERASED_FIELD,
  'clientCollection',
  'clientId',
  'parent',
  'sessionId',
];

const KEPT_OF: Partial<Record<CollectionName, readonly string[]>> = {
  /** That the request was followed, and when. */
  subjectRequests: ['requestKind', 'receivedAt', 'handledAt', 'handledBy', 'state'],
  /** How many women and men were there. */
  attendances: ['sex', 'present'],
  /** By which its file is found and removed; the key, without which the file says nothing, goes. */
  attachments: ['parentCollection', 'hash', 'receivedAt'],
};

/** Of a collection that only a newer version knows, what all collections keep. */
export const isKeptWhenErased = (collection: string, field: string): boolean =>
  KEPT.includes(field) || (KEPT_OF[collection as CollectionName]?.includes(field) ?? false);

/** Records of one collection that are erased with another: those whose field `by` names it. */
export interface ErasedAlong {
  collection: CollectionName;
  by: string;
  /** Emptied but not deleted, because it still counts: a request that was followed, a seat in a list. */
  stays?: boolean;
}

/** May an erased record of this collection stand on without its person? */
export const mayStayWhenErased = (collection: CollectionName): boolean => STAYING.includes(collection);
const STAYING: readonly CollectionName[] = ['subjectRequests', 'targets', 'attendances'];

/** Where others speak of a client. Accesses name nobody and stay as they are, as evidence. */
const NAMING_A_CLIENT: readonly ErasedAlong[] = [
  { collection: 'targets', by: 'clientId' },
  { collection: 'attendances', by: 'clientId' },
  { collection: 'candidates', by: 'business' },
];

/** What is erased together with a record of this collection. */
export function erasedAlong(collection: CollectionName): readonly ErasedAlong[] {
  const owned = OWNED[collection] ?? [];
  const isClient = isClientCollection(collection);
  if (!isClient && collection !== 'candidates') return owned;
  // Who was merged into a client is the same person.
  const merged = isClient ? [...NAMING_A_CLIENT, { collection, by: 'mergedInto' }] : [];
  return [...owned, ...merged].map((along) => ({
    ...along,
    stays: mayStayWhenErased(along.collection),
  }));
}

/** The collection and all that may be erased with it, at any depth. */
export function erasedCollections(collection: CollectionName, found = new Set<CollectionName>()): CollectionName[] {
  if (!found.has(collection)) {
    found.add(collection);
    for (const along of erasedAlong(collection)) erasedCollections(along.collection, found);
  }
  return [...found];
}
