import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { tellApart } from '../../store/merges.ts';

/** Two that are two: nobody is asked about them again, on any laptop. */
export async function noteApart(
  t: TFunction,
  collection: ClientCollection,
  pair: readonly [string, string],
): Promise<void> {
  await tellApart(collection, pair, true);
  notifications.show({ message: t('duplicates.noted'), withCloseButton: false });
}
