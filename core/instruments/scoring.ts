/**
 * One scoring engine for all assessment instruments (architecture, rule 5). An instrument is data (schema.ts): dimensions with
 * weights, and in each of them parts that score 0–100: single questions, groups of questions, ratios of figures. Rules after
 * domain 3.1, 3.2 and 4.2.
 */
import { bandOf, type Figures, givenFigure, type RatioScore, scoreRatio } from './ratios.ts';
import type { Indicator, Instrument, QuestionGroup } from './schema.ts';

export type { Figures, RatioReason, RatioScore } from './ratios.ts';
export { type Gate, type Instrument, instrumentSchema } from './schema.ts';

/** `na`: the indicator does not apply to this client (*tidak berlaku*). */
export type Answer = { value: number } | { na: true };
/** By indicator; and by ratio where the user had to choose a band, then the score of that band. */
export type Answers = Readonly<Record<string, Answer | undefined>>;

export interface DimensionScore {
  id: string;
  /** 0–100, unrounded; null when the dimension is not valid. */
  score: number | null;
  /** Parts with a score. */
  answered: number;
  /** Parts that are not `na`. */
  applicable: number;
  valid: boolean;
}

export interface GroupScore {
  id: string;
  dimension: string;
  /** Share of the scale that its answers reach, 0–100, unrounded; null when an answer is missing or none applies. */
  share: number | null;
  /** 0–100 */
  score: number | null;
  /** weight × score ÷ 100 */
  points: number | null;
}

export interface Priority {
  dimension: string;
  /** weight × (100 − score) */
  gap: number;
  /** Service fields of the parts that miss points, the field that misses most first. */
  fields: number[];
}

export interface Score {
  /** In the instrument's order. */
  dimensions: DimensionScore[];
  groups: GroupScore[];
  /** Also those that are not counted. */
  ratios: RatioScore[];
  /** 0–100, unrounded; null with too few valid dimensions. Show it with `round2`. */
  total: number | null;
  /** Id of the level, after gates; null without a total. */
  level: string | null;
  /** A gate keeps the level lower than the total alone would give. */
  gated: boolean;
  /** The gate that decided, and its indicators that are too low; null when not gated. */
  gate: { level: string; cappedAt: string; missing: string[] } | null;
  /** Widest gap first, without dimensions at 100; empty without a total. */
  priorities: Priority[];
  /** Indicators and figures. `answered` counts `na` too: the question has been dealt with. */
  progress: { answered: number; total: number };
}

/** A part of a dimension as the total sees it. */
interface PartScore {
  dimension: string;
  weight: number;
  field: number | undefined;
  /** It does not apply: neither answered nor missing. */
  na: boolean;
  score: number | null;
}

/**
 * Scores answers and figures.
 *
 * - `na` parts do not count at all: neither as answered nor as missing. A dimension is valid when at least one of its parts
 *   has a score and scored ÷ (parts − na) reaches `minAnsweredShare`. So one answered and four `na` is valid, and all `na` is
 *   not: its weight leaves the total instead of counting as 0 or 100.
 * - A group has a score when all of its indicators that apply have a value; it is `na` when none applies.
 * - Score of a dimension = Σ(weight × score) ÷ Σ weights of its scored parts. Total = Σ(weight × score) ÷ Σ weights of the
 *   valid dimensions.
 * - A required indicator of a gate that is unanswered or `na` has not been met.
 * - Answers of unknown indicators, values that the scale does not have, and figures that may not be negative and are, count
 *   as not given.
 */
export function score(instrument: Instrument, answers: Answers, figures: Figures = {}): Score {
  const { indicators, rules } = instrument;
  const groups = instrument.groups.map((group) => scoreGroup(instrument, group, answers));
  const ratios = instrument.ratios.map((ratio) =>
    scoreRatio(instrument, ratio, figures, valueIn(answerOf(answers, ratio.id))),
  );
  const parts = partsOf(instrument, answers, groups, ratios);
  const dimensions = instrument.dimensions.map(({ id }) => scoreDimension(instrument, id, parts));
  const total = totalOf(instrument, dimensions);
  const reached = total === null ? null : rules.levels.findLast((level) => total + TOLERANCE >= level.from);
  const gate = reached ? closedGate(instrument, reached.id, answers) : null;
  const answered = indicators.filter(
    ({ id }) => isNa(instrument, answers, id) || givenValue(instrument, answers, id) !== null,
  );
  const given = instrument.figures.filter(({ id }) => givenFigure(instrument, figures, id) !== null);
  return {
    dimensions,
    groups,
    ratios,
    total,
    level: gate?.cappedAt ?? reached?.id ?? null,
    gated: gate !== null,
    gate,
    priorities: total === null ? [] : prioritiesOf(instrument, dimensions, parts),
    progress: {
      answered: answered.length + given.length,
      total: indicators.length + instrument.figures.length,
    },
  };
}

/** Two decimals for show, half up: 74.6754 → 74.68. Levels go by the unrounded total. */
export const round2 = (score: number): number => Math.round(score * 100 + TOLERANCE) / 100;

/** Far below the smallest step between two totals; keeps an exact 75 from falling below 75 by binary fractions. */
const TOLERANCE = 1e-9;

