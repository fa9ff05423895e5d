import { Button, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';
import { useUnsent } from '../../store/queries.ts';
import { EnrolForm } from './EnrolForm.tsx';
import { type Credentials, useEnrolment } from './enrolment.ts';

/** The way back for a laptop that its hub does not take any more. What is unsent goes on under the new enrolment. */
export function EnrolAgain({ onOpen }: { onOpen?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const open = () => {
    onOpen?.();
    const dialog = modals.open({
      title: t('enrol.again'),
      children: <Again device={device} onDone={() => modals.close(dialog)} />,
    });
  };
  return (
    <Button size="xs" mt="xs" display="block" onClick={open}>
      {t('enrol.again')}
    </Button>
  );
}

function Again({ device, onDone }: { device: Device; onDone: () => void }) {
  const { t } = useTranslation();
  const unsent = useUnsent() ?? 0;
  const [target, setTarget] = useState({ hub: device.hub, deviceName: device.deviceName });
  const { busy, failure, setFailure, connect } = useEnrolment();
  const again = async (credentials: Credentials) => {
    if (!(await connect(target, credentials))) return;
    onDone();
    notifications.show({
      message: t('enrol.againDone'),
      color: 'teal',
      icon: <IconCheck size={18} />,
      withCloseButton: false,
    });
  };
  return (
    <EnrolForm
      {...{ target, busy, failure }}
      onTarget={(change) => setTarget((before) => ({ ...before, ...change }))}
      onFailure={setFailure}
      onConnect={(credentials) => void again(credentials)}
      submit={t('enrol.again')}
      owner={device.userName}
    >
      <Text size="sm">{t('enrol.againIntro', { count: unsent })}</Text>
    </EnrolForm>
  );
}
