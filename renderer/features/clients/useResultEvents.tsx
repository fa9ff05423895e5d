import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientFile } from '../../store/queries.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { RecordSyncDot } from '../../ui/RecordSync.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { LockMark } from '../locks/Lock.tsx';
import type { Event } from './Timeline.tsx';

/** What came of the mentoring, as events of the timeline: outcomes and level-ups. */
export function useResultEvents({ outcomes, levelUps }: ClientFile): Event[] {
  const { t } = useTranslation();
  const { value: textOf } = useFieldTexts();
  return [
    ...outcomes.map(({ id, values }) => ({
      key: id,
      day: values.date ?? '',
      content: (
        <>
          <RecordLink collection="outcomes" id={id}>
            {recordKind(t, 'outcomes')}
            {values.kind ? `: ${textOf('outcomes', 'kind', values.kind)}` : ''}
          </RecordLink>{' '}
          <RecordSyncDot collection="outcomes" id={id} />
          <Text size="sm">{values.what}</Text>
        </>
      ),
    })),
    ...levelUps.map((levelUp) => ({
      key: levelUp.id,
      day: levelUp.values.date ?? '',
      content: (
        <>
          <RecordLink collection="levelUps" id={levelUp.id}>
            {recordKind(t, 'levelUps')}
          </RecordLink>{' '}
          {levelUp.values.state !== 'finished' && (
            <Badge size="xs" color="yellow" c="dark">
              {t('client.notFinished')}
            </Badge>
          )}{' '}
          <LockMark record={levelUp} /> <RecordSyncDot collection="levelUps" id={levelUp.id} />
          <Text size="sm">{[levelUp.values.from, levelUp.values.to].filter(Boolean).join(' → ')}</Text>
        </>
      ),
    })),
  ];
}
