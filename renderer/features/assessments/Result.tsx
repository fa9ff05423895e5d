import { Alert, Badge, Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Instrument, Score } from '#core/instruments/scoring.ts';
import type { ScoreSnapshot } from '#core/model/collections.ts';
import { DayField, LongTextField } from '../../ui/fields/fields.tsx';
import classes from './AssessmentPage.module.css';
import { formatScore, inLanguage, levelName } from './instrument.ts';
import { Priorities } from './Priorities.tsx';
import { ScoreRadar } from './ScoreRadar.tsx';

/** What the answers come to, live. Of a finished assessment the kept score is shown, not a new computation. */
export function Result({ instrument, score, shown }: { instrument: Instrument; score: Score; shown: ScoreSnapshot }) {
  const { t, i18n } = useTranslation();
  return (
    <Stack gap="sm">
      <Card withBorder padding="sm">
        <Text size="xs" c="dimmed">
          {t('assessment.total')} ({t('assessment.of100')})
        </Text>
        {shown.total === null ? (
          <Text size="sm">{t('assessment.notEnough', { n: instrument.rules.minValidDimensions })}</Text>
        ) : (
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <span className={classes.total} data-testid="assessment-total">
              {formatScore(shown.total, i18n.language)}
            </span>
            <Badge size="lg" variant="light" className={classes.level}>
              {levelName(instrument, shown.level, i18n.language)}
            </Badge>
          </Group>
        )}
        {shown.gated && score.gate && (
          <Alert color="yellow" p="xs" mt="xs">
            {t('assessment.gated', { requirements: requirements(instrument, score.gate, t, i18n.language) })}
          </Alert>
        )}
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

/** What is still missing for the level that the gate holds back: "K1 Legalitas usaha paling sedikit 3, …". */
function requirements(
  instrument: Instrument,
  closed: NonNullable<Score['gate']>,
  t: (key: string, options: Record<string, unknown>) => string,
  language: string,
): string {
  const gate = instrument.rules.gates.find(({ level }) => level === closed.level);
  return (gate?.requires ?? [])
    .filter(({ indicator }) => closed.missing.includes(indicator))
    .map(({ indicator, min }) => {
      const name = instrument.indicators.find(({ id }) => id === indicator)?.name;
      return t('assessment.gateItem', { indicator: `${indicator} ${name ? inLanguage(name, language) : ''}`, min });
    })
    .join(', ');
}
