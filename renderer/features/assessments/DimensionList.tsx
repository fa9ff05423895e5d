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

interface Props {
  instrument: Instrument;
  states: DimensionState[];
  /** How many figures there are, and how many have been given. */
  figures: { answered: number; total: number };
  /** The dimension that is open; null: the figures. */
  current: string | null;
  onChoose: (dimension: string | null) => void;
}

/** The figures and all dimensions with how far they are and what they score; also the way to jump to one. */
export function DimensionList({ instrument, states, figures, current, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <nav aria-label={t('assessment.dimensions')}>
      <ol className={classes.dimensions}>
        {figures.total > 0 && (
          <Item
            {...figures}
            letter="Rp"
            name={t('cooperativeAssessment.figures')}
            current={current === null}
            onChoose={() => onChoose(null)}
          />
        )}
        {states.map(({ id, score, answered, total }) => {
          const name = instrument.dimensions.find((dimension) => dimension.id === id)?.name;
          return (
            <Item
              key={id}
              letter={id}
              name={name ? inLanguage(name, i18n.language) : ''}
              score={score === null ? '–' : formatDimension(score, i18n.language)}
              answered={answered}
              total={total}
              current={id === current}
              onChoose={() => onChoose(id)}
            />
          );
        })}
      </ol>
    </nav>
  );
}

function Item({
  letter,
  name,
  score,
  answered,
  total,
  current,
  onChoose,
}: {
  letter: string;
  name: string;
  score?: string;
  answered: number;
  total: number;
  current: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <li>
      <button
        type="button"
        className={classes.dimension}
        aria-current={current ? 'true' : undefined}
        onClick={onChoose}
      >
        <span className={classes.letter} data-done={answered === total}>
          {letter}
        </span>
        <span className={classes.dimensionName}>{name}</span>
        <span className={classes.dimensionScore}>{score}</span>
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
}
