import { Button, Center, Code, Loader, Stack, Text, Title } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { Component, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EnrolPage } from '../features/enrol/EnrolPage.tsx';
import { LockPage } from '../features/lock/LockPage.tsx';
import { begin, keptSession } from '../features/lock/session.ts';
import { useIdleLock } from '../features/lock/useIdleLock.ts';
import { type Account, listAccounts } from '../store/accounts.ts';
import { useDevice } from '../store/queries.ts';
import { DeviceProvider } from './device.tsx';
import { Refusals } from './Refusals.tsx';
import { router } from './router.tsx';
import { UnitSettings } from './UnitSettings.tsx';

/** First run: enrolment. Afterwards: the app. */
export function App() {
  return (
    <CrashScreen>
      <Opened />
    </CrashScreen>
  );
}

type State = 'starting' | 'locked' | 'new' | 'open' | 'failed';

function Opened() {
  const { t } = useTranslation();
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
      return <Notice text={t('errors.storage')} />;
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
  const accounts = await listAccounts();
  tell(accounts);
  return accounts.length > 0 ? 'locked' : 'new';
}

function Enrolled() {
  const { t } = useTranslation();
  const device = useDevice();
  useIdleLock();
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
    return this.state.error ? <Crashed error={this.state.error} /> : this.props.children;
  }
}

export function Crashed({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <Notice text={t('errors.crashedSafe')} title={t('errors.crashed')} detail={`${error.name}: ${error.message}`} />
  );
}

function Notice({ title, text, detail }: { title?: string; text: string; detail?: string }) {
  const { t } = useTranslation();
  return (
    <Center h="100%" p="lg" role="alert">
      <Stack maw={520}>
        <Title order={3}>{title ?? t('app.name')}</Title>
        <Text>{text}</Text>
        <Button w="fit-content" onClick={() => location.reload()}>
          {t('errors.reload')}
        </Button>
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
