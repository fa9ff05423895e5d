import type { TFunction } from 'i18next';

/** What one record of a collection is called; the collection's own name when this version does not know it. */
export const recordKind = (t: TFunction, collection: string): string =>
  t(`conflicts.what.${collection}` as never, {
    defaultValue: t(`collections.${collection}` as never, { defaultValue: collection }),
  });
