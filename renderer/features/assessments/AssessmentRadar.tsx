import { Badge, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import type { Entity } from '../../store/queries.ts';
import classes from './AssessmentPage.module.css';
import { Changes } from './Changes.tsx';
import { formatScore, inLanguage, instrumentFor, levelName, scoreOf } from './instrument.ts';
import { comparable, scoresOf } from './overTime.ts';
import { Priorities } from './Priorities.tsx';
import { ScoreRadar } from './ScoreRadar.tsx';
import { TotalsLine } from './TotalsLine.tsx';

type Assessment = Entity<'assessments'>;

/** The finished assessments of a client, for each instrument version by itself: others do not compare. */
export function AssessmentRadar({ assessments }: { assessments: Assessment[] }) {
  const { t } = useTranslation();
  const all = comparable(assessments);
  if (all.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('client.noAssessment')}
      </Text>
    );
  }
  return all.map((same) => <OneInstrument key={same[0]?.id} assessments={same} named={all.length > 1} />);
}

/** The latest beside the one before it, what changed between them, and the totals of all. */
function OneInstrument({ assessments, named }: { assessments: Assessment[]; named: boolean }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const [latest, previous] = assessments;
  if (!latest) return null;
  const instrument = instrumentFor(latest.values);
  const { total = null, level = null } = latest.values.score ?? {};
  const before = previous?.values.score?.total ?? null;
  return (
    <Stack gap="xs" mb="sm">
      {(named || instrument?.standing) && (
        <Text size="sm" fw={600}>
          {instrument ? inLanguage(instrument.name, language) : latest.values.instrument}
        </Text>
      )}
      <Group gap="sm">
        <Link to="/assessments/$id" params={{ id: latest.id }}>
          {dayOf(latest)}
        </Link>
        <span className={classes.total}>{total === null ? t('assessment.tooFew') : formatScore(total, language)}</span>
        {level && <Badge variant="light">{levelName(instrument, level, language)}</Badge>}
        {total !== null && before !== null && (
          <Text size="sm" c="dimmed">
            {t('assessment.change', {
              change: `${total >= before ? '+' : '−'}${formatScore(Math.abs(total - before), language)}`,
              day: previous ? dayOf(previous) : '',
            })}
          </Text>
        )}
      </Group>
      {instrument?.standing && (
        <Text size="xs" c="dimmed">
          {inLanguage(instrument.standing, language)}
        </Text>
      )}
      {instrument && (
        <div className={classes.radarCard}>
          <ScoreRadar
            instrument={instrument}
            series={[latest, previous]
              .filter((assessment) => assessment !== undefined)
              .map((assessment) => ({ id: assessment.id, name: dayOf(assessment), scores: scoresOf(assessment) }))}
            width={340}
            height={250}
          />
          <Stack gap="sm">
            <Priorities
              instrument={instrument}
              score={scoreOf(instrument, latest.values)}
              title={t('client.weakest')}
            />
            {previous && <Changes instrument={instrument} latest={latest} previous={previous} />}
          </Stack>
        </div>
      )}
      {previous && <TotalsLine instrument={instrument} assessments={assessments} />}
    </Stack>
  );
}

const dayOf = ({ values }: Assessment): string => formatDay(values.assessedOn ?? '');
