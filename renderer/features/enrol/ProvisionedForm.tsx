import { Button, Stack, Text, Title } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure, Submit } from './EnrolForm.tsx';
import classes from './EnrolPage.module.css';
import type { EnrolFailure } from './enrolment.ts';
import type { Provisioned } from './useProvision.ts';

interface Props {
  provision: Provisioned;
  busy: boolean;
  failure: EnrolFailure | null;
  onConnect: () => void;
  onLeave: () => void;
  /** What protects the data on this laptop. */
  children: ReactNode;
}

/** For a laptop that an installer has prepared: whose it is and which hub; only a passphrase is left to type. */
export function ProvisionedForm({ provision, busy, failure, onConnect, onLeave, children }: Props) {
  const { t } = useTranslation();
  const { userName, unitName, hub, deviceName, fingerprint, pinned } = provision;
  const facts = [
    [t('enrol.prepared.user'), userName],
    [t('enrol.prepared.unit'), unitName],
    [t('enrol.deviceName'), deviceName],
    [t('enrol.hub'), hub],
    ...(pinned ? [] : [[t('enrol.prepared.fingerprint'), fingerprint]]),
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConnect();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('enrol.prepared.title')}
        </Title>
        <dl className={classes.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Text size="sm">{t(pinned ? 'enrol.prepared.pinned' : 'enrol.prepared.compare')}</Text>
        {children}
        {failure && <Failure {...failure} user={userName} />}
        <Submit label={t('enrol.submit')} busy={busy}>
          <Button variant="subtle" disabled={busy} onClick={onLeave}>
            {t('enrol.prepared.leave')}
          </Button>
        </Submit>
      </Stack>
    </form>
  );
}
