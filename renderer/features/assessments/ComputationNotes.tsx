import { useTranslation } from 'react-i18next';
import type { Instrument, Score } from '#core/instruments/scoring.ts';
import classes from './AssessmentPage.module.css';
import { inLanguage } from './instrument.ts';
import { RatioDetail } from './RatioList.tsx';

/** Ratios that did not simply come from a division, and what a user has to know of the instrument. */
export function ComputationNotes({ instrument, score }: { instrument: Instrument; score: Score }) {
  const { t, i18n } = useTranslation();
  const special = instrument.ratios.flatMap((ratio) => {
    const scored = score.ratios.find(({ id }) => id === ratio.id);
    return scored && scored.reason !== 'computed' && scored.reason !== 'missing' ? [{ ratio, scored }] : [];
  });
  if (special.length === 0 && !instrument.note) return null;
  return (
    <section aria-label={t('cooperativeAssessment.notes')} className={classes.notes}>
      <h3 className={classes.subheading}>{t('cooperativeAssessment.notes')}</h3>
      <ul>
        {special.map(({ ratio, scored }) => (
          <li key={ratio.id}>
            <strong>{ratio.id}</strong> {inLanguage(ratio.name, i18n.language)}:{' '}
            <RatioDetail instrument={instrument} ratio={ratio} scored={scored} />
          </li>
        ))}
        {instrument.note && <li>{inLanguage(instrument.note, i18n.language)}</li>}
      </ul>
    </section>
  );
}
