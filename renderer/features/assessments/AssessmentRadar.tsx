import { Badge, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import type { Entity } from '../../store/queries.ts';
import classes from './AssessmentPage.module.css';
import { formatScore, instrumentFor, levelName, scoreOf } from './instrument.ts';
import { Priorities } from './Priorities.tsx';
import { ScoreRadar } from './ScoreRadar.tsx';

type Assessment = Entity<'assessments'>;

/** The latest finished assessment, beside the one before it of the same instrument version: others do not compare. */
export function AssessmentRadar({ assessments }: { assessments: Assessment[] }) {
  const { t, i18n } = useTranslation();
  const [latest, previous] = comparable(assessments);
  if (!latest) {
    return (
      <Text size="sm" c="dimmed">
        {t('client.noAssessment')}
      </Text>
    );
  }
  const instrument = instrumentFor(latest.values);
  const { total = null, level = null } = latest.values.score ?? {};
  const before = previous?.values.score?.total ?? null;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Link to="/assessments/$id" params={{ id: latest.id }}>
          {dayOf(latest)}
        </Link>
        <span className={classes.total}>
          {total === null ? t('assessment.tooFew') : formatScore(total, i18n.language)}
        </span>
        {level && <Badge variant="light">{levelName(instrument, level, i18n.language)}</Badge>}
        {total !== null && before !== null && (
          <Text size="sm" c="dimmed">
            {t('assessment.change', {
              change: `${total >= before ? '+' : '−'}${formatScore(Math.abs(total - before), i18n.language)}`,
              day: previous ? dayOf(previous) : '',
            })}
          </Text>
        )}
      </Group>
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
          <Priorities instrument={instrument} score={scoreOf(instrument, latest.values)} title={t('client.weakest')} />
        </div>
      )}
    </Stack>
  );
}

/** Finished ones, newest first, of the version of the newest. */
function comparable(assessments: Assessment[]): Assessment[] {
  const finished = assessments
    .filter(({ values }) => values.state === 'finished' && values.score)
    .sort((a, b) => orderOf(b).localeCompare(orderOf(a)));
  const newest = finished[0]?.values;
  return finished.filter(
    ({ values }) => values.instrument === newest?.instrument && values.version === newest?.version,
  );
}

const orderOf = ({ values }: Assessment): string => `${values.assessedOn ?? ''} ${values.finishedAt ?? ''}`;
const dayOf = ({ values }: Assessment): string => formatDay(values.assessedOn ?? '');
const scoresOf = ({ values }: Assessment) => values.score?.dimensions ?? {};
