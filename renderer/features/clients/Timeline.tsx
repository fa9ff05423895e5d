import { Badge, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import { SERVICE_FIELDS, SESSION_MODES } from '#core/model/reference.ts';
import type { ClientFile } from '../../store/queries.ts';
import { labelOf } from '../../ui/options.ts';
import { usePeople } from '../../ui/people.ts';
import { RecordSyncDot } from '../../ui/RecordSync.tsx';
import { AssessmentSummary } from '../assessments/AssessmentSummary.tsx';
import { LockMark } from '../locks/Lock.tsx';
import classes from './ClientPage.module.css';
import { useResultEvents } from './useResultEvents.tsx';

export interface Event {
  key: string;
  day: string;
  content: ReactNode;
}

/** What happened with a client, newest first. */
export function Timeline({ file }: { file: ClientFile }) {
  const { t } = useTranslation();
  const events = useEvents(file);
  if (events.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('client.timelineEmpty')}
      </Text>
    );
  }
  return (
    <ol className={classes.timeline} aria-label={t('client.timeline')}>
      {events.map((event) => (
        <li key={event.key} className={classes.event}>
          <time dateTime={event.day}>{event.day ? formatDay(event.day) : ''}</time>
          <div>{event.content}</div>
        </li>
      ))}
    </ol>
  );
}

function useEvents(file: ClientFile): Event[] {
  const { client, consents, yearlyStates, assessments, sessions } = file;
  const { t, i18n } = useTranslation();
  const nameOf = usePeople();
  const results = useResultEvents(file);
  const by = (user: string | null | undefined) => (user ? t('client.by', { name: nameOf(user) }) : '');
  const unfinished = (state: unknown) =>
    state === 'finished' ? null : (
      <Badge size="xs" color="yellow" c="dark">
        {t('client.notFinished')}
      </Badge>
    );
  const events: Event[] = [
    ...sessions.map((session) => ({
      key: session.id,
      day: session.values.date ?? '',
      content: (
        <>
          <Link to="/sessions/$id" params={{ id: session.id }}>
            {t('client.events.session')}
            {session.values.mode ? `: ${labelOf(SESSION_MODES, session.values.mode, i18n.language)}` : ''}
          </Link>{' '}
          {unfinished(session.values.state)} <LockMark record={session} />{' '}
          <RecordSyncDot collection="sessions" id={session.id} />
          <Text size="xs" c="dimmed">
            {[
              session.values.field ? labelOf(SERVICE_FIELDS, session.values.field, i18n.language) : '',
              by(session.values.consultant),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <Text size="sm">{session.values.material}</Text>
        </>
      ),
    })),
    ...assessments.map((assessment) => ({
      key: assessment.id,
      day: assessment.values.assessedOn ?? '',
      content: (
        <>
          <Link to="/assessments/$id" params={{ id: assessment.id }}>
            {t('client.events.assessment')}
          </Link>{' '}
          {unfinished(assessment.values.state)} <LockMark record={assessment} />{' '}
          <RecordSyncDot collection="assessments" id={assessment.id} /> <AssessmentSummary assessment={assessment} />
          <Text size="xs" c="dimmed">
            {by(assessment.values.assessor)}
          </Text>
        </>
      ),
    })),
    ...yearlyStates.map((state) => ({
      key: state.id,
      day: state.values.asOf ?? '',
      content: (
        <>
          {t('client.events.yearlyState')} <RecordSyncDot collection="yearlyStates" id={state.id} />
        </>
      ),
    })),
    ...consents.map((consent) => ({
      key: consent.id,
      day: consent.values.givenOn ?? '',
      content: (
        <>
          {t('client.events.consent')} {by(consent.values.takenBy)}{' '}
          <RecordSyncDot collection="consents" id={consent.id} />
        </>
      ),
    })),
    ...results,
    ...(client.values.registeredOn
      ? [
          {
            key: client.id,
            day: client.values.registeredOn,
            content: `${t('client.events.registered')} ${by(client.values.createdBy)}`,
          },
        ]
      : []),
  ];
  return events.sort((a, b) => b.day.localeCompare(a.day));
}
