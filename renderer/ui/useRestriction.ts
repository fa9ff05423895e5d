import type { CollectionName } from '#core/model/collections.ts';
import { isRestricting, personsOf } from '#core/workflow/restriction.ts';
import { type Entity, useMerges, useRecords, useRequestsOf } from '../store/queries.ts';

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

/** While that is not known nobody is kept from writing: what should not have been the hub refuses. */
export const useIsRestricted = (record: OfPerson): boolean => Boolean(useRestriction(record));

/** The ids of all who are restricted now; undefined while that is not known. */
export function useRestrictedPersons(): ReadonlySet<string> | undefined {
  const requests = useRecords('subjectRequests');
  const merges = useMerges();
  if (!requests || !merges) return undefined;
  const restricting = requests.filter(({ values }) => isRestricting(values));
  return new Set(restricting.flatMap(({ values }) => merges.membersOf(String(values.clientId))));
}
