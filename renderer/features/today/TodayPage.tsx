import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type CollectionName, isCollection } from '#core/model/collections.ts';
import { addDays, formatDay } from '#core/model/dates.ts';
import { fieldName } from '#core/register/names.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { SyncProblem } from '../../app/SyncState.tsx';
import {
  COUNTED_UNSENT,
  useSessionCount,
  useUnfinishedInputs,
  useUnsent,
  useUnsentRecords,
  useWaiting,
  useWaitingIn,
} from '../../store/queries.ts';
import { syncNow } from '../../sync/start.ts';
import { fieldLabel } from '../../ui/fieldLabel.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { Section } from '../../ui/Section.tsx';
import { useUnsentText } from '../../ui/useUnsentText.ts';
import { type ClientLine, useClientIndex } from '../clients/useClientIndex.ts';
import { ReturnedToMe } from '../desk/ReturnedToMe.tsx';
import { FollowUpList } from '../followUps/FollowUpList.tsx';
import { OwedReports } from '../grants/OwedReports.tsx';
import { ReopenRequests } from '../locks/ReopenRequests.tsx';
import classes from './TodayPage.module.css';

/** How far ahead a follow-up counts as due. */
const AHEAD_DAYS = 7;

/** *Hari ini*: what is due, what was left half done, what is unsent. */
export function TodayPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const today = useToday();
  const open = useWaiting('followUps', 'open');
  const month = today.slice(0, 7);
  const sessionsThisMonth = useSessionCount(`${month}-01`, `${month}-31`);
  const clients = useClientIndex();
  const due = open
    ?.filter((followUp) => followUp.values.dueOn && followUp.values.dueOn <= addDays(today, AHEAD_DAYS))
    .sort((a, b) => (a.values.dueOn ?? '').localeCompare(b.values.dueOn ?? ''));
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {t('today.greeting', { name: device.userName })}
          </Title>
          <Text size="sm" c="dimmed">
            {formatDay(today)} · {device.timeZone}
          </Text>
        </div>
        {mayRecord(device.role) && (
          <Button component={Link} to="/clients">
            {t('today.newSession')}
          </Button>
        )}
      </Group>
      <SyncProblem />
      <div className={classes.figures}>
        <Figure label={t('today.clientsTotal')} value={clients?.length} />
        <Figure label={t('today.sessionsThisMonth')} value={sessionsThisMonth} />
        <Figure label={t('today.openFollowUps')} value={open?.length} />
      </div>
      <div className={classes.columns}>
        <Section title={t('today.due')}>
          {due && due.length === 0 && <Quiet text={t('today.nothingDue')} />}
          {due && due.length > 0 && <FollowUpList followUps={due} showClient />}
        </Section>
        <Stack gap="sm">
          <ReturnedToMe className={classes.list} />
          <ReopenRequests className={classes.list} />
          <OwedReports className={classes.list} />
          {clients && <Drafts clients={clients} />}
          <Unsent />
        </Stack>
      </div>
    </Stack>
  );
}

const DRAFTED = ['assessments', 'sessions'] as const;

function Drafts({ clients }: { clients: ClientLine[] }) {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  const open = useWaitingIn(DRAFTED, 'open');
  const inputs = useUnfinishedInputs();
  if (!open) return null;
  const nameOf = new Map(clients.map((client) => [client.id, client.name]));
  const registrations = clients.filter((client) => !client.registered && client.consultant === device.user);
  const halfDone = open.filter(({ values }) => values.createdBy === device.user);
  const empty = registrations.length === 0 && halfDone.length === 0;
  return (
    <Section title={t('today.drafts')}>
      {empty && <Quiet text={t('today.noDrafts')} />}
      <ul className={classes.list}>
        {registrations.map((client) => (
          <li key={client.id}>
            <Link to="/clients/$collection/$id/register" params={{ collection: client.collection, id: client.id }}>
              {client.name || t('common.unnamed')}
            </Link>
            <small>{t(`today.draftKinds.${client.collection}`)}</small>
          </li>
        ))}
        {halfDone.map((entity) => (
          <li key={entity.id}>
            <Link
              to={entity.collection === 'sessions' ? '/sessions/$id' : '/assessments/$id'}
              params={{ id: entity.id }}
            >
              {nameOf.get(entity.values.clientId ?? '') || t('common.unnamed')}
            </Link>
            <small>{t(`today.draftKinds.${entity.collection}`)}</small>
          </li>
        ))}
      </ul>
      {inputs && inputs.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="sm">
            {t('today.unfinished')}
          </Text>
          <ul className={classes.list}>
            {inputs.map((input) => (
              <li key={fieldName(input)}>
                <RecordLink collection={input.collection} id={input.id}>
                  {fieldLabel(t, i18n.language, input.collection, input.field)}
                </RecordLink>
                <small>{isCollection(input.collection) && t(`collections.${input.collection}`)}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Unsent() {
  const { t } = useTranslation();
  const fields = useUnsent();
  const records = useUnsentRecords();
  const unsentText = useUnsentText();
  if (fields === undefined || !records) return null;
  const perCollection = Map.groupBy(records, ([collection]) => collection);
  return (
    <Section title={t('today.unsent')}>
      {records.length === 0 ? (
        <Quiet text={t('today.nothingUnsent')} />
      ) : (
        <Stack gap="xs" align="flex-start">
          <Text size="sm">
            {fields < COUNTED_UNSENT ? t('today.unsentRecords', { count: records.length }) : unsentText(fields)}
          </Text>
          <ul className={classes.list}>
            {[...perCollection].map(([collection, all]) => (
              <li key={collection}>
                <span>{t(`collections.${collection as CollectionName}`)}</span>
                <small>{all.length}</small>
              </li>
            ))}
          </ul>
          <Button size="xs" variant="light" onClick={syncNow}>
            {t('sync.now')}
          </Button>
        </Stack>
      )}
    </Section>
  );
}

function Figure({ label, value }: { label: string; value: number | undefined }) {
  return (
    <Card withBorder padding="xs">
      <Text size="xl" fw={700} lh={1.2}>
        {value ?? '…'}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </Card>
  );
}

const Quiet = ({ text }: { text: string }) => (
  <Text size="sm" c="dimmed">
    {text}
  </Text>
);
