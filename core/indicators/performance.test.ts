import { describe, expect, test } from 'vitest';
import {
  financeBySource,
  type PerformanceRecords,
  permitsByKind,
  reached,
  type Scope,
  salesPairs,
  spanOf,
  waitingSessions,
  workersChange,
} from './performance.ts';

const LOCKED = '2026-12-01T00:00:00.000Z';
const NONE: PerformanceRecords = {
  clients: [],
  targetLists: [],
  targets: [],
  programmes: [],
  sessions: [],
  yearlyStates: [],
  outcomes: [],
  levelUps: [],
};
let ids = 0;
const item = (values: object, id = String(++ids)) => ({ id, values });
const session = (clientId: string, date: string, more: object = {}) =>
  item({ clientId, date, state: 'finished', lockedAt: LOCKED, consultant: 'sari', field: 3, ...more });
const records = (some: Partial<PerformanceRecords>): PerformanceRecords => ({ ...NONE, ...some });
const YEAR: Scope = { year: 2026 };

describe('sessions and clients (P2, P4)', () => {
  const all = records({
    sessions: [
      session('a', '2026-01-31', { startTime: '09:00', endTime: '10:30' }),
      session('a', '2026-04-01', { startTime: '13:00', endTime: '13:30', field: 5 }),
      session('b', '2026-06-30', { consultant: 'budi' }),
      session('c', '2026-12-31', { startTime: '10:00', endTime: '09:00' }),
      session('d', '2025-12-31'),
      session('e', '2026-05-01', { lockedAt: null }),
      session('e', '2026-05-01', { state: 'draft' }),
      session('f', '', {}),
    ],
  });

  test('a client mentored in two quarters is one client of the year', () => {
    expect(reached('clients', all, YEAR)).toEqual({ year: 3, quarters: { 1: 1, 2: 2, 3: 0, 4: 1 } });
  });

  test('only approved sessions count; those that wait are told', () => {
    expect(reached('sessions', all, YEAR)).toEqual({ year: 4, quarters: { 1: 1, 2: 2, 3: 0, 4: 1 } });
    expect(waitingSessions(all, spanOf(YEAR))).toHaveLength(1);
  });

  test('hours; a session that ends before it starts has none', () => {
    expect(reached('hours', all, YEAR)).toEqual({ year: 2, quarters: { 1: 1.5, 2: 0.5, 3: 0, 4: 0 } });
  });

  test('of one consultant, of one service field', () => {
    expect(reached('clients', all, { ...YEAR, consultant: 'budi' }).year).toBe(1);
    expect(reached('sessions', all, { ...YEAR, field: 5 }).year).toBe(1);
    expect(reached('sessions', all, { ...YEAR, consultant: 'budi', field: 5 }).year).toBe(0);
  });
});

describe('targets and coverage (P1, P3)', () => {
  const all = records({
    clients: [item({ consultant: 'sari' }, 'a'), item({ consultant: 'budi' }, 'b')],
    targetLists: [
      item({ year: 2026, lockedAt: LOCKED }, 'list'),
      item({ year: 2026, lockedAt: LOCKED }, 'second'),
      item({ year: 2026 }, 'open'),
      item({ year: 2025, lockedAt: LOCKED }, 'old'),
    ],
    targets: [
      item({ parent: 'list', clientId: 'a', lockedAt: LOCKED }),
      item({ parent: 'second', clientId: 'a', lockedAt: LOCKED }),
      item({ parent: 'list', clientId: 'b', lockedAt: LOCKED }),
      item({ parent: 'list', clientId: 'late' }),
      item({ parent: 'open', clientId: 'c', lockedAt: LOCKED }),
      item({ parent: 'old', clientId: 'd', lockedAt: LOCKED }),
    ],
    sessions: [session('a', '2026-02-01')],
  });

  test('counts each client of a locked list once', () => {
    expect(reached('targets', all, YEAR)).toEqual({ year: 2, quarters: { 1: null, 2: null, 3: null, 4: null } });
    expect(reached('targets', all, { ...YEAR, consultant: 'sari' }).year).toBe(1);
  });

  test('coverage is of all targets, by quarter; none without targets', () => {
    expect(reached('coverage', all, YEAR)).toEqual({ year: 50, quarters: { 1: 50, 2: 0, 3: 0, 4: 0 } });
    expect(reached('coverage', all, { year: 2024 }).year).toBeNull();
  });

  test('they are not divided by service field', () => {
    expect(reached('targets', all, { ...YEAR, field: 3 }).year).toBeNull();
    expect(reached('coverage', all, { ...YEAR, field: 3 }).quarters[1]).toBeNull();
  });
});

test('work programmes with a session, of those locked (P5)', () => {
  const all = records({
    programmes: [
      item({ year: 2026, lockedAt: LOCKED, consultant: 'sari', field: 3 }, 'p'),
      item({ year: 2026, lockedAt: LOCKED, consultant: 'budi', field: 5 }, 'q'),
      item({ year: 2026, consultant: 'budi', field: 5 }, 'draft'),
      item({ year: 2025, lockedAt: LOCKED }, 'old'),
    ],
    sessions: [
      session('a', '2026-02-01', { programme: 'p', consultant: 'budi' }),
      session('a', '2026-08-01', { programme: 'p' }),
      session('a', '2026-08-01', { programme: 'q', lockedAt: null }),
      session('a', '2026-08-01', { programme: 'draft' }),
    ],
  });
  expect(reached('programmes', all, YEAR)).toEqual({ year: 50, quarters: { 1: 50, 2: 0, 3: 50, 4: 0 } });
  expect(reached('programmes', all, { ...YEAR, consultant: 'sari' }).year).toBe(100);
  expect(reached('programmes', all, { ...YEAR, field: 5 }).year).toBe(0);
  expect(reached('programmes', NONE, YEAR).year).toBeNull();
});

