import { Card, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Instrument, Score } from '#core/instruments/scoring.ts';
import type { ScoreSnapshot } from '#core/model/collections.ts';
import { DayField, LongTextField } from '../../ui/fields/fields.tsx';
import { Aspects } from './Aspects.tsx';
import classes from './AssessmentPage.module.css';
import { ComputationNotes } from './ComputationNotes.tsx';
import { Priorities } from './Priorities.tsx';
import { ScoreRadar } from './ScoreRadar.tsx';
import { Total } from './Total.tsx';
import { hasFigures } from './texts.ts';

/** What the answers come to, live. Of a finished assessment the kept score is shown, not a new computation. */
export function Result({ instrument, score, shown }: { instrument: Instrument; score: Score; shown: ScoreSnapshot }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" className={hasFigures(instrument) ? classes.live : undefined}>
      <Card withBorder padding="sm">
        <Total instrument={instrument} score={score} shown={shown} />
        {hasFigures(instrument) && <Aspects instrument={instrument} shown={shown} />}
        <ScoreRadar
          instrument={instrument}
          series={[{ id: 'current', name: t('assessment.score'), scores: shown.dimensions }]}
          width={276}
          height={220}
        />
      </Card>
      <Card withBorder padding="sm">
        <Stack gap="sm">
          <Priorities instrument={instrument} score={score} title={t('assessment.priorities')} />
          <LongTextField field="summary" rows={3} />
          <DayField field="assessedOn" />
          {hasFigures(instrument) && <ComputationNotes instrument={instrument} score={score} />}
        </Stack>
      </Card>
      {instrument.status === 'draft' && (
        <Text size="xs" c="dimmed">
          {t('assessment.draftInstrument')}
        </Text>
      )}
    </Stack>
  );
}
