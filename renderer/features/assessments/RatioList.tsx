import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bandOf } from '#core/instruments/ratios.ts';
import type { Ratio } from '#core/instruments/schema.ts';
import type { Instrument, RatioScore, Score } from '#core/instruments/scoring.ts';
import type { Values } from '#core/model/collections.ts';
import { bandText, decimals } from '../../ui/instrumentText.ts';
import classes from './AssessmentPage.module.css';
import { type AnswerValue, answerOf, inLanguage } from './instrument.ts';
import { RatioDecision } from './RatioDecision.tsx';

export interface RatioListProps {
  instrument: Instrument;
  result: Score;
  values: Values<'assessments'>;
  /** One dimension, or all of them under their names. */
  dimension?: string | undefined;
  onDecide: (ratio: string, value: AnswerValue | null) => void;
  readOnly: boolean;
}

/** What the figures come to: each ratio with its value, the band that it is in, and its points. */
export function RatioList({ dimension, ...props }: RatioListProps) {
  const { instrument } = props;
  const { t, i18n } = useTranslation();
  const dimensions = instrument.dimensions.filter(({ id }) => dimension === undefined || id === dimension);
  return dimensions.map(({ id, name }) => {
    const ratios = instrument.ratios.filter((ratio) => ratio.dimension === id);
    if (ratios.length === 0) return null;
    const text = inLanguage(name, i18n.language);
    return (
      <section key={id} aria-label={t('cooperativeAssessment.ratiosOf', { dimension: text })}>
        <h3 className={classes.subheading}>{dimension === undefined ? text : t('cooperativeAssessment.ratios')}</h3>
        <ul className={classes.ratios}>
          {ratios.map((ratio) => (
            <RatioRow key={ratio.id} ratio={ratio} {...props} />
          ))}
        </ul>
      </section>
    );
  });
}

function RatioRow({
  ratio,
  instrument,
  result,
  values,
  onDecide,
  readOnly,
}: Omit<RatioListProps, 'dimension'> & { ratio: Ratio }) {
  const { i18n } = useTranslation();
  const scored = result.ratios.find(({ id }) => id === ratio.id);
  if (!scored) return null;
  const undecided = scored.reason === 'toDecide' || scored.reason === 'decided';
  return (
    <li className={classes.ratio} data-testid={`ratio-${ratio.id}`}>
      <span className={classes.code}>{ratio.id}</span>
      <span>{inLanguage(ratio.name, i18n.language)}</span>
      <RatioPoints ratio={ratio} scored={scored} />
      <Text span size="xs" c="dimmed" className={classes.ratioDetail}>
        <RatioDetail instrument={instrument} ratio={ratio} scored={scored} />
      </Text>
      {undecided && (
        <div className={classes.ratioDetail}>
          <RatioDecision
            ratio={ratio}
            chosen={answerOf(values, ratio.id)}
            counted={scored.reason === 'decided'}
            onDecide={(value) => onDecide(ratio.id, value)}
            readOnly={readOnly}
          />
        </div>
      )}
    </li>
  );
}

/** Points of the most that it gives; of a ratio that is not counted, the name of its band. */
export function RatioPoints({ ratio, scored }: { ratio: Ratio; scored: RatioScore }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  if (scored.points === null || scored.score === null) return <span className={classes.points}>–</span>;
  if (!ratio.counted) {
    const band = ratio.bands.find(({ score }) => score === scored.score);
    return <span className={classes.points}>{band && bandText(ratio.bands, band, language)}</span>;
  }
  return (
    <span className={classes.points}>
      {t('cooperativeAssessment.points', {
        points: decimals(scored.points, 2, language, 0),
        max: decimals(ratio.weight, 2, language, 0),
      })}
    </span>
  );
}

/** Its value and band, or why it has none. */
export function RatioDetail({
  instrument,
  ratio,
  scored,
}: {
  instrument: Instrument;
  ratio: Ratio;
  scored: RatioScore;
}) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { value, reason, missing } = scored;
  if (reason === 'missing') {
    const names = instrument.figures
      .filter(({ id }) => missing.includes(id))
      .map(({ name }) => inLanguage(name, language));
    return t('cooperativeAssessment.waiting', { figures: names.join(', ') });
  }
  const parts = [
    value === null ? '' : t(`cooperativeAssessment.valueIn.${ratio.unit}`, { value: decimals(value, 2, language) }),
    reason === 'computed' && value !== null && ratio.counted
      ? bandText(ratio.bands, bandOf(ratio.bands, value), language)
      : '',
    reason === 'exception' && ratio.exception ? inLanguage(ratio.exception.text, language) : '',
    reason === 'computed' || reason === 'exception' ? '' : t(`cooperativeAssessment.reasons.${reason}`),
    ratio.counted ? '' : t('cooperativeAssessment.notCounted'),
  ];
  return parts.filter(Boolean).join(' · ');
}