function partsOf(instrument: Instrument, answers: Answers, groups: GroupScore[], ratios: RatioScore[]): PartScore[] {
  const single = instrument.indicators.filter(({ group }) => group === undefined);
  return [
    ...single.map((indicator) => ({
      ...basicsOf(indicator),
      na: isNa(instrument, answers, indicator.id),
      score: shareOf(instrument, answers, [indicator]),
    })),
    ...instrument.groups.map((group, index) => ({
      ...basicsOf(group),
      na: membersOf(instrument, group).every(({ id }) => isNa(instrument, answers, id)),
      score: groups[index]?.score ?? null,
    })),
    ...instrument.ratios.flatMap((ratio, index) =>
      ratio.counted ? [{ ...basicsOf(ratio), na: false, score: ratios[index]?.score ?? null }] : [],
    ),
  ];
}

const basicsOf = ({ dimension, weight, field }: Pick<Indicator, 'dimension' | 'weight' | 'field'>) => ({
  dimension,
  weight,
  field,
});

const membersOf = ({ indicators }: Instrument, group: QuestionGroup): Indicator[] =>
  indicators.filter((indicator) => indicator.group === group.id);

function scoreGroup(instrument: Instrument, group: QuestionGroup, answers: Answers): GroupScore {
  const share = shareOf(instrument, answers, membersOf(instrument, group));
  const reached = share !== null && group.bands ? bandOf(group.bands, share).score : share;
  const points = reached === null ? null : (group.weight * reached) / 100;
  return { id: group.id, dimension: group.dimension, share, score: reached, points };
}

/** 0–100; null when one that applies has no value, or when none applies. */
function shareOf(instrument: Instrument, answers: Answers, indicators: Indicator[]): number | null {
  const applicable = indicators.filter(({ id }) => !isNa(instrument, answers, id));
  const values = applicable.map(({ id }) => givenValue(instrument, answers, id));
  if (values.length === 0 || values.includes(null)) return null;
  const sum = values.reduce<number>((all, value) => all + (value ?? 0), 0);
  return (100 * sum) / (instrument.scaleMax * values.length);
}

function scoreDimension(instrument: Instrument, id: string, parts: PartScore[]): DimensionScore {
  const own = parts.filter(({ dimension }) => dimension === id);
  const applicable = own.filter(({ na }) => !na).length;
  const scored = own.flatMap(({ weight, score: reached }) => (reached === null ? [] : [{ weight, score: reached }]));
  const answered = scored.length;
  const valid = answered > 0 && answered / applicable >= instrument.rules.minAnsweredShare;
  return { id, score: valid ? weightedMean(scored) : null, answered, applicable, valid };
}

function totalOf({ dimensions, rules }: Instrument, scores: DimensionScore[]): number | null {
  if (scores.filter(({ valid }) => valid).length < rules.minValidDimensions) return null;
  const valid = dimensions.flatMap(({ weight }, index) => {
    const reached = scores[index]?.score ?? null;
    return reached === null ? [] : [{ weight, score: reached }];
  });
  return Math.min(100, weightedMean(valid));
}

function weightedMean(all: { weight: number; score: number }[]): number {
  let weighted = 0;
  let weights = 0;
  for (const { weight, score: reached } of all) {
    weighted += weight * reached;
    weights += weight;
  }
  return weighted / weights;
}

/** The closed gate with the lowest cap among those at or below the reached level. */
function closedGate(instrument: Instrument, reached: string, answers: Answers): Score['gate'] {
  const { levels, gates } = instrument.rules;
  const rank = (level: string) => levels.findIndex(({ id }) => id === level);
  const closed = gates
    .filter((gate) => rank(gate.level) <= rank(reached))
    .map(({ level, cappedAt, requires }) => ({
      level,
      cappedAt,
      missing: requires
        .filter(({ indicator, min }) => (givenValue(instrument, answers, indicator) ?? Number.NEGATIVE_INFINITY) < min)
        .map(({ indicator }) => indicator),
    }))
    .filter(({ missing }) => missing.length > 0);
  return closed.sort((a, b) => rank(a.cappedAt) - rank(b.cappedAt))[0] ?? null;
}

/** Equal gaps stay in the instrument's order. */
function prioritiesOf(instrument: Instrument, scores: DimensionScore[], parts: PartScore[]): Priority[] {
  return instrument.dimensions
    .map((dimension, index) => ({
      dimension: dimension.id,
      gap: dimension.weight * (100 - (scores[index]?.score ?? 100)),
      fields: weakFields(
        parts.filter((part) => part.dimension === dimension.id),
        dimension.field,
      ),
    }))
    .filter(({ gap }) => gap > TOLERANCE)
    .sort((a, b) => b.gap - a.gap)
    .slice(0, instrument.rules.priorities);
}

function weakFields(parts: PartScore[], dimensionField: number): number[] {
  const missing = new Map<number, number>();
  for (const { weight, score: reached, field = dimensionField } of parts) {
    if (reached === null || reached === 100) continue;
    missing.set(field, (missing.get(field) ?? 0) + weight * (100 - reached));
  }
  return [...missing].sort(([fieldA, a], [fieldB, b]) => b - a || fieldA - fieldB).map(([field]) => field);
}

const answerOf = (answers: Answers, id: string): Answer | undefined =>
  Object.hasOwn(answers, id) ? answers[id] : undefined;

function isNa({ notApplicable }: Instrument, answers: Answers, id: string): boolean {
  const answer = answerOf(answers, id);
  return notApplicable && answer !== undefined && 'na' in answer && answer.na === true;
}

const valueIn = (answer: Answer | undefined): number | null =>
  answer !== undefined && 'value' in answer ? answer.value : null;

function givenValue({ scaleMin, scaleMax }: Instrument, answers: Answers, id: string): number | null {
  const value = valueIn(answerOf(answers, id));
  return value !== null && Number.isInteger(value) && value >= scaleMin && value <= scaleMax ? value : null;
}
