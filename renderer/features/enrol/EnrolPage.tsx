import { Alert, Button, Card, Loader, Stack, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DemoLogins } from '#core/wire/protocol.ts';
import { shell } from '../../app/shell.ts';
import { demoLogins, health, hubAddress } from '../../sync/hub.ts';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { LostStore } from '../backups/LostStore.tsx';
import { NO_PASSPHRASE, PassphraseFields, passphraseProblem } from '../lock/PassphraseFields.tsx';
import { EnrolForm } from './EnrolForm.tsx';
import classes from './EnrolPage.module.css';
import { type Credentials, type Target, useEnrolment } from './enrolment.ts';
import { ProvisionedForm } from './ProvisionedForm.tsx';
import { useProvision } from './useProvision.ts';

/**
 * Connects this laptop with the unit's hub, once, and protects what will be on it.
 *
 * @param isOpen an account is open already, and waits for its enrolment
 * @param onBack to the accounts of this laptop
 */
export function EnrolPage({ isOpen, onOpen, onBack }: { isOpen: boolean; onOpen: () => void; onBack?: () => void }) {
  const { t } = useTranslation();
  const suggested = useSuggestedHub();
  const [typed, setTyped] = useState<{ hub: string | null; deviceName: string }>({ hub: null, deviceName: '' });
  const target = { ...typed, hub: typed.hub ?? suggested ?? '' };
  const { busy, failure, setFailure, connect } = useEnrolment();
  const demo = useDemoLogins(target.hub);
  const [next, setNext] = useState(NO_PASSPHRASE);
  const { provision, problem, choose, leave, done } = useProvision();
  const connectTo = async (to: Target, credentials: Credentials) => {
    const wrong = isOpen ? null : passphraseProblem(next);
    if (wrong) return setFailure({ code: `passphrase_${wrong}`, hub: to.hub });
    if (!(await connect(to, credentials, isOpen ? undefined : next.passphrase))) return;
    if (provision) done();
    onOpen();
  };
  const connectNow = (credentials: Credentials) => void connectTo(target, credentials);
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <div>
          <Title order={1}>{t('app.name')}</Title>
          <Text c="dimmed">{t('app.tagline')}</Text>
        </div>
        <LanguageSwitch />
      </header>
      <div className={classes.head}>{!isOpen && !onBack && <LostStore />}</div>
      <div className={classes.cards}>
        <Card withBorder>
          {provision ? (
            <ProvisionedForm
              {...{ provision, busy, failure }}
              onConnect={() => void connectTo(provision, { code: provision.code })}
              onLeave={leave}
            >
              {!isOpen && <PassphraseFields value={next} onChange={setNext} />}
            </ProvisionedForm>
          ) : (
            <EnrolForm
              {...{ target, busy, failure }}
              onTarget={(change) => setTyped((before) => ({ ...before, ...change }))}
              onFailure={setFailure}
              onConnect={connectNow}
              submit={t('enrol.submit')}
              besides={!isOpen && <PassphraseFields value={next} onChange={setNext} />}
            >
              <Title order={2} size="h4">
                {t('enrol.title')}
              </Title>
              <Text size="sm">{t('enrol.intro')}</Text>
              {problem && (
                <Alert color="yellow" p="xs" role="alert">
                  {t(`enrol.prepared.problems.${problem}`)}
                </Alert>
              )}
              {choose && (
                <Button variant="default" w="fit-content" leftSection={<IconFileImport size={18} />} onClick={choose}>
                  {t('enrol.prepared.choose')}
                </Button>
              )}
            </EnrolForm>
          )}
        </Card>
        {demo && !provision && <DemoCard demo={demo} busy={busy} onPick={connectNow} />}
      </div>
      {onBack && (
        <div className={classes.head}>
          <Button variant="subtle" onClick={onBack}>
            {t('lock.backToLock')}
          </Button>
        </div>
      )}
    </main>
  );
}

function DemoCard({
  demo,
  busy,
  onPick,
}: {
  demo: DemoLogins;
  busy: boolean;
  onPick: (credentials: Credentials) => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('enrol.demoTitle')}
        </Title>
        <Text size="sm">{t('enrol.demoIntro')}</Text>
        {demo.users.map(({ user, name, role, password }) => (
          <Button
            key={user}
            variant="light"
            disabled={busy}
            onClick={() => onPick({ user, password })}
            justify="space-between"
            rightSection={<Text size="xs">{i18n.exists(`roles.${role}`) ? t(`roles.${role}` as never) : role}</Text>}
          >
            {t('enrol.demoAs', { name })}
          </Button>
        ))}
        {busy && <Loader size="sm" aria-label={t('enrol.checking')} />}
      </Stack>
    </Card>
  );
}

/** The hub that the installer named, or the one that serves this page. */
function useSuggestedHub(): string | null {
  const [suggested, setSuggested] = useState<string | null>(null);
  useEffect(() => {
    const bridge = shell();
    if (bridge) void bridge.info().then((info) => setSuggested(info.hub));
    else
      health(location.origin).then(
        () => setSuggested(location.origin),
        () => undefined,
      );
  }, []);
  return suggested;
}

/** The logins of a demo hub; null for any other. */
function useDemoLogins(typedHub: string): DemoLogins | null {
  const [demo, setDemo] = useState<DemoLogins | null>(null);
  const hub = hubAddress(typedHub);
  useEffect(() => {
    setDemo(null);
    if (!hub) return;
    let current = true;
    // While the user still types, most addresses do not answer; that is no error.
    const timer = setTimeout(async () => {
      const logins = await health(hub)
        .then((answer) => (answer.demo ? demoLogins(hub) : null))
        .catch(() => null);
      if (current) setDemo(logins);
    }, 400);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [hub]);
  return demo;
}
