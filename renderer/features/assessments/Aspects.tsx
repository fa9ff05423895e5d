import { useTranslation } from 'react-i18next';
import type { Instrument } from '#core/instruments/scoring.ts';
import type { ScoreSnapshot } from '#core/model/collections.ts';
import { decimals } from '../../ui/instrumentText.ts';
import classes from './AssessmentPage.module.css';
import { formatScore, inLanguage } from './instrument.ts';

/** Each aspect with its score, its weight, and what it gives to the total: as the official worksheets add up. */
export function Aspects({ instrument, shown }: { instrument: Instrument; shown: ScoreSnapshot }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return (
    <table className={`${classes.table} ${classes.aspects}`}>
      <caption>{t('cooperativeAssessment.aspects')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('cooperativeAssessment.aspect')}</th>
          <th scope="col">{t('cooperativeAssessment.score')}</th>
          <th scope="col">{t('cooperativeAssessment.weight')}</th>
          <th scope="col">{t('cooperativeAssessment.weighted')}</th>
        </tr>
      </thead>
      <tbody>
        {instrument.dimensions.map(({ id, name, weight }) => {
          const score = shown.dimensions[id] ?? null;
          return (
            <tr key={id}>
              <th scope="row">{inLanguage(name, language)}</th>
              <td>{score === null ? '–' : formatScore(score, language)}</td>
              <td>{decimals(weight, 2, language, 0)}</td>
              <td>{score === null ? '–' : formatScore((weight * score) / 100, language)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
