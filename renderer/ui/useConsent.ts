import type { CollectionName } from '#core/model/collections.ts';
import { subjectOf } from '#core/workflow/consent.ts';
import { useIsWithoutConsent } from '../store/queries.ts';

/** Does this record wait for a consent of its person? Undefined while that is not known. */
export const useWaitsForConsent = ({
  collection,
  id,
  values,
}: {
  collection: CollectionName;
  id: string;
  values: object;
}): boolean | undefined => useIsWithoutConsent(subjectOf(collection, id, values as Record<string, unknown>));
