import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LOCK_FIELD } from '#core/workflow/locks.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { MissingPage } from '../../app/MissingPage.tsx';
import { CheckList } from './CheckList.tsx';
import { Waiting } from './Waiting.tsx';

/** *Meja koordinator*: everything that waits for the coordinator, in one place. */
export function DeskPage() {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  if (!mayWrite(role, 'sessions', LOCK_FIELD)) return <MissingPage />;
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        {t('desk.title')}
      </Title>
      <Waiting />
      <CheckList />
    </Stack>
  );
}