describe('sales and workers (O1, O2)', () => {
  const state = (clientId: string, asOf: string, values: object) => item({ clientId, asOf, ...values });
  const all = records({
    sessions: ['a', 'b', 'c', 'koperasi'].map((client) => session(client, '2026-03-01')),
    yearlyStates: [
      state('a', '2025-12-31', { sales: 100, workers: 4 }),
      state('a', '2026-12-31', { sales: 130, salesBefore: 999, workers: 6 }),
      state('b', '2026-12-31', { sales: 50, salesBefore: 50, workers: 1 }),
      state('c', '2025-12-31', { sales: 70, workers: 9 }),
      state('koperasi', '2025-12-31', { volume: 200, employees: 5 }),
      state('koperasi', '2026-12-31', { volume: 190, employees: 4 }),
      state('notMentored', '2025-12-31', { sales: 1, workers: 1 }),
      state('notMentored', '2026-12-31', { sales: 1000, workers: 100 }),
    ],
  });

  test('growth of the sum, only of clients with both years', () => {
    expect(salesPairs(all, YEAR).map(({ client }) => client)).toEqual(['a', 'b', 'koperasi']);
    expect(reached('sales', all, YEAR).year).toBeCloseTo(((130 + 50 + 190) / (100 + 50 + 200) - 1) * 100, 10);
    expect(reached('sales', all, YEAR).quarters[4]).toBeNull();
  });

  test('rises and falls of workers apart', () => {
    expect(workersChange(all, YEAR)).toEqual({ clients: 2, rises: 2, falls: -1 });
    expect(reached('workers', all, YEAR).year).toBe(1);
  });

  test('nothing to compare gives no figure, not zero', () => {
    expect(reached('sales', all, { year: 2025 }).year).toBeNull();
    expect(reached('workers', NONE, YEAR).year).toBeNull();
  });
});

describe('permits, finance, level-ups (O3–O5)', () => {
  const outcome = (kind: string, clientId: string, date: string, more: object = {}) =>
    item({ kind, clientId, date, consultant: 'sari', ...more });
  const all = records({
    programmes: [item({ field: 4 }, 'p')],
    sessions: [session('a', '2026-02-10'), session('b', '2026-01-01', { lockedAt: null })],
    outcomes: [
      outcome('permit', 'a', '2026-02-10', { permit: 'nib' }),
      outcome('certificate', 'a', '2026-05-01', { permit: 'halal', programme: 'p' }),
      outcome('permit', 'a', '2026-02-09', { permit: 'nib' }),
      outcome('permit', 'b', '2026-03-01', { permit: 'nib' }),
      outcome('finance', 'a', '2026-07-01', { financeSource: 'kur', amount: 50_000_000, programme: 'p' }),
      outcome('finance', 'b', '2026-08-01', { financeSource: 'kur', amount: 5_000_000_000, consultant: 'budi' }),
      outcome('finance', 'b', '2026-08-01', { financeSource: 'csr' }),
      outcome('market', 'a', '2026-03-01'),
    ],
    levelUps: [
      item({ clientId: 'a', date: '2026-03-01', basis: 'scale', state: 'finished' }),
      item({ clientId: 'a', date: '2026-09-01', basis: 'assessment', state: 'finished' }),
      item({ clientId: 'b', date: '2026-09-01', basis: 'other', state: 'finished' }),
      item({ clientId: 'c', date: '2026-09-01', basis: 'scale', state: 'draft' }),
    ],
  });

  test('permits issued after the first approved session', () => {
    expect(reached('permits', all, YEAR)).toEqual({ year: 2, quarters: { 1: 1, 2: 1, 3: 0, 4: 0 } });
    expect(permitsByKind(all, YEAR)).toEqual([
      { kind: 'nib', count: 1 },
      { kind: 'halal', count: 1 },
    ]);
    expect(reached('permits', all, { ...YEAR, field: 4 }).year).toBe(1);
  });

  test('finance by source, also above 2 billion rupiah', () => {
    expect(reached('finance', all, YEAR)).toEqual({ year: 3, quarters: { 1: 0, 2: 0, 3: 3, 4: 0 } });
    expect(financeBySource(all, YEAR)).toEqual([
      { source: 'kur', count: 2, amount: 5_050_000_000 },
      { source: 'csr', count: 1, amount: 0 },
    ]);
    expect(reached('finance', all, { ...YEAR, consultant: 'budi' }).year).toBe(1);
  });

  test('a client rises once in a year, by its scale or its assessment', () => {
    expect(reached('levelUps', all, YEAR)).toEqual({ year: 1, quarters: { 1: 1, 2: 0, 3: 1, 4: 0 } });
  });
});
