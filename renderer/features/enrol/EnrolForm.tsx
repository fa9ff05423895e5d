import { Alert, Button, Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_PASSPHRASE } from '../../store/vault.ts';
import { hubAddress } from '../../sync/hub.ts';
import type { Credentials, EnrolFailure, Target } from './enrolment.ts';

type Way = 'code' | 'password';

interface Props {
  target: Target;
  onTarget: (change: Partial<Target>) => void;
  busy: boolean;
  failure: EnrolFailure | null;
  onFailure: (failure: EnrolFailure) => void;
  onConnect: (credentials: Credentials) => void;
  submit: string;
  /** Whose records this laptop holds, when it is enrolled again. */
  owner?: string;
  /** What stands above, and what is asked besides. */
  children?: ReactNode;
  besides?: ReactNode;
}

/** Hub, name of the laptop, and a code or a password: what connects a laptop with its hub. */
export function EnrolForm({
  target,
  onTarget,
  busy,
  failure,
  onFailure,
  onConnect,
  submit,
  owner,
  children,
  besides,
}: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('code');
  const [code, setCode] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const missing = missingInput(target.hub, way, { code, user, password });
    if (missing) onFailure({ code: missing, hub: target.hub });
    else onConnect(way === 'code' ? { code: code.trim() } : { user: user.trim(), password });
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {children}
        <TextInput
          label={t('enrol.hub')}
          description={t('enrol.hubHint')}
          value={target.hub}
          onChange={(event) => onTarget({ hub: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
        <TextInput
          label={t('enrol.deviceName')}
          description={t('enrol.deviceNameHint')}
          placeholder={t('enrol.deviceNameDefault')}
          value={target.deviceName}
          maxLength={200}
          onChange={(event) => onTarget({ deviceName: event.currentTarget.value })}
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
            data-autofocus
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
              visibilityToggleButtonProps={{ 'aria-label': t('lock.visibility') }}
              label={t('enrol.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
            />
          </>
        )}
        {besides}
        {failure && <Failure {...failure} user={owner} />}
        <Submit label={submit} busy={busy} />
      </Stack>
    </form>
  );
}

/** The button that connects, and what stands beside it. */
export function Submit({ label, busy, children }: { label: string; busy: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Group>
      <Button type="submit" loading={busy}>
        {label}
      </Button>
      {children}
      {busy && (
        <Text size="sm" c="dimmed" role="status">
          {t('enrol.checking')}
        </Text>
      )}
    </Group>
  );
}

/** Why it did not work, and that nothing was lost. */
export function Failure({ code, hub, user }: EnrolFailure & { user: string | undefined }) {
  const { t } = useTranslation();
  const key = `enrol.errors.${code}`;
  return (
    <Alert color="red" role="alert">
      {String(t(key as never, { hub, user, min: MIN_PASSPHRASE, defaultValue: t('enrol.errors.other', { code }) }))}{' '}
      {t('enrol.safe')}
    </Alert>
  );
}

function missingInput(hub: string, way: Way, input: { code: string; user: string; password: string }): string | null {
  if (hub.trim() === '') return 'hub_missing';
  if (hubAddress(hub) === null) return 'hub_invalid';
  if (way === 'code') return input.code.trim() === '' ? 'code_missing' : null;
  return input.user.trim() === '' || input.password === '' ? 'login_missing' : null;
}
