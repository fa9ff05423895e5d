import { Alert, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconLock } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { isBeyondMinimum, isConsented } from '#core/workflow/consent.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { flushPending } from '../../store/pending.ts';
import { readRecord, useChildren, useRecordWithInputs } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';
import { focusField } from '../../ui/forms/Obstacles.tsx';
import { useIsRestricted } from '../../ui/useRestriction.ts';
import { MaybeKnown } from '../duplicates/MaybeKnown.tsx';
import { MovedNotice } from '../duplicates/MergedHere.tsx';
import { RestrictionNotice } from '../privacy/Restriction.tsx';
import classes from './RegistrationPage.module.css';
import { STEPS, type Step, stepOf } from './steps.tsx';

interface Props {
  collection: ClientCollection;
  id: string;
  step?: string;
}

/** Registers a client, or changes its data later: steps that may be left at any time, each field saving itself. */
export function RegistrationPage({ collection, id, step: stepName }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const device = useThisDevice();
  const today = useToday();
  const loaded = useRecordWithInputs(collection, id);
  const consents = useChildren('consents', id);
  const restricted = useIsRestricted({ collection, id, values: {} });
  const [missing, setMissing] = useState(false);
  if (loaded === undefined || consents === undefined) return null;
  const { record: client, inputs } = loaded;

  const steps = STEPS[collection];
  const step = stepOf(collection, stepName);
  const position = steps.indexOf(step);
  const next = steps[position + 1];
  const consented = isConsented(consents);
  const locked = (candidate: Step) => candidate.needsConsent && !consented;
  /** After a withdrawal what stands there can still be read, also what was typed and not taken any more. */
  const isBeyond = inputs.size > 0 || (client !== null && isBeyondMinimum(collection, client.values));
  const goTo = (target: Step) =>
    void navigate({
      to: '/clients/$collection/$id/register',
      params: { collection, id },
      search: { step: target.name },
      replace: true,
    });

  const finish = async () => {
    await flushPending();
    const stored = await readRecord(collection, id);
    if (!stored?.values.name?.trim()) {
      setMissing(true);
      goTo(stepOf(collection, undefined));
      focusField(id, 'name');
      return;
    }
    if (!stored.values.registeredOn) {
      await save(collection, id, { registeredOn: today });
      notifications.show({
        message: t('register.saved'),
        color: 'teal',
        icon: <IconCheck size={18} />,
        withCloseButton: false,
      });
    }
    await navigate({ to: '/clients/$collection/$id', params: { collection, id } });
  };

  const title = t(collection === 'businesses' ? 'register.titleBusiness' : 'register.titleCooperative');
  return (
    <Stack gap="sm" className={classes.page}>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {client?.values.name || title}
          </Title>
          <Text size="sm" c="dimmed">
            {t('common.savedByItself')}
          </Text>
        </div>
        {client && (
          <Button component={Link} to="/clients/$collection/$id" params={{ collection, id } as never} variant="subtle">
            {t('common.close')}
          </Button>
        )}
      </Group>
      {client && <RestrictionNotice of={client} />}
      {client && <MovedNotice client={client} />}
      {mayRecord(device.role) && <MaybeKnown client={client} />}
      <div className={classes.body}>
        <nav aria-label={title}>
          <ol className={classes.steps}>
            {steps.map((candidate, i) => (
              <li key={candidate.name}>
                <button
                  type="button"
                  className={classes.step}
                  aria-current={candidate === step ? 'step' : undefined}
                  onClick={() => goTo(candidate)}
                >
                  <Badge circle variant={candidate === step ? 'filled' : 'light'}>
                    {i + 1}
                  </Badge>
                  {t(candidate.label)}
                  {locked(candidate) && <IconLock size={14} aria-label={t('register.locked')} />}
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <Card withBorder className={classes.card}>
          {missing && !client?.values.name && (
            <Alert color="red" role="alert" mb="sm">
              {t(collection === 'businesses' ? 'register.nameMissing' : 'register.nameMissingCooperative')}
            </Alert>
          )}
          {locked(step) && (
            <Stack align="flex-start" mb="sm">
              <Text>{t('register.locked')}</Text>
              <Button onClick={() => goTo(stepOf(collection, 'consent'))}>{t('register.toConsent')}</Button>
            </Stack>
          )}
          {(!locked(step) || isBeyond) && (
            <step.Content key={step.name} collection={collection} id={id} readOnly={!mayRecord(device.role)} />
          )}
          <Group justify="space-between" mt="lg">
            <Button
              variant="default"
              disabled={position === 0}
              onClick={() => {
                const previous = steps[position - 1];
                if (previous) goTo(previous);
              }}
            >
              {t('common.back')}
            </Button>
            <Group>
              {!client?.values.registeredOn && !restricted && mayRecord(device.role) && (
                <Button variant={next ? 'light' : 'filled'} onClick={() => void finish()}>
                  {t('register.done')}
                </Button>
              )}
              {next && <Button onClick={() => goTo(next)}>{t('common.next')}</Button>}
            </Group>
          </Group>
        </Card>
      </div>
    </Stack>
  );
}
