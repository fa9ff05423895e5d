import { Alert, Button, Code, Loader, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRevokeDevices } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { recoveryOf } from '../../sync/hub.ts';
import { Dialog } from '../../ui/Dialog.tsx';

/** For whoever forgot the passphrase of their laptop: the code that opens it again. Only the hub has it. */
export function RecoveryButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const { role, deviceId } = useThisDevice();
  const [opened, setOpened] = useState(false);
  if (!mayRevokeDevices(role) || id === deviceId) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconKey size={16} />}
        aria-label={`${t('lock.recovery.show')}: ${name}`}
        onClick={() => setOpened(true)}
      >
        {t('lock.recovery.show')}
      </Button>
      {opened && (
        <Dialog title={t('lock.recovery.title', { name })} onClose={() => setOpened(false)}>
          <RecoveryCode id={id} />
        </Dialog>
      )}
    </>
  );
}

function RecoveryCode({ id }: { id: string }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const [answer, setAnswer] = useState<{ code: string | null } | 'failed'>();
  useEffect(() => {
    recoveryOf(device, id).then(setAnswer, (error: unknown) => {
      console.warn('recovery', error);
      setAnswer('failed');
    });
  }, [device, id]);
  if (answer === undefined) return <Loader aria-label={t('common.loading')} />;
  if (answer === 'failed') return <Alert color="red">{t('lock.recovery.offline')}</Alert>;
  if (answer.code === null) return <Alert color="gray">{t('lock.recovery.none')}</Alert>;
  return (
    <Stack gap="sm">
      <Text size="sm">{t('lock.recovery.intro')}</Text>
      <Code block fz="lg">
        {answer.code}
      </Code>
    </Stack>
  );
}
