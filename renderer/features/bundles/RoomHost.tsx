import { Alert, Button, List, Stack, Text, Title } from '@mantine/core';
import { IconAccessPoint } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { useHubFile } from '../../store/queries.ts';
import { closePost, openPost, usePost, type Visit } from '../../sync/room/host.ts';
import { roomShell } from '../../sync/room/parcels.ts';
import { momentText } from '../../ui/fieldText.ts';
import classes from './Room.module.css';
import { problemText } from './texts.ts';

/** The button that opens a post, and what guests need to find it. */
export function RoomHost() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const { state, failed } = usePost();
  return (
    <Stack gap="xs" align="flex-start" component="section" aria-label={t('room.host')}>
      <Title order={3} size="h6">
        {t('room.host')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('room.hostHint')}
      </Text>
      {state === 'open' ? (
        <OpenPost />
      ) : (
        <Button
          leftSection={<IconAccessPoint size={18} />}
          loading={state === 'opening'}
          onClick={() => void openPost(device)}
        >
          {t('room.open')}
        </Button>
      )}
      {failed && (
        <Alert color="red" p="xs">
          {t('room.notOpened')}
        </Alert>
      )}
    </Stack>
  );
}

function OpenPost() {
  const { t } = useTranslation();
  const { code, port, visits } = usePost();
  const addresses = useAddresses();
  const { timeZone } = useThisDevice();
  const hubFile = useHubFile();
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t('room.code')}</dt>
        <dd className={classes.code}>{code}</dd>
        {addresses.length > 0 && (
          <>
            <dt>{t('room.address')}</dt>
            <dd>{addresses.map((address) => `${address}:${port}`).join(', ')}</dd>
          </>
        )}
      </dl>
      <Text size="sm">{t(addresses.length > 0 ? 'room.firewall' : 'room.noNetwork')}</Text>
      {hubFile && (
        <Text size="sm">{t('room.hubFile', { when: momentText(timeZone, Date.parse(hubFile.created)) })}</Text>
      )}
      <div role="status" aria-label={t('room.visits')}>
        <Text size="sm" fw={600}>
          {t('room.visits')}
        </Text>
        {visits.length === 0 && <Text size="sm">{t('room.nobody')}</Text>}
        <List size="sm" listStyleType="none">
          {visits.map((visit) => (
            <List.Item key={visit.device}>
              <Visitor visit={visit} />
            </List.Item>
          ))}
        </List>
      </div>
      <Button variant="default" onClick={() => void closePost()}>
        {t('room.close')}
      </Button>
    </>
  );
}

function Visitor({ visit: { user, laptop, at, changed, problems } }: { visit: Visit }) {
  const { t } = useTranslation();
  const { timeZone } = useThisDevice();
  return (
    <>
      {t('room.visit', { user, laptop, when: momentText(timeZone, at), count: changed })}
      {problems.map((problem) => (
        <Text key={problem} size="sm" c="red.8">
          {problemText(t, problem)}
        </Text>
      ))}
    </>
  );
}

const LOOK_MS = 3000;

/** This laptop's addresses; they change when it changes its Wi-Fi. */
function useAddresses(): string[] {
  const [addresses, setAddresses] = useState<string[]>([]);
  useEffect(() => {
    const look = () => void roomShell().ask('post:addresses', undefined).then(setAddresses);
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return addresses;
}
