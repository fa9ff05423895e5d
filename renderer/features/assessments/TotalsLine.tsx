import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import type { Instrument } from '#core/instruments/scoring.ts';
import { formatDay } from '#core/model/dates.ts';
import type { Entity } from '../../store/queries.ts';
import classes from './AssessmentPage.module.css';
import { formatScore, levelName } from './instrument.ts';

interface Props {
  instrument: Instrument | undefined;
  /** Newest first. */
  assessments: Entity<'assessments'>[];
}

/** The totals of all assessments as a line, and as a table for those who cannot see it. */
export function TotalsLine({ instrument, assessments }: Props) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const points = assessments.toReversed().map(({ values }) => ({
    day: formatDay(values.assessedOn ?? ''),
    total: values.score?.total ?? null,
  }));
  return (
    <section aria-label={t('cooperativeAssessment.overTime.totals')}>
      <h3 className={classes.subheading}>{t('cooperativeAssessment.overTime.totals')}</h3>
      <div aria-hidden="true" className={classes.axisName}>
        <LineChart width={460} height={130} data={points} accessibilityLayer={false} margin={MARGIN}>
          <CartesianGrid stroke="#e9ecef" vertical={false} />
          <XAxis dataKey="day" padding={PADDING} />
          <YAxis domain={PERCENT} ticks={TICKS} width={32} />
          <Line dataKey="total" stroke="#0b7285" strokeWidth={2} dot={DOT} connectNulls isAnimationActive={false} />
        </LineChart>
      </div>
      <details className={classes.details}>
        <summary>{t('assessment.table')}</summary>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('cooperativeAssessment.overTime.day')}</th>
              <th scope="col">{t('assessment.total')}</th>
              <th scope="col">{t('assessment.level')}</th>
            </tr>
          </thead>
          <tbody>
            {assessments.map(({ id, values }) => (
              <tr key={id}>
                <th scope="row">{formatDay(values.assessedOn ?? '')}</th>
                <td>
                  {values.score?.total == null ? t('assessment.tooFew') : formatScore(values.score.total, language)}
                </td>
                <td>{levelName(instrument, values.score?.level ?? null, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const PADDING = { left: 32, right: 32 };
const PERCENT: [number, number] = [0, 100];
const TICKS = [0, 50, 100];
const DOT = { r: 3 };
