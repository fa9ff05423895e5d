import { CLIENT_COLLECTIONS, type CollectionName } from '#core/model/collections.ts';
import { isHeldByRestriction, isRestricting } from '#core/workflow/restriction.ts';
import { type Entity, useChildren } from '../store/queries.ts';

/** A record as far as it tells whose it is. */
export interface OfClient {
  collection: CollectionName;
  id: string;
  values: object;
}

/** The request that keeps this record from being edited, or null; undefined while that is not known. */
export function useRestriction({ collection, id, values }: OfClient): Entity<'subjectRequests'> | null | undefined {
  const isClient = (CLIENT_COLLECTIONS as readonly string[]).includes(collection);
  const requests = useChildren(
    'subjectRequests',
    isClient ? id : String((values as { clientId?: unknown }).clientId ?? ''),
  );
  if (!isHeldByRestriction(collection)) return null;
  return requests && (requests.find((request) => isRestricting(request.values)) ?? null);
}
