import { expect, test } from 'vitest';
import { currentInstrument, instruments } from '#core/instruments/index.ts';
import { type Instrument, score } from '#core/instruments/scoring.ts';
import type { Values } from '#core/model/collections.ts';
import {
  answersIn,
  figuresIn,
  formatScore,
  indicatorsOf,
  levelName,
  nextUnanswered,
  scoreOf,
  snapshotOf,
} from './instrument.ts';
import { commandOf } from './useKeys.ts';

const instrument = instruments()[0] as Instrument;
const order = indicatorsOf(instrument);
const scale = { min: instrument.scaleMin, max: instrument.scaleMax };
const answered = (answer: (id: string) => number | 'na' | null): Values<'assessments'> =>
  Object.fromEntries(order.map(({ id }) => [`answer.${id}`, answer(id)])) as Values<'assessments'>;

test('one key answers, in either case and from either row of digits', () => {
  for (const value of [0, 1, 2, 3, 4]) expect(commandOf(String(value), scale)).toEqual({ do: 'answer', value });
  for (const key of ['t', 'T']) expect(commandOf(key, scale)).toEqual({ do: 'answer', value: 'na' });
  for (const key of ['ArrowUp', 'k', 'K']) expect(commandOf(key, scale)).toEqual({ do: 'move', step: -1 });
  for (const key of ['5', '9', 'Tab', 'Enter', ' ', 'F5', 'x']) expect(commandOf(key, scale)).toBeNull();
});

test('goes to the next indicator without an answer, and over the end to those that were left out', () => {
  const values = answered((id) => (id === 'K2' || id === 'R3' ? null : 3));
  expect(nextUnanswered(order, values, null)).toBe('K2');
  expect(nextUnanswered(order, values, 'K2')).toBe('R3');
  expect(nextUnanswered(order, values, 'R3')).toBe('K2');
  expect(nextUnanswered(order, { ...values, 'answer.K2': 0, 'answer.R3': 'na' }, 'R3')).toBeNull();
});

test('a record turns into answers, what is emptied or strange into none', () => {
  const values = { 'answer.K1': 0, 'answer.K2': 'na', 'answer.K3': null, 'answer.Z9': 4 } as Values<'assessments'>;
  expect(answersIn(instrument, values)).toEqual({ K1: { value: 0 }, K2: { na: true } });
});

test('the snapshot keeps the unrounded total and each dimension; what is shown is rounded', () => {
  const result = score(
    instrument,
    answersIn(
      instrument,
      answered((id) => (id.startsWith('D') ? 'na' : id === 'K1' ? 4 : 3)),
    ),
  );
  const snapshot = snapshotOf(result);
  expect(snapshot.total).toBe(result.total);
  expect(snapshot.dimensions.D).toBeNull();
  expect(Object.keys(snapshot.dimensions)).toEqual(instrument.dimensions.map(({ id }) => id));
  expect(formatScore(74.6754, 'id')).toBe('74,68');
  expect(formatScore(75, 'en')).toBe('75.00');
  expect(levelName(instrument, 'readyToScale', 'id')).toBe('Siap naik kelas');
  expect(levelName(undefined, 'level-of-2031', 'id')).toBe('level-of-2031');
});

test('figures of a record, and what was decided about a ratio only with its reason', () => {
  const shop = currentInstrument('kkpkk-2021-riil') as Instrument;
  const values = {
    'figure.cash': 0,
    'figure.bank': null,
    'figure.surplus': 5,
    'figure.surplusBefore': -5,
    'answer.K20': 75,
    'note.K20': ' ',
  } as Values<'assessments'>;
  expect(figuresIn(shop, values)).toMatchObject({ cash: 0, bank: undefined });
  const growth = (note: string) =>
    scoreOf(shop, { ...values, 'note.K20': note }).ratios.find(({ id }) => id === 'K20')?.reason;
  expect(growth(' ')).toBe('toDecide');
  expect(growth('Usaha baru pulih sesudah gempa.')).toBe('decided');
});
