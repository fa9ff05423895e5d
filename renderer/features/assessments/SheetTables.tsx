/** The tables of a printed worksheet. */
import { useTranslation } from 'react-i18next';
import type { Indicator, Instrument } from '#core/instruments/schema.ts';
import type { Score } from '#core/instruments/scoring.ts';
import type { ScoreSnapshot, Values } from '#core/model/collections.ts';
import { formatRupiah } from '#core/model/money.ts';
import { decimals, groupText } from '../../ui/instrumentText.ts';
import classes from '../../ui/Sheet.module.css';
import { Aspects } from './Aspects.tsx';
import { type AnswerValue, answerOf, formatScore, inLanguage, levelName } from './instrument.ts';
import { RatioDetail, RatioPoints } from './RatioList.tsx';

type AssessmentValues = Values<'assessments'>;

export function ResultTable({ instrument, shown }: { instrument: Instrument; shown: ScoreSnapshot }) {
  const { t, i18n } = useTranslation();
  return (
    <section>
      <h2>{t('cooperativeAssessment.sheet.result')}</h2>
      <Aspects instrument={instrument} shown={shown} />
      <p className={classes.total}>
        {shown.total === null
          ? t('cooperativeAssessment.sheet.noTotal')
          : `${t('cooperativeAssessment.sheet.total')}: ${formatScore(shown.total, i18n.language)} · ${levelName(instrument, shown.level, i18n.language)}`}
      </p>
    </section>
  );
}

export function FiguresTable({ instrument, values }: { instrument: Instrument; values: AssessmentValues }) {
  const { t, i18n } = useTranslation();
  return (
    <section>
      <h2>{t('cooperativeAssessment.sheet.figures')}</h2>
      <div className={classes.figures}>
        {instrument.headings.map(({ id, name }) => {
          const figures = instrument.figures.filter(({ heading }) => heading === id);
          if (figures.length === 0) return null;
          return (
            <section key={id}>
              <h3>{inLanguage(name, i18n.language)}</h3>
              <table className={classes.table}>
                <tbody>
                  {figures.map((figure) => (
                    <tr key={figure.id}>
                      <th scope="row">{inLanguage(figure.name, i18n.language)}</th>
                      <td className={classes.number}>{amountOf(values[`figure.${figure.id}`], figure.unit)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          );
        })}
      </div>
    </section>
  );
}

const amountOf = (value: number | null | undefined, unit: 'rupiah' | 'count'): string => {
  if (value === null || value === undefined) return '–';
  return unit === 'rupiah' ? formatRupiah(value) : decimals(value, 0, 'id');
};

export function RatiosTable({
  instrument,
  values,
  result,
}: {
  instrument: Instrument;
  values: AssessmentValues;
  result: Score;
}) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return (
    <section>
      <h2>{t('cooperativeAssessment.ratios')}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('cooperativeAssessment.sheet.ratio')}</th>
            <th scope="col">
              {t('cooperativeAssessment.sheet.value')} · {t('cooperativeAssessment.sheet.band')}
            </th>
            <th scope="col" className={classes.number}>
              {t('cooperativeAssessment.sheet.points')}
            </th>
          </tr>
        </thead>
        <tbody>
          {instrument.ratios.map((ratio) => {
            const scored = result.ratios.find(({ id }) => id === ratio.id);
            if (!scored) return null;
            return (
              <tr key={ratio.id}>
                <th scope="row">
                  {ratio.id} {inLanguage(ratio.name, language)}
                  {ratio.note && <span className={classes.remark}>{inLanguage(ratio.note, language)}</span>}
                </th>
                <td>
                  <RatioDetail instrument={instrument} ratio={ratio} scored={scored} />
                  <span className={classes.remark}>{values[`note.${ratio.id}`]}</span>
                </td>
                <td className={classes.number}>
                  <RatioPoints ratio={ratio} scored={scored} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

export function QuestionsTable({ instrument, values }: { instrument: Instrument; values: AssessmentValues }) {
  const { t, i18n } = useTranslation();
  return (
    <section>
      <h2>{t('cooperativeAssessment.sheet.questions')}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('cooperativeAssessment.sheet.question')}</th>
            <th scope="col">{t('cooperativeAssessment.sheet.answer')}</th>
          </tr>
        </thead>
        {sectionsOf(instrument, i18n.language).map(({ id, name, indicators }) => (
          <tbody key={id}>
            <tr>
              <th scope="rowgroup" colSpan={2} className={classes.group}>
                {name}
              </th>
            </tr>
            {indicators.map((indicator) => (
              <tr key={indicator.id}>
                <th scope="row">
                  {indicator.id} {inLanguage(indicator.name, i18n.language)}
                  <span className={classes.remark}>{values[`note.${indicator.id}`]}</span>
                </th>
                <td>
                  {answerText(indicator, answerOf(values, indicator.id), t('assessment.notApplicable'), i18n.language)}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

/** Questions under the name of their group, or of their dimension where they have none. */
function sectionsOf(instrument: Instrument, language: string) {
  const { dimensions, groups, indicators } = instrument;
  return dimensions.flatMap((dimension) => {
    const own = indicators.filter((indicator) => indicator.dimension === dimension.id);
    const single = own.filter(({ group }) => group === undefined);
    return [
      { id: dimension.id, name: inLanguage(dimension.name, language), indicators: single },
      ...groups
        .filter((group) => group.dimension === dimension.id)
        .map((group) => ({
          id: group.id,
          name: groupText(instrument, group, language),
          indicators: own.filter((indicator) => indicator.group === group.id),
        })),
    ].filter((section) => section.indicators.length > 0);
  });
}

function answerText(indicator: Indicator, answer: AnswerValue | null, na: string, language: string): string {
  if (answer === null) return '–';
  if (answer === 'na') return na;
  const anchor = indicator.anchors.find(({ value }) => value === answer)?.text;
  return anchor ? inLanguage(anchor, language) : String(answer);
}
