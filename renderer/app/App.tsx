import { Button, Center, Code, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { Component, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppInfo } from '../../electron/contract.ts';
import { RestorePage } from '../features/backups/RestorePage.tsx';
import { forgetBackups } from '../features/backups/take.ts';
import { useFullDisk } from '../features/checkup/useFullDisk.ts';
import { EnrolPage } from '../features/enrol/EnrolPage.tsx';
import { LockPage } from '../features/lock/LockPage.tsx';
import { begin, keptSession } from '../features/lock/session.ts';
import { useIdleLock } from '../features/lock/useIdleLock.ts';
import { type Account, databaseOf, listAccounts } from '../store/accounts.ts';
import { reopenStore } from '../store/open.ts';
import { useDevice } from '../store/queries.ts';
import { halfRestored } from '../store/snapshot.ts';
import { useFailedCount } from '../store/unsaved.ts';
import { DeviceProvider } from './device.tsx';
import { Refusals } from './Refusals.tsx';
import { goRestore, isRestoring } from './restoring.ts';
import { preloadPages, router } from './router.tsx';
import { shell } from './shell.ts';
import { UnitSettings } from './UnitSettings.tsx';

/** First run: enrolment. Afterwards: the app. */
export function App() {
  return (
    <CrashScreen>
      <WholeStore>{isRestoring() ? <RestorePage /> : <Opened />}</WholeStore>
    </CrashScreen>
  );
}

/** Chromium deleted the store, and the shell has kept it: nothing may be written before the app begins again and puts it back. */
function WholeStore({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [store, setStore] = useState<AppInfo['store']>('whole');
  useEffect(() => {
    const bridge = shell();
    void bridge?.info().then((info) => setStore((now) => (now === 'reset' ? now : info.store)));
    return bridge?.onStoreReset(() => setStore('reset'));
  }, []);
  useEffect(() => {
    if (store === 'put-back') notifications.show({ color: 'teal', autoClose: false, message: t('errors.putBack') });
  }, [store, t]);
  if (store !== 'reset') return children;
  return <Notice title={t('errors.reset')} text={t('errors.resetSafe')} again={() => void shell()?.relaunch()} />;
}

type State = 'starting' | 'locked' | 'new' | 'open' | 'failed';

function Opened() {
  const [state, setState] = useState<State>('starting');
  const [accounts, setAccounts] = useState<Account[]>([]);
  useEffect(() => {
    start(setAccounts).then(setState, (error: unknown) => {
      console.error('store', error);
      setState('failed');
    });
  }, []);
  const open = () => setState('open');
  switch (state) {
    case 'starting':
      return null;
    case 'failed':
      return <Failed />;
    case 'locked':
      return <LockPage accounts={accounts} onOpen={open} onOther={() => setState('new')} />;
    case 'new': {
      const back = accounts.length > 0 ? { onBack: () => setState('locked') } : {};
      return <EnrolPage isOpen={false} onOpen={open} {...back} />;
    }
    case 'open':
      return <Enrolled />;
  }
}

/** Goes on with what is open elsewhere, or finds out who can open what is on this laptop. */
async function start(tell: (accounts: Account[]) => void): Promise<State> {
  const kept = await keptSession();
  if (kept) {
    await begin(kept);
    return 'open';
  }
  // The power went while a snapshot was put back.
  if ((await halfRestored()).length > 0) {
    goRestore();
    return 'starting';
  }
  const accounts = await listAccounts();
  // Who was revoked shall not come back by a snapshot of the time before.
  for (const { id, revokedAt } of accounts) if (revokedAt) await forgetBackups(databaseOf(id));
  tell(accounts);
  return accounts.length > 0 ? 'locked' : 'new';
}

/** The store cannot be opened; when that is for want of room, it is tried again once there is some. */
function Failed() {
  const { t } = useTranslation();
  const isFull = useFullDisk();
  const wasFull = useRef(false);
  useEffect(() => {
    if (wasFull.current && !isFull) location.reload();
    wasFull.current = isFull;
  }, [isFull]);
  if (isFull) return <Notice title={t('errors.full')} text={t('errors.fullSafe')} />;
  return <Notice text={t('errors.storage')} canRestore />;
}

function Enrolled() {
  const { t } = useTranslation();
  const device = useDevice();
  useIdleLock();
  useEffect(() => void preloadPages(), []);
  if (device === undefined) {
    return (
      <Center h="100%">
        <Loader aria-label={t('common.loading')} />
      </Center>
    );
  }
  if (device === null) return <EnrolPage isOpen onOpen={() => {}} />;
  return (
    <DeviceProvider value={device}>
      <Refusals />
      <UnitSettings>
        <RouterProvider router={router} />
      </UnitSettings>
    </DeviceProvider>
  );
}

/** What a broken page shows: that the work is safe, and the way on. */
class CrashScreen extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    const reset = () => this.setState({ error: null });
    return this.state.error ? <Crashed error={this.state.error} reset={reset} /> : this.props.children;
  }
}

export function Crashed({ error, reset }: { error: Error; reset: () => void }) {
  const { t } = useTranslation();
  const unsaved = useFailedCount();
  const isFull = useFullDisk();
  const isWaiting = unsaved > 0 || isFull;
  const wasWaiting = useRef(false);
  // What was typed is in this page's memory: it must not be loaded anew before that is on the disk.
  useEffect(() => {
    if (wasWaiting.current && !isWaiting) void reopenStore().then(reset, () => undefined);
    wasWaiting.current = isWaiting;
  }, [isWaiting, reset]);
  if (isWaiting) {
    return (
      <Notice
        title={t('errors.full')}
        text={unsaved > 0 ? t('errors.fullUnsaved', { count: unsaved }) : t('errors.fullSafe')}
        again={reset}
      />
    );
  }
  return (
    <Notice text={t('errors.crashedSafe')} title={t('errors.crashed')} detail={`${error.name}: ${error.message}`} />
  );
}

interface NoticeProps {
  title?: string;
  text: string;
  detail?: string;
  /** Instead of loading the page anew. */
  again?: () => void;
  /** The way to the snapshots. */
  canRestore?: boolean;
}

function Notice({ title, text, detail, again, canRestore = false }: NoticeProps) {
  const { t } = useTranslation();
  return (
    <Center h="100%" p="lg" role="alert">
      <Stack maw={520}>
        <Title order={3}>{title ?? t('app.name')}</Title>
        <Text>{text}</Text>
        <Group>
          <Button onClick={again ?? (() => location.reload())}>{t(again ? 'errors.again' : 'errors.reload')}</Button>
          {canRestore && (
            <Button variant="default" onClick={goRestore}>
              {t('backups.restore')}
            </Button>
          )}
        </Group>
        {detail && (
          <div>
            <Text size="xs" c="dimmed">
              {t('errors.details')}
            </Text>
            <Code block>{detail}</Code>
          </div>
        )}
      </Stack>
    </Center>
  );
}
