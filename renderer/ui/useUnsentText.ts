import { useTranslation } from 'react-i18next';
import { COUNTED_UNSENT } from '../store/queries.ts';

/** How much is unsent, in words; from a number on only that it is more. */
export function useUnsentText(): (unsent: number) => string {
  const { t, i18n } = useTranslation();
  return (unsent) =>
    unsent < COUNTED_UNSENT
      ? t('sync.unsent', { count: unsent })
      : t('sync.unsentMany', { number: COUNTED_UNSENT.toLocaleString(i18n.language) });
}
