import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '#core/instruments/scoring.ts';
import { formatDay } from '#core/model/dates.ts';
import type { Entity } from '../../store/queries.ts';
import classes from './AssessmentPage.module.css';
import { formatScore, inLanguage } from './instrument.ts';
import { changes } from './overTime.ts';

/** What changed from one assessment to the next, dimension by dimension. */
export function Changes({
  instrument,
  latest,
  previous,
}: {
  instrument: Instrument;
  latest: Entity<'assessments'>;
  previous: Entity<'assessments'>;
}) {
  const { t, i18n } = useTranslation();
  const day = formatDay(previous.values.assessedOn ?? '');
  const changed = changes(latest, previous);
  if (changed.length === 0) return <Text size="sm">{t('cooperativeAssessment.overTime.unchanged', { day })}</Text>;
  const title = t('cooperativeAssessment.overTime.changed', { day });
  return (
    <section aria-label={title}>
      <h3 className={classes.subheading}>{title}</h3>
      <ul className={classes.changes}>
        {changed.map(({ dimension, by }) => {
          const name = instrument.dimensions.find(({ id }) => id === dimension)?.name;
          return (
            <li key={dimension}>
              <span>{name ? inLanguage(name, i18n.language) : dimension}</span>
              <span className={classes.points}>
                {by > 0 ? '+' : '−'}
                {formatScore(Math.abs(by), i18n.language)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
