import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { goRestore } from '../../app/restoring.ts';
import { useBackups } from './Backups.tsx';
import { whenText } from './when.ts';

/** On a laptop that seems to be new but has snapshots: its database is gone (electron/main/tornLogs.ts says how that happens). */
export function LostStore() {
  const { t, i18n } = useTranslation();
  const [latest] = useBackups(undefined).entries ?? [];
  if (!latest) return null;
  return (
    <Alert color="orange" title={t('backups.lost.title')} role="alert">
      <Text size="sm">{t('backups.lost.text', { when: whenText(latest.created, i18n.language) })}</Text>
      <Button size="xs" mt="xs" onClick={goRestore}>
        {t('backups.lost.action')}
      </Button>
    </Alert>
  );
}
