import { ActionIcon, Button, Group, Progress, Stack, Text, Title, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPrinter, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Instrument, Score } from '#core/instruments/scoring.ts';
import { dayIn, formatDay } from '#core/model/dates.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { Entity } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { usePeople } from '../../ui/people.ts';
import { RecordSyncBadge } from '../../ui/RecordSync.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useIsRestricted } from '../../ui/useRestriction.ts';
import { LockBadge, LockButton } from '../locks/Lock.tsx';
import { isLocked } from '../locks/locks.ts';
import classes from './AssessmentPage.module.css';
import { inLanguage } from './instrument.ts';
import { deleteAssessment, finishAssessment, reopenAssessment } from './state.ts';
import { incompleteText, notEnoughText, progressText, titleText } from './texts.ts';

interface Props {
  record: Entity<'assessments'>;
  instrument: Instrument;
  result: Score;
  /** An answer is not on disk: finishing would leave it out. */
  failed: boolean;
}

/** Whose assessment, when, by whom, how far, and what can be done with it. */
export function AssessmentHeader({ record, instrument, result, failed }: Props) {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  const restricted = useIsRestricted(record);
  const nameOf = usePeople();
  const { values } = record;
  const finished = values.state === 'finished';
  const { answered, total } = result.progress;
  const standing = [
    inLanguage(instrument.name, i18n.language),
    t('assessment.version', { version: instrument.version }),
    nameOf(values.assessor),
    finished && values.finishedAt
      ? t('assessment.finishedOn', { day: formatDay(dayIn(device.timeZone, Date.parse(values.finishedAt))) })
      : '',
  ];
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <Stack gap={4}>
        <Group gap="xs">
          <Title order={1} size="h4">
            {titleText(t, instrument)}: <ClientLink of={values} />
          </Title>
          <StateBadge finished={finished} />
          <LockBadge record={record} />
        </Group>
        <Group gap="xs">
          <Progress value={(100 * answered) / total} w={120} size="sm" aria-hidden />
          <Text size="sm" role="status">
            {progressText(t, instrument, result)}
          </Text>
          <Text size="sm" c="dimmed">
            {standing.filter(Boolean).join(' · ')}
          </Text>
          <RecordSyncBadge record={record} />
        </Group>
      </Stack>
      <Group gap="xs" wrap="nowrap" className={classes.actions}>
        <Tooltip label={t('cooperativeAssessment.toPrint')}>
          <ActionIcon
            size="lg"
            variant="default"
            component={Link}
            to="/assessments/$id/print"
            params={{ id: record.id } as never}
            aria-label={t('cooperativeAssessment.toPrint')}
          >
            <IconPrinter size={20} />
          </ActionIcon>
        </Tooltip>
        {mayRecord(device.role) && !restricted && !isLocked(record) && (
          <Actions {...{ record, instrument, result, failed }} />
        )}
      </Group>
    </Group>
  );
}

function Actions({ record, instrument, result, failed }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (record.values.state === 'finished') {
    return (
      <>
        <Button variant="light" onClick={() => void reopenAssessment(record.id)}>
          {t('assessment.reopen')}
        </Button>
        <LockButton record={record} />
      </>
    );
  }
  const missing = result.progress.total - result.progress.answered;
  const finish = () =>
    modals.openConfirmModal({
      title: t('assessment.finish'),
      children: (
        <Stack gap="xs">
          {missing > 0 && <Text size="sm">{incompleteText(t, instrument, missing)}</Text>}
          {result.total === null && <Text size="sm">{notEnoughText(t, instrument)}</Text>}
          <Text size="sm">{t('assessment.finishConfirm')}</Text>
        </Stack>
      ),
      labels: { confirm: t('assessment.finish'), cancel: t('common.cancel') },
      confirmProps: { 'data-autofocus': true },
      onConfirm: () => void finishAssessment(record.id, instrument),
    });
  const remove = () =>
    modals.openConfirmModal({
      title: t('assessment.deleteDraft'),
      children: <Text size="sm">{t('assessment.deleteConfirm')}</Text>,
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red' },
      onConfirm: async () => {
        const { clientCollection, clientId } = record.values;
        await deleteAssessment(record.id);
        await (clientCollection && clientId
          ? navigate({ to: '/clients/$collection/$id', params: { collection: clientCollection, id: clientId } })
          : navigate({ to: '/clients' }));
      },
    });
  return (
    <>
      <Tooltip label={t('assessment.deleteDraft')}>
        <ActionIcon size="lg" variant="subtle" color="red" aria-label={t('assessment.deleteDraft')} onClick={remove}>
          <IconTrash size={20} />
        </ActionIcon>
      </Tooltip>
      <Button disabled={failed} onClick={finish}>
        {t('assessment.finish')}
      </Button>
    </>
  );
}
