import { useTranslation } from 'react-i18next';
import type { Instrument, Score } from '#core/instruments/scoring.ts';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import { labelOf } from '../../ui/options.ts';
import classes from './AssessmentPage.module.css';
import { inLanguage } from './instrument.ts';

/** The dimensions where mentoring gains most, with the service fields that it belongs to. */
export function Priorities({ instrument, score, title }: { instrument: Instrument; score: Score; title: string }) {
  const { i18n } = useTranslation();
  if (score.priorities.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={classes.subheading}>{title}</h3>
      <ol className={classes.priorities}>
        {score.priorities.map(({ dimension, fields }) => {
          const name = instrument.dimensions.find(({ id }) => id === dimension)?.name;
          return (
            <li key={dimension}>
              {name && inLanguage(name, i18n.language)}
              <small>{fields.map((field) => labelOf(SERVICE_FIELDS, field, i18n.language)).join(', ')}</small>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
