/** Ratios of figures from the books, and the bands that turn a number into a score (domain 3.1, 3.2). */
import { figuresOf } from './consistency.ts';
import type { Band, Figure, Instrument, Ratio } from './schema.ts';

/** Whole rupiah or counts by the figure's id. One that is missing has not been given yet; 0 says that there is none. */
export type Figures = Readonly<Record<string, number | undefined>>;

/**
 * How a ratio came to its score.
 *
 * - `computed`: by the band that its value is in
 * - `missing`: a figure has not been given
 * - `exception`: by the instrument's exception, e.g. no problem loans
 * - `negative`: the worst band, because a figure is negative that makes the ratio worthless, e.g. equity
 * - `noDenominator`: the worst band, because the denominator is not positive
 * - `toDecide`: it cannot be computed; the user has to choose a band and say why
 * - `decided`: the user has
 */
export type RatioReason = 'computed' | 'missing' | 'exception' | 'negative' | 'noDenominator' | 'toDecide' | 'decided';

export interface RatioScore {
  id: string;
  dimension: string;
  /** In the ratio's unit (percent, times, days), unrounded; null when it cannot be computed. */
  value: number | null;
  /** 0–100; null when a figure or the user's decision is missing. */
  score: number | null;
  /** weight × score ÷ 100 */
  points: number | null;
  reason: RatioReason;
  /** Ids of the figures that have not been given. */
  missing: string[];
}

/**
 * Scores one ratio.
 *
 * A denominator of 0 or less would put a loss-making cooperative into the best band of a cost ratio, so it gives the worst
 * band; growth from 0 or less to something positive has no number, and the user decides (domain 3.1, "trap").
 *
 * @param decision the score of the band that the user chose, if any
 */
export function scoreRatio(
  instrument: Instrument,
  ratio: Ratio,
  figures: Figures,
  decision: number | null,
): RatioScore {
  const given = (id: string) => givenFigure(instrument, figures, id);
  const missing = figuresOf(ratio).filter((id) => given(id) === null);
  const outcome = missing.length > 0 ? MISSING : outcomeOf(ratio, (id) => given(id) ?? 0, decision);
  const points = outcome.score === null ? null : (ratio.weight * outcome.score) / 100;
  return { id: ratio.id, dimension: ratio.dimension, ...outcome, points, missing };
}

type Outcome = Pick<RatioScore, 'value' | 'score' | 'reason'>;
const MISSING: Outcome = { value: null, score: null, reason: 'missing' };

function outcomeOf(ratio: Ratio, figure: (id: string) => number, decision: number | null): Outcome {
  const value = quotientOf(ratio, figure);
  const { exception, decideWhenPositive, bands } = ratio;
  if (exception?.whenZero.every((id) => figure(id) === 0)) {
    return { value, score: exception.score, reason: 'exception' };
  }
  if (value === null && decideWhenPositive && sumOf(decideWhenPositive, figure) > 0) {
    const chosen = bands.find(({ score }) => score === decision);
    return { value, score: chosen?.score ?? null, reason: chosen ? 'decided' : 'toDecide' };
  }
  if (value === null) return { value, score: worst(bands), reason: 'noDenominator' };
  if (ratio.worstWhenNegative.some((id) => figure(id) < 0)) {
    return { value, score: worst(bands), reason: 'negative' };
  }
  return { value, score: bandOf(bands, value).score, reason: 'computed' };
}

/** Null when the denominator is not positive. One division only, so that an exact edge stays exact. */
function quotientOf(ratio: Ratio, figure: (id: string) => number): number | null {
  const denominator = sumOf(ratio.denominator, figure);
  const factor = ratio.unit === 'percent' ? 100 : 1;
  return denominator > 0 ? (factor * sumOf(ratio.numerator, figure)) / denominator : null;
}

const sumOf = (terms: Ratio['numerator'], figure: (id: string) => number): number =>
  terms.reduce((all, term) => all + term.times * figure(term.figure), 0);

const worst = (bands: readonly Band[]): number => Math.min(...bands.map(({ score }) => score));

/** The band that a value is in. There is always exactly one. */
export function bandOf<B extends Omit<Band, 'score' | 'name'>>(bands: readonly B[], value: number): B {
  const found = bands.find(
    ({ upTo = Number.NEGATIVE_INFINITY, below = Number.NEGATIVE_INFINITY }) => value <= upTo || value < below,
  );
  return found ?? (bands.at(-1) as B);
}

/** A figure as given; null when it is missing, no whole number, or negative where it may not be. */
export function givenFigure(instrument: Instrument, figures: Figures, id: string): number | null {
  const figure = instrument.figures.find((known) => known.id === id);
  const value = Object.hasOwn(figures, id) ? figures[id] : undefined;
  return figure && value !== undefined && isFigure(figure, value) ? value : null;
}

export const isFigure = ({ mayBeNegative }: Pick<Figure, 'mayBeNegative'>, value: number): boolean =>
  Number.isSafeInteger(value) && (mayBeNegative || value >= 0);
