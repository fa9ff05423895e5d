/** What the screens of an assessment need to know of its instrument: its order, its texts, the answers of a record. */
import { instrumentOf } from '#core/instruments/index.ts';
import { type Answers, type Figures, type Instrument, round2, type Score, score } from '#core/instruments/scoring.ts';
import type { ScoreSnapshot, Values } from '#core/model/collections.ts';
import { decimals, inLanguage } from '../../ui/instrumentText.ts';

export { inLanguage } from '../../ui/instrumentText.ts';

export type Indicator = Instrument['indicators'][number];
export type Dimension = Instrument['dimensions'][number];
export type AnswerValue = number | 'na';
type AssessmentValues = Values<'assessments'>;

export const instrumentFor = (values: AssessmentValues): Instrument | undefined =>
  values.instrument && values.version ? instrumentOf(values.instrument, values.version) : undefined;

/** Indicators dimension by dimension: the order in which they are asked. */
export const indicatorsOf = ({ dimensions, indicators }: Instrument): Indicator[] =>
  dimensions.flatMap(({ id }) => indicators.filter(({ dimension }) => dimension === id));

export function answerOf(values: AssessmentValues, indicator: string): AnswerValue | null {
  return values[`answer.${indicator}`] ?? null;
}

/** What has been answered; of a ratio that the user had to decide, only with the reason beside it. */
export function answersIn(instrument: Instrument, values: AssessmentValues): Answers {
  const decided = instrument.ratios.filter(({ id }) => values[`note.${id}`]?.trim());
  return Object.fromEntries(
    [...instrument.indicators, ...decided].flatMap(({ id }) => {
      const answer = answerOf(values, id);
      return answer === null ? [] : [[id, answer === 'na' ? { na: true } : { value: answer }]];
    }),
  );
}

export const figuresIn = (instrument: Instrument, values: AssessmentValues): Figures =>
  Object.fromEntries(instrument.figures.map(({ id }) => [id, values[`figure.${id}`] ?? undefined]));

/** What the answers and figures of a record come to. */
export const scoreOf = (instrument: Instrument, values: AssessmentValues): Score =>
  score(instrument, answersIn(instrument, values), figuresIn(instrument, values));

/** The next indicator without an answer after `from`, starting over at the end; null when all have one. */
export function nextUnanswered(order: Indicator[], values: AssessmentValues, from: string | null): string | null {
  const start = order.findIndex(({ id }) => id === from) + 1;
  const after = [...order.slice(start), ...order.slice(0, start)];
  return after.find(({ id }) => answerOf(values, id) === null)?.id ?? null;
}

/** What a finished assessment keeps of its score. The total stays unrounded: levels go by it. */
export const snapshotOf = (result: Score): ScoreSnapshot => ({
  total: result.total,
  level: result.level,
  gated: result.gated,
  dimensions: Object.fromEntries(result.dimensions.map(({ id, score: value }) => [id, value])),
});

/** The name of a level; its id when this version does not know the instrument. */
export function levelName(instrument: Instrument | undefined, level: string | null, language: string): string {
  const known = instrument?.rules.levels.find(({ id }) => id === level);
  return known ? inLanguage(known.name, language) : (level ?? '');
}

/** Two decimals, as in the instrument's acceptance examples. */
export const formatScore = (value: number, language: string): string => decimals(round2(value), 2, language);

/** A dimension's score beside others: whole numbers are enough and easier to compare. */
export const formatDimension = (value: number, language: string): string => decimals(value, 0, language);
