import {
  Alert,
  Button,
  Card,
  Group,
  Loader,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DemoLogins, SCHEMA_VERSION } from '#core/wire/protocol.ts';
import { shell } from '../../app/shell.ts';
import { keepStorage, newDeviceKeys, storeEnrolment } from '../../store/device.ts';
import { HubError } from '../../sync/errors.ts';
import { demoLogins, enrol, health, hubAddress } from '../../sync/hub.ts';
import { syncNow } from '../../sync/start.ts';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import classes from './EnrolPage.module.css';

type Way = 'code' | 'password';
type Credentials = { code: string } | { user: string; password: string };

/** First run: connects this laptop with the unit's hub, once. */
export function EnrolPage() {
  const { t } = useTranslation();
  const suggested = useSuggestedHub();
  const [typedHub, setTypedHub] = useState<string | null>(null);
  const hub = typedHub ?? suggested ?? '';
  const [deviceName, setDeviceName] = useState('');
  const [way, setWay] = useState<Way>('code');
  const [code, setCode] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<{ code: string; hub: string } | null>(null);
  const demo = useDemoLogins(hub);

  const connect = async (credentials: Credentials) => {
    setBusy(true);
    setError(null);
    try {
      await enrolAt(hub, deviceName.trim() || t('enrol.deviceNameDefault'), credentials);
      syncNow();
    } catch (caught) {
      setError({ code: caught instanceof HubError ? caught.code : 'internal', hub: hubAddress(hub) ?? hub });
      if (!(caught instanceof HubError)) console.error('enrol', caught);
    } finally {
      setBusy(false);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = missingInput(hub, way, { code, user, password });
    if (missing) setError({ code: missing, hub });
    else void connect(way === 'code' ? { code: code.trim() } : { user: user.trim(), password });
  };

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <Title order={1}>{t('app.name')}</Title>
          <Text c="dimmed">{t('app.tagline')}</Text>
        </div>
        <LanguageSwitch />
      </header>
      <div className={classes.cards}>
        <Card withBorder component="form" onSubmit={submit} noValidate>
          <Stack gap="sm">
            <Title order={2} size="h4">
              {t('enrol.title')}
            </Title>
            <Text size="sm">{t('enrol.intro')}</Text>
            <TextInput
              label={t('enrol.hub')}
              description={t('enrol.hubHint')}
              value={hub}
              onChange={(event) => setTypedHub(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
            <TextInput
              label={t('enrol.deviceName')}
              description={t('enrol.deviceNameHint')}
              placeholder={t('enrol.deviceNameDefault')}
              value={deviceName}
              maxLength={200}
              onChange={(event) => setDeviceName(event.currentTarget.value)}
            />
            <SegmentedControl
              aria-label={t('enrol.by')}
              value={way}
              onChange={(next) => setWay(next as Way)}
              data={[
                { value: 'code', label: t('enrol.byCode') },
                { value: 'password', label: t('enrol.byPassword') },
              ]}
            />
            {way === 'code' ? (
              <TextInput
                label={t('enrol.code')}
                description={t('enrol.codeHint')}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                autoComplete="off"
                spellCheck={false}
              />
            ) : (
              <>
                <TextInput
                  label={t('enrol.user')}
                  value={user}
                  onChange={(event) => setUser(event.currentTarget.value)}
                  autoComplete="username"
                />
                <PasswordInput
                  label={t('enrol.password')}
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  autoComplete="current-password"
                />
              </>
            )}
            {error && <EnrolError {...error} />}
            <Group>
              <Button type="submit" loading={busy}>
                {t('enrol.submit')}
              </Button>
              {busy && (
                <Text size="sm" c="dimmed" role="status">
                  {t('enrol.checking')}
                </Text>
              )}
            </Group>
          </Stack>
        </Card>
        {demo && <DemoCard demo={demo} busy={busy} onPick={connect} />}
      </div>
    </div>
  );
}

function EnrolError({ code, hub }: { code: string; hub: string }) {
  const { t } = useTranslation();
  const key = `enrol.errors.${code}`;
  return (
    <Alert color="red" role="alert">
      {String(t(key as never, { hub, defaultValue: t('enrol.errors.other', { code }) }))} {t('enrol.safe')}
    </Alert>
  );
}

function DemoCard({
  demo,
  busy,
  onPick,
}: {
  demo: DemoLogins;
  busy: boolean;
  onPick: (c: Credentials) => Promise<void>;
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
            onClick={() => void onPick({ user, password })}
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

function missingInput(hub: string, way: Way, input: { code: string; user: string; password: string }): string | null {
  if (hub.trim() === '') return 'hub_missing';
  if (hubAddress(hub) === null) return 'hub_invalid';
  if (way === 'code') return input.code.trim() === '' ? 'code_missing' : null;
  return input.user.trim() === '' || input.password === '' ? 'login_missing' : null;
}

/** @throws HubError with the hub's code, or `hub_too_old`, `insecure` */
async function enrolAt(typedHub: string, deviceName: string, credentials: Credentials): Promise<void> {
  const hub = hubAddress(typedHub);
  if (!hub) throw new HubError('hub_invalid');
  if (!crypto.subtle) throw new HubError('insecure');
  const { schema } = await health(hub);
  if (schema < SCHEMA_VERSION) throw new HubError('hub_too_old');
  const keys = await newDeviceKeys();
  const answer = await enrol(hub, { ...credentials, deviceName, publicKey: keys.publicKey });
  await storeEnrolment(hub, deviceName, answer, keys);
  await keepStorage();
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
