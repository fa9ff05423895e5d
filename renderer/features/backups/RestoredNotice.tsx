import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRestored } from '../../store/queries.ts';
import { whenText } from './when.ts';

/** As long as what was put back has not met the hub. */
export function RestoredNotice() {
  const { t, i18n } = useTranslation();
  const restored = useRestored();
  if (!restored) return null;
  return (
    <Alert color="blue" role="status" mb="sm">
      {t('backups.restoredNote', { when: whenText(restored.created, i18n.language) })}
    </Alert>
  );
}
