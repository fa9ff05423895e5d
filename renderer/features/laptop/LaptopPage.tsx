import { Alert, Button, Card, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRole } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { SyncButtons, SyncProblem, SyncProgress } from '../../app/SyncState.tsx';
import { db } from '../../store/database.ts';
import { releaseDevice } from '../../store/device.ts';
import { useRecords, useSyncStatus, useUnsent, useWaitingFiles } from '../../store/queries.ts';
import { forgetAsides } from '../../store/snapshot.ts';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { useAgo } from '../../ui/useAgo.ts';
import { useUnsentText } from '../../ui/useUnsentText.ts';
import { FileRoom } from '../attachments/FileRoom.tsx';
import { forgetBackups } from '../backups/take.ts';
import { LockCard } from '../lock/LockCard.tsx';
import classes from './LaptopPage.module.css';
import { Updates } from './Updates.tsx';

/** *Laptop ini*: whose laptop, which hub, how sync stands, language, and how to hand the laptop on. */
export function LaptopPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const users = useRecords('users');
  const storage = useStorage();
  return (
    <Stack gap="sm" maw={860}>
      <Title order={1} size="h3">
        {t('laptop.title')}
      </Title>
      <Card withBorder>
        <dl className={classes.facts}>
          <Fact label={t('laptop.user')}>{device.userName}</Fact>
          <Fact label={t('laptop.role')}>{t(`roles.${device.role}`)}</Fact>
          <Fact label={t('laptop.unit')}>{device.unitName}</Fact>
          <Fact label={t('laptop.device')}>
            {device.deviceName} ({device.deviceId})
          </Fact>
          <Fact label={t('laptop.hub')}>{device.hub}</Fact>
          <Fact label={t('laptop.version')}>{APP_VERSION}</Fact>
          <Fact label={t('laptop.storage')}>{storage?.used}</Fact>
          <Fact label={t('laptop.persisted')}>
            {storage && t(storage.persisted ? 'laptop.persistedYes' : 'laptop.persistedNo')}
          </Fact>
        </dl>
      </Card>
      <SyncCard />
      <LockCard />
      <FileRoom />
      <Updates />
      <Card withBorder>
        <Group justify="space-between">
          <Title order={2} size="h5">
            {t('laptop.language')}
          </Title>
          <LanguageSwitch />
        </Group>
      </Card>
      <Card withBorder>
        <Title order={2} size="h5" mb="xs">
          {t('laptop.colleagues')}
        </Title>
        <ul className={classes.people}>
          {users?.map((user) => (
            <li key={user.id}>
              {user.values.name}
              <small>{user.values.role && isRole(user.values.role) ? t(`roles.${user.values.role}`) : ''}</small>
            </li>
          ))}
        </ul>
      </Card>
      <Card withBorder>
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Title order={2} size="h5">
              {t('checkup.title')}
            </Title>
            <Text size="sm">{t('laptop.checkup')}</Text>
          </div>
          <Button component={Link} to="/checkup" variant="default">
            {t('laptop.openCheckup')}
          </Button>
        </Group>
      </Card>
      <Release />
      <Text size="xs" c="dimmed">
        {t('laptop.aboutRegions')}
      </Text>
    </Stack>
  );
}

function SyncCard() {
  const { t } = useTranslation();
  const status = useSyncStatus();
  const unsent = useUnsent() ?? 0;
  const unsentText = useUnsentText();
  const ago = useAgo(status?.lastSync);
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Group justify="space-between">
          <div>
            <Title order={2} size="h5">
              {t('laptop.sync')}
            </Title>
            <Text size="sm">
              {t(`sync.${status?.state ?? 'waiting'}`)} · {unsentText(unsent)} ·{' '}
              {status?.lastSync ? t('sync.last', { when: ago }) : t('sync.never')}
            </Text>
          </div>
          <SyncButtons />
        </Group>
        <SyncProgress />
        <SyncProblem />
      </Stack>
    </Card>
  );
}

/** Hands the laptop on. Unsent work is never deleted without the word typed out. */
function Release() {
  const { t } = useTranslation();
  const fields = useUnsent() ?? 0;
  const files = useWaitingFiles() ?? 0;
  const unsent = fields + files;
  const [opened, setOpened] = useState(false);
  const [word, setWord] = useState('');
  const allowed = unsent === 0 || word === t('laptop.releaseWord');
  const release = async () => {
    await forgetBackups(db.name);
    await forgetAsides(db.name);
    await releaseDevice();
    location.assign('/');
  };
  return (
    <Card withBorder>
      <Title order={2} size="h5">
        {t('laptop.release')}
      </Title>
      <Text size="sm" mb="xs">
        {t('laptop.releaseIntro')}
      </Text>
      <Button color="red" variant="light" w="fit-content" onClick={() => setOpened(true)}>
        {t('laptop.release')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('laptop.release')}>
        <Stack>
          {unsent > 0 ? (
            <>
              <Alert color="red">
                {t('laptop.releaseUnsent', { count: fields })}{' '}
                {files > 0 && t('attachments.space.releaseUnsent', { count: files })}
              </Alert>
              <TextInput
                aria-label={t('laptop.releaseWord')}
                value={word}
                onChange={(event) => setWord(event.currentTarget.value)}
                data-autofocus
              />
            </>
          ) : (
            <Text size="sm">{t('laptop.releaseConfirm')}</Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              {t('common.cancel')}
            </Button>
            <Button color="red" disabled={!allowed} onClick={() => void release()}>
              {t('laptop.releaseDo')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div style={{ display: 'contents' }}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function useStorage(): { used: string; persisted: boolean } | undefined {
  const [storage, setStorage] = useState<{ used: string; persisted: boolean }>();
  useEffect(() => {
    let current = true;
    Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]).then(
      ([estimate, persisted]) => {
        const used = `${((estimate.usage ?? 0) / 1e6).toLocaleString('id-ID', { maximumFractionDigits: 1 })} MB`;
        if (current) setStorage({ used, persisted });
      },
      (error: unknown) => console.warn('storage', error),
    );
    return () => {
      current = false;
    };
  }, []);
  return storage;
}
