import { expect, test } from 'vitest';
import type { Entity } from '../../store/queries.ts';
import { changes, comparable } from './overTime.ts';

type Assessment = Entity<'assessments'>;

const made = (id: string, values: Assessment['values']) =>
  ({ id, values: { state: 'finished', instrument: 'ksp-2016', version: '1', ...values } }) as Assessment;
const score = (total: number, dimensions: Record<string, number | null> = {}) => ({
  total,
  level: 'sound',
  gated: false,
  dimensions,
});

test('only finished ones of the same instrument and version compare, newest first', () => {
  const groups = comparable([
    made('a', { assessedOn: '2025-01-10', score: score(60) }),
    made('b', { assessedOn: '2026-01-10', score: score(70) }),
    made('c', { assessedOn: '2026-05-10', score: score(80), instrument: 'kkpkk-2021-ksp' }),
    made('d', { assessedOn: '2026-06-10', state: 'draft' }),
    made('e', { assessedOn: '2025-06-10', score: score(65), version: '2' }),
  ]);
  expect(groups.map((group) => group.map(({ id }) => id))).toEqual([['c'], ['b', 'a'], ['e']]);
});

test('the widest change first; nothing of what did not change or has no score', () => {
  const latest = made('b', { score: score(70, { K: 50, S: 40, P: null, B: 30, M: 20 }) });
  const previous = made('a', { score: score(60, { K: 45, S: 60, P: 10, B: 30, M: null }) });
  expect(changes(latest, previous)).toEqual([
    { dimension: 'S', by: -20 },
    { dimension: 'K', by: 5 },
  ]);
});
