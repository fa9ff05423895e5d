import { expect, test } from 'vitest';
import { currentInstrument } from '../instruments/index.ts';
import type { Instrument } from '../instruments/schema.ts';
import { cohortOf, comparableAssessments, directionOf } from './cohort.ts';

const UKM = currentInstrument('asesmen-ukm') as Instrument;
const [LOW, NEXT] = UKM.rules.levels.map(({ id }) => id) as [string, string];

function assessment(clientId: string, assessedOn: string, total: number | null, more: object = {}) {
  const score = { total, level: total === null ? null : total < 25 ? LOW : NEXT, gated: false, dimensions: {} };
  const { id, version } = UKM;
  return {
    id: `${clientId} ${assessedOn}`,
    values: { clientId, assessedOn, instrument: id, version, state: 'finished' as const, score, ...more },
  };
}
const cohort = (...assessments: ReturnType<typeof assessment>[]) =>
  cohortOf(comparableAssessments(assessments, UKM), UKM);

test('only finished assessments of the same version are compared', () => {
  const { clients, repeated } = cohort(
    assessment('a', '2026-01-01', 20),
    assessment('a', '2026-06-01', 40, { version: 'another' }),
    assessment('b', '2026-01-01', 20, { state: 'draft' }),
    assessment('c', '2026-01-01', 20, { instrument: 'ksp-2016' }),
    assessment('d', '2026-01-01', 20, { score: null }),
  );
  expect({ clients, repeated }).toEqual({ clients: 1, repeated: 0 });
});

test('the distribution is of each client’s last total, with both edges', () => {
  const { bands, levels, withoutLevel, withoutTotal } = cohort(
    assessment('a', '2026-06-01', 30),
    assessment('a', '2026-01-01', 99),
    assessment('b', '2026-01-01', 0),
    assessment('c', '2026-01-01', 39.99),
    assessment('d', '2026-01-01', 100),
    assessment('e', '2026-01-01', null),
  );
  expect(bands.filter(({ clients }) => clients > 0)).toEqual([
    { from: 0, to: 10, clients: 1 },
    { from: 30, to: 40, clients: 2 },
    { from: 90, to: 100, clients: 1 },
  ]);
  expect(levels.map(({ clients }) => clients)).toEqual([1, 3, 0, 0]);
  expect({ withoutLevel, withoutTotal }).toEqual({ withoutLevel: 1, withoutTotal: 1 });
});

test('means are of clients that have the dimension in both', () => {
  const scores = (dimensions: object, total: number | null = 10) => ({
    score: { total, level: LOW, gated: false, dimensions },
  });
  const { dimensions, total } = cohort(
    assessment('a', '2026-01-01', 0, scores({ K: 20, S: 50 }, 20)),
    assessment('a', '2026-03-01', 0, scores({ K: 0 }, 0)),
    assessment('a', '2026-06-01', 0, scores({ K: 40, S: null }, 30)),
    assessment('b', '2026-01-01', 0, scores({ K: 40, S: 10 }, null)),
    assessment('b', '2026-06-01', 0, scores({ K: 50, S: 20 }, 50)),
    assessment('once', '2026-06-01', 0, scores({ K: 100, S: 100 }, 100)),
  );
  expect(dimensions.slice(0, 3)).toEqual([
    { id: 'K', clients: 2, first: 30, last: 45 },
    { id: 'S', clients: 1, first: 10, last: 20 },
    { id: 'P', clients: 0, first: null, last: null },
  ]);
  expect(total).toEqual({ id: '', clients: 1, first: 20, last: 30 });
});

test('who rose and who fell, by total and by level, the widest rise first', () => {
  const { movers } = cohort(
    assessment('falls', '2026-01-01', 30),
    assessment('falls', '2026-06-01', 20),
    assessment('rises', '2026-01-01', 20),
    assessment('rises', '2026-06-01', 30),
    assessment('same', '2026-01-01', 30),
    assessment('same', '2026-06-01', 30.001),
    assessment('unknown', '2026-01-01', null),
    assessment('unknown', '2026-06-01', 90),
  );
  expect(movers.map((mover) => [mover.clientId, directionOf(mover), mover.levels])).toEqual([
    ['rises', 1, 1],
    ['same', 0, 0],
    ['falls', -1, -1],
  ]);
  expect(movers[0]?.first).toEqual({ day: '2026-01-01', total: 20, level: LOW });
});

test('of two on the same day the one finished later is the last', () => {
  const { movers } = cohort(
    assessment('a', '2026-06-01', 40, { finishedAt: '2026-06-01T09:00:00.000Z' }),
    assessment('a', '2026-06-01', 20, { finishedAt: '2026-06-01T02:00:00.000Z' }),
  );
  expect(movers[0]?.change).toBe(20);
});
