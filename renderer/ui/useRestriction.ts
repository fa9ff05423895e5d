import type { CollectionName } from '#core/model/collections.ts';
import { isRestricting, personsOf } from '#core/workflow/restriction.ts';
import { type Entity, useRecords, useRequestsOf } from '../store/queries.ts';

/** A record as far as it tells whose it is. */
export interface OfPerson {
  collection: CollectionName;
  id: string;
  values: object;
}

/** The request that keeps this record from being edited, or null; undefined while that is not known. */
export function useRestriction({ collection, id, values }: OfPerson): Entity<'subjectRequests'> | null | undefined {
  const persons = personsOf(collection, id, values as Record<string, unknown>);
  const requests = useRequestsOf(persons);
  if (persons.length === 0) return null;
  return requests && (requests.find((request) => isRestricting(request.values)) ?? null);
}

/** The ids of all who are restricted now; undefined while that is not known. */
export function useRestrictedPersons(): ReadonlySet<string> | undefined {
  const requests = useRecords('subjectRequests');
  return (
    requests &&
    new Set(requests.filter(({ values }) => isRestricting(values)).map(({ values }) => String(values.clientId)))
  );
}
