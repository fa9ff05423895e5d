/**
 * One scoring engine for all assessment instruments (architecture, rule 5). An instrument is data: dimensions with weights,
 * indicators with anchors, levels, gates. Rules after domain 4.2.
 */
import { z } from 'zod';

const localized = z.strictObject({ id: z.string().min(1), en: z.string().min(1) });
/** Ids are parts of field names (`answer.K1`), see core/model/collections. */
const shortId = z.string().regex(/^\w{1,12}$/);
const code = z.string().regex(/^[\w.-]{1,40}$/);
const serviceField = z.int().min(1).max(7);

export const instrumentSchema = z
  .strictObject({
    id: code,
    version: code,
    /** `draft`: own proposal without official standing; `official`: adopted by the Dinas or the Ministry. */
    status: z.enum(['draft', 'official']),
    name: localized,
    /** What a user has to know about its standing. */
    note: localized.optional(),
    /** Lowest and highest value of an answer, whole numbers. */
    scaleMin: z.int().min(0),
    scaleMax: z.int().max(100),
    dimensions: z
      .array(
        z.strictObject({
          id: shortId,
          /** Share in the total, relative to the other valid dimensions. */
          weight: z.number().positive(),
          name: localized,
          /** Service field (1–7) that a weakness of this dimension belongs to. */
          field: serviceField,
          /** Where the dimension comes from, for developers. */
          source: z.string().optional(),
        }),
      )
      .min(1),
    indicators: z
      .array(
        z.strictObject({
          id: shortId,
          dimension: shortId,
          name: localized,
          /** Service field of this indicator where it differs from its dimension's. */
          field: serviceField.optional(),
          /** What each value means, one anchor per whole value from scaleMin to scaleMax. */
          anchors: z.array(z.strictObject({ value: z.int(), text: localized })),
        }),
      )
      .min(1),
    rules: z.strictObject({
      /** A dimension is valid from this share of its applicable indicators answered, 0–1. */
      minAnsweredShare: z.number().min(0).max(1),
      /** There is a total from this number of valid dimensions. */
      minValidDimensions: z.int().min(1),
      /** Ascending; a level reaches from `from` (inclusive, 0–100) to the next one. */
      levels: z.array(z.strictObject({ id: code, from: z.number().min(0).max(100), name: localized })).min(1),
      /** `level` and all above it need these indicators; otherwise the result is capped at `cappedAt`. */
      gates: z.array(
        z.strictObject({
          level: code,
          requires: z.array(z.strictObject({ indicator: shortId, min: z.int() })).min(1),
          cappedAt: code,
        }),
      ),
      /** How many dimensions become proposed work. */
      priorities: z.int().min(0),
    }),
  })
  .superRefine((instrument, context) => {
    for (const message of inconsistencies(instrument)) context.addIssue({ code: 'custom', message });
  });

export type Instrument = z.infer<typeof instrumentSchema>;
export type Gate = Instrument['rules']['gates'][number];

/** `na`: the indicator does not apply to this client (*tidak berlaku*). */
export type Answer = { value: number } | { na: true };
export type Answers = Readonly<Record<string, Answer | undefined>>;

export interface DimensionScore {
  id: string;
  /** 0–100, unrounded; null when the dimension is not valid. */
  score: number | null;
  /** Indicators with a value. */
  answered: number;
  /** Indicators that are not `na`. */
  applicable: number;
  valid: boolean;
}

export interface Priority {
  dimension: string;
  /** weight × (100 − score) */
  gap: number;
  /** Service fields of the indicators that miss points, the field that misses most first. */
  fields: number[];
}

export interface Score {
  /** In the instrument's order. */
  dimensions: DimensionScore[];
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
  /** `answered` counts `na` too: the question has been dealt with. */
  progress: { answered: number; total: number };
}

/**
 * Scores answers (domain 4.2).
 *
 * - `na` indicators do not count at all: neither as answered nor as missing. A dimension is valid when at least one of its
 *   indicators has a value and values ÷ (indicators − na) reaches `minAnsweredShare`. So one answered and four `na` is valid,
 *   and all `na` is not: its weight leaves the total instead of counting as 0 or 100.
 * - Score of a dimension = Σ values ÷ (scaleMax × answered) × 100. Total = Σ(weight × score) ÷ Σ weights, valid ones only.
 * - A required indicator of a gate that is unanswered or `na` has not been met.
 * - Answers of unknown indicators, and values that the scale does not have, are as if not given.
 */
export function score(instrument: Instrument, answers: Answers): Score {
  const { dimensions, indicators, rules } = instrument;
  const scores = dimensions.map((dimension) => scoreDimension(instrument, dimension.id, answers));
  const total = totalOf(instrument, scores);
  const reached = total === null ? null : rules.levels.findLast((level) => total + TOLERANCE >= level.from);
  const gate = reached ? closedGate(instrument, reached.id, answers) : null;
  return {
    dimensions: scores,
    total,
    level: gate?.cappedAt ?? reached?.id ?? null,
    gated: gate !== null,
    gate,
    priorities: total === null ? [] : prioritiesOf(instrument, scores, answers),
    progress: {
      answered: indicators.filter(({ id }) => isNa(answers, id) || givenValue(instrument, answers, id) !== null).length,
      total: indicators.length,
    },
  };
}

/** Two decimals for show, half up: 74.6754 → 74.68. Levels go by the unrounded total. */
export const round2 = (score: number): number => Math.round(score * 100 + TOLERANCE) / 100;

