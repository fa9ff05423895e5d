import { Alert, Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Instrument, Score } from '#core/instruments/scoring.ts';
import type { ScoreSnapshot } from '#core/model/collections.ts';
import classes from './AssessmentPage.module.css';
import { formatScore, inLanguage, levelName } from './instrument.ts';
import { notEnoughText } from './texts.ts';

/** The total with its level, what holds the level back, and what the result is not: an official examination. */
export function Total({ instrument, score, shown }: { instrument: Instrument; score: Score; shown: ScoreSnapshot }) {
  const { t, i18n } = useTranslation();
  return (
    <div>
      <Text size="xs" c="dimmed">
        {t('assessment.total')} ({t('assessment.of100')})
      </Text>
      {shown.total === null ? (
        <Text size="sm">{notEnoughText(t, instrument)}</Text>
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
      {instrument.standing && (
        <Text size="xs" fw={600} mt={4}>
          {inLanguage(instrument.standing, i18n.language)}
        </Text>
      )}
    </div>
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
