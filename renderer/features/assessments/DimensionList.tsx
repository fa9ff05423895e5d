import { useTranslation } from 'react-i18next';
import type { Instrument } from '#core/instruments/scoring.ts';
import classes from './AssessmentPage.module.css';
import { formatDimension, inLanguage } from './instrument.ts';

export interface DimensionState {
  id: string;
  score: number | null;
  /** How many of its indicators have been dealt with (a value, or "not applicable"). */
  answered: number;
  total: number;
}

/** All dimensions with how far they are and what they score; also the way to jump to one. */
export function DimensionList({
  instrument,
  states,
  current,
  onChoose,
}: {
  instrument: Instrument;
  states: DimensionState[];
  current: string;
  onChoose: (dimension: string) => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <nav aria-label={t('assessment.dimensions')}>
      <ol className={classes.dimensions}>
        {states.map(({ id, score, answered, total }) => {
          const name = instrument.dimensions.find((dimension) => dimension.id === id)?.name;
          return (
            <li key={id}>
              <button
                type="button"
                className={classes.dimension}
                aria-current={id === current ? 'true' : undefined}
                onClick={() => onChoose(id)}
              >
                <span className={classes.letter} data-done={answered === total}>
                  {id}
                </span>
                <span className={classes.dimensionName}>{name && inLanguage(name, i18n.language)}</span>
                <span className={classes.dimensionScore}>
                  {score === null ? '–' : formatDimension(score, i18n.language)}
                </span>
                <progress
                  className={classes.bar}
                  value={answered}
                  max={total}
                  aria-label={t('common.of', { n: answered, total })}
                />
                <span className={classes.count}>
                  {answered}/{total}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