/** Far below the smallest step between two totals; keeps an exact 75 from falling below 75 by binary fractions. */
const TOLERANCE = 1e-9;

function scoreDimension(instrument: Instrument, id: string, answers: Answers): DimensionScore {
  const own = instrument.indicators.filter((indicator) => indicator.dimension === id);
  const values = own
    .map((indicator) => givenValue(instrument, answers, indicator.id))
    .filter((value): value is number => value !== null);
  const answered = values.length;
  const applicable = own.filter((indicator) => !isNa(answers, indicator.id)).length;
  const valid = answered > 0 && answered / applicable >= instrument.rules.minAnsweredShare;
  const sum = values.reduce((a, b) => a + b, 0);
  return { id, score: valid ? (100 * sum) / (instrument.scaleMax * answered) : null, answered, applicable, valid };
}

function totalOf({ dimensions, rules }: Instrument, scores: DimensionScore[]): number | null {
  if (scores.filter(({ valid }) => valid).length < rules.minValidDimensions) return null;
  let weighted = 0;
  let weights = 0;
  dimensions.forEach(({ weight }, index) => {
    const dimensionScore = scores[index]?.score ?? null;
    if (dimensionScore === null) return;
    weighted += weight * dimensionScore;
    weights += weight;
  });
  return Math.min(100, weighted / weights);
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
function prioritiesOf(instrument: Instrument, scores: DimensionScore[], answers: Answers): Priority[] {
  return instrument.dimensions
    .map((dimension, index) => ({
      dimension: dimension.id,
      gap: dimension.weight * (100 - (scores[index]?.score ?? 100)),
      fields: weakFields(instrument, dimension.id, dimension.field, answers),
    }))
    .filter(({ gap }) => gap > TOLERANCE)
    .sort((a, b) => b.gap - a.gap)
    .slice(0, instrument.rules.priorities);
}

function weakFields(instrument: Instrument, dimension: string, dimensionField: number, answers: Answers): number[] {
  const missing = new Map<number, number>();
  for (const indicator of instrument.indicators) {
    const value = givenValue(instrument, answers, indicator.id);
    if (indicator.dimension !== dimension || value === null || value === instrument.scaleMax) continue;
    const field = indicator.field ?? dimensionField;
    missing.set(field, (missing.get(field) ?? 0) + instrument.scaleMax - value);
  }
  return [...missing].sort(([fieldA, a], [fieldB, b]) => b - a || fieldA - fieldB).map(([field]) => field);
}

const answerOf = (answers: Answers, id: string): Answer | undefined =>
  Object.hasOwn(answers, id) ? answers[id] : undefined;

function isNa(answers: Answers, id: string): boolean {
  const answer = answerOf(answers, id);
  return answer !== undefined && 'na' in answer && answer.na === true;
}

function givenValue({ scaleMin, scaleMax }: Instrument, answers: Answers, id: string): number | null {
  const answer = answerOf(answers, id);
  if (answer === undefined || !('value' in answer)) return null;
  const { value } = answer;
  return Number.isInteger(value) && value >= scaleMin && value <= scaleMax ? value : null;
}

/** What the shape alone cannot say. Messages are for developers. */
function* inconsistencies(instrument: {
  scaleMin: number;
  scaleMax: number;
  dimensions: { id: string }[];
  indicators: { id: string; dimension: string; anchors: { value: number }[] }[];
  rules: {
    minValidDimensions: number;
    levels: { id: string; from: number }[];
    gates: { level: string; cappedAt: string; requires: { indicator: string; min: number }[] }[];
  };
}): Generator<string> {
  const { scaleMin, scaleMax, dimensions, indicators, rules } = instrument;
  if (scaleMin >= scaleMax) yield 'scaleMin must be below scaleMax';
  for (const list of [dimensions, indicators, rules.levels]) {
    const ids = list.map(({ id }) => id);
    if (new Set(ids).size < ids.length) yield `an id is used twice in ${ids.join(', ')}`;
  }
  for (const { id } of dimensions) {
    if (!indicators.some(({ dimension }) => dimension === id)) yield `dimension ${id} has no indicators`;
  }
  for (const { id, dimension, anchors } of indicators) {
    if (!dimensions.some((known) => known.id === dimension)) yield `indicator ${id}: no dimension ${dimension}`;
    const complete =
      anchors.length === scaleMax - scaleMin + 1 && anchors.every(({ value }, index) => value === scaleMin + index);
    if (!complete) yield `indicator ${id}: anchors must be ${scaleMin}…${scaleMax} in order`;
  }
  if (rules.minValidDimensions > dimensions.length) yield 'minValidDimensions is more than there are dimensions';
  if (rules.levels[0]?.from !== 0) yield 'the first level must start at 0';
  if (rules.levels.some(({ from }, index) => index > 0 && from <= (rules.levels[index - 1]?.from ?? 0))) {
    yield 'levels must ascend';
  }
  const rank = (level: string) => rules.levels.findIndex(({ id }) => id === level);
  for (const { level, cappedAt, requires } of rules.gates) {
    if (rank(cappedAt) < 0 || rank(cappedAt) >= rank(level)) yield `gate of ${level} must cap at a lower level`;
    for (const { indicator, min } of requires) {
      if (!indicators.some(({ id }) => id === indicator)) yield `gate of ${level}: no indicator ${indicator}`;
      if (min < scaleMin || min > scaleMax) yield `gate of ${level}: ${min} is off the scale`;
    }
  }
}
