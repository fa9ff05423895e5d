import { ActionIcon, Button, Group, Stack, Text, Title, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useChildren, useRecord } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { clientOf } from '../../ui/clientOf.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { focusField, ObstacleList, StartingPoint } from '../../ui/forms/Obstacles.tsx';
import { usePeople } from '../../ui/people.ts';
import { RecordSyncBadge } from '../../ui/RecordSync.tsx';
import { Section } from '../../ui/Section.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useWaitsForConsent } from '../../ui/useConsent.ts';
import { useIsRestricted } from '../../ui/useRestriction.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { ConsentNotice } from '../consents/ConsentNotice.tsx';
import { LockBadge, LockButton, LockNotice } from '../locks/Lock.tsx';
import { isLocked } from '../locks/locks.ts';
import { RestrictionNotice } from '../privacy/Restriction.tsx';
import { Afterwards, Content, WhenAndWhere } from './SessionFields.tsx';
import { SessionFollowUps } from './SessionFollowUps.tsx';
import classes from './SessionPage.module.css';
import { deleteSession, finishSession, obstaclesOf, REQUIRED, reopenSession } from './state.ts';

/** A new session is written down from its beginning. */
const FIRST = ['startTime', ...REQUIRED];

/** One mentoring session: the sheet of domain 9.3, with its follow-ups. */
export function SessionPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const record = useRecord('sessions', id);
  if (record === undefined) return null;
  if (record === null || record.values.deletedAt) {
    return (
      <Stack align="flex-start">
        <Text>{t('session.notFound')}</Text>
        <Button component={Link} to="/clients">
          {t('client.toList')}
        </Button>
      </Stack>
    );
  }
  return <Session record={record} />;
}

function Session({ record }: { record: Entity<'sessions'> }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const { clientCollection, clientId, state } = record.values;
  const followUps = useChildren('followUps', clientId ?? '')
    ?.filter(({ values }) => values.sessionId === record.id)
    .reverse();
  const restricted = useIsRestricted(record);
  // While it is not known nobody is kept from writing: what would go too far the repository refuses.
  const waits = useWaitsForConsent(record) === true;
  const writing = state !== 'finished' && !restricted && !waits && !isLocked(record) && mayRecord(device.role);
  return (
    <RecordForm collection="sessions" id={record.id} readOnly={!writing}>
      <Stack gap="sm">
        <Header record={record} followUps={followUps?.map(({ id }) => id) ?? []} />
        <StartingPoint fields={FIRST} />
        <div className={classes.body}>
          <Stack gap="sm">
            <WhenAndWhere />
            <Content />
          </Stack>
          <Stack gap="sm">
            {followUps && clientCollection && clientId && (
              <Section title={t('session.followUps')}>
                <SessionFollowUps
                  client={{ collection: clientCollection, id: clientId }}
                  sessionId={record.id}
                  followUps={followUps}
                  writing={writing}
                />
              </Section>
            )}
            <Afterwards />
          </Stack>
        </div>
        <Attachments
          owner={{ collection: 'sessions', id: record.id, client: clientOf(record.values) }}
          readOnly={!writing}
        />
      </Stack>
    </RecordForm>
  );
}

function Header({ record, followUps }: { record: Entity<'sessions'>; followUps: string[] }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const restricted = useIsRestricted(record);
  const nameOf = usePeople();
  const [tried, setTried] = useState(false);
  const { values } = record;
  const finished = values.state === 'finished';
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Group gap="xs">
            <Title order={1} size="h4">
              {t('session.title')}: <ClientLink of={values} />
            </Title>
            <StateBadge finished={finished} />
            <LockBadge record={record} />
          </Group>
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              {[
                nameOf(values.consultant),
                values.programme ? '' : t('session.withoutProgramme'),
                t('common.savedByItself'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
            <RecordSyncBadge record={record} />
          </Group>
        </div>
        {mayRecord(role) && !restricted && !isLocked(record) && (
          <Actions {...{ record, followUps, onTry: () => setTried(true) }} />
        )}
      </Group>
      <LockNotice record={record} />
      <RestrictionNotice of={record} />
      <ConsentNotice of={record} />
      {tried && !finished && <OwnObstacles />}
    </>
  );
}

function Actions({ record, followUps, onTry }: { record: Entity<'sessions'>; followUps: string[]; onTry: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, values } = record;
  if (values.state === 'finished') {
    return (
      <Group gap="xs" wrap="nowrap">
        <Button variant="light" onClick={() => void reopenSession(id)}>
          {t('session.reopen')}
        </Button>
        <LockButton record={record} />
      </Group>
    );
  }
  const finish = async () => {
    const obstacle = await finishSession(id);
    onTry();
    if (obstacle) focusField(id, obstacle);
    else
      notifications.show({
        message: t('session.saved'),
        color: 'teal',
        icon: <IconCheck size={18} />,
        withCloseButton: false,
      });
  };
  const remove = () =>
    modals.openConfirmModal({
      title: t('session.deleteDraft'),
      children: (
        <Text size="sm">
          {t('session.deleteConfirm')} {t('session.deleteFollowUps', { count: followUps.length })}
        </Text>
      ),
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red' },
      onConfirm: async () => {
        await deleteSession(id);
        const { clientCollection, clientId } = values;
        await (clientCollection && clientId
          ? navigate({ to: '/clients/$collection/$id', params: { collection: clientCollection, id: clientId } })
          : navigate({ to: '/clients' }));
      },
    });
  return (
    <Group gap="xs" wrap="nowrap">
      <Tooltip label={t('session.deleteDraft')}>
        <ActionIcon size="lg" variant="subtle" color="red" aria-label={t('session.deleteDraft')} onClick={remove}>
          <IconTrash size={20} />
        </ActionIcon>
      </Tooltip>
      <Button onClick={() => void finish()}>{t('session.finish')}</Button>
    </Group>
  );
}

/** Shrinks as the obstacles are cleared. */
function OwnObstacles() {
  const { record, inputs } = useRecordContext();
  const obstacles = obstaclesOf((record?.values ?? {}) as Values<'sessions'>, inputs.keys());
  return <ObstacleList collection="sessions" obstacles={obstacles} />;
}
