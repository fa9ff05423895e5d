import { describe, expect, test } from 'vitest';
import { currentInstrument } from '../instruments/index.ts';
import { type DashboardRecords, dashboardOf } from './dashboard.ts';

const LOCKED = '2026-12-01T00:00:00.000Z';
const NONE: DashboardRecords = {
  clients: [],
  targetLists: [],
  targets: [],
  programmes: [],
  sessions: [],
  yearlyStates: [],
  outcomes: [],
  levelUps: [],
  candidates: [],
  grantSteps: [],
  consents: [],
  assessments: [],
  digitalVillages: [],
  villageStatuses: [],
};
const item = (id: string, values: object) => ({ id, values });
const client = (id: string, consultant: string, more: object = {}, collection = 'businesses') => ({
  collection,
  id,
  values: { name: `Usaha ${id}`, consultant, ...more },
});
const session = (id: string, clientId: string, date: string, more: object = {}) =>
  item(id, { clientId, date, state: 'finished', lockedAt: LOCKED, consultant: 'sari', field: 3, ...more });
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const records = (some: Partial<DashboardRecords>): DashboardRecords => ({ ...NONE, ...some });
const ids = (all: DashboardRecords, name: string, span: object = {}) =>
  (dashboardOf(all, { ...YEAR, ...span }).behind.get(name) ?? []).map(({ id }) => id);

describe('sessions and clients', () => {
  const all = records({
    clients: [client('a', 'sari'), client('b', 'budi'), client('k', 'sari', {}, 'cooperatives'), client('new', 'sari')],
    sessions: [
      session('1', 'a', '2026-01-31', { startTime: '09:00', endTime: '10:30' }),
      session('2', 'a', '2026-02-01', { field: 5 }),
      session('3', 'b', '2026-03-31', { consultant: 'budi', field: null }),
      session('4', 'k', '2026-04-01'),
      session('5', 'a', '2026-03-02', { lockedAt: null }),
      session('6', 'a', '2026-03-03', { lockedAt: null, state: 'draft' }),
      session('7', 'a', '2025-12-31'),
    ],
  });

  test('of any period, by field, by kind of client; each number is the records behind it', () => {
    const quarter = { to: '2026-03-31' };
    expect(ids(all, 'sessions', quarter)).toEqual(['1', '2', '3']);
    expect(ids(all, 'sessions.field.3', quarter)).toEqual(['1']);
    expect(ids(all, 'sessions.field.none', quarter)).toEqual(['3']);
    expect(ids(all, 'waiting.field.3', quarter)).toEqual(['5']);
    expect(ids(all, 'mentored', quarter)).toEqual(['a', 'b']);
    expect(ids(all, 'mentored.cooperatives')).toEqual(['k']);
    expect(ids(all, 'clients')).toEqual(['a', 'b', 'k', 'new']);
    expect(dashboardOf(all, YEAR).hours).toBe(1.5);
  });

  test('of one consultant', () => {
    const budi = { consultant: 'budi' };
    expect(ids(all, 'sessions', budi)).toEqual(['3']);
    expect(ids(all, 'clients', budi)).toEqual(['b']);
    expect(ids(all, 'quality.draftSessions', budi)).toEqual([]);
  });

  test('by month; by year where the period is longer than two', () => {
    const months = dashboardOf(all, { from: '2025-12-15', to: '2026-02-28' });
    expect(months.parts).toEqual(['2025-12', '2026-01', '2026-02']);
    expect(months.behind.get('sessions.at.2025-12')?.map(({ id }) => id)).toEqual(['7']);
    expect(ids(all, 'waiting.at.2026-03')).toEqual(['5']);
    const years = dashboardOf(all, { from: '2024-05-01', to: '2026-12-31' });
    expect(years.parts).toEqual(['2024', '2025', '2026']);
    expect(years.behind.get('sessions.at.2026')).toHaveLength(4);
  });

  test('quality: what is missing, and not finished', () => {
    const told = records({
      ...all,
      clients: [client('a', 'sari', { region: { code: '72' } }), client('b', 'budi')],
      consents: [
        item('c', { clientId: 'a', purposeMentoring: true, givenOn: '2026-01-01', way: 'paper' }),
        item('d', {
          clientId: 'b',
          purposeMentoring: true,
          givenOn: '2026-01-01',
          way: 'paper',
          withdrawnOn: '2026-02-01',
        }),
      ],
      yearlyStates: [
        item('s', { clientId: 'a', asOf: '2025-12-31' }),
        item('t', { clientId: 'b', asOf: '2026-12-31' }),
      ],
      assessments: [item('x', { clientId: 'b', state: 'finished' }), item('y', { clientId: 'a', state: 'draft' })],
    });
    const found = Object.fromEntries(
      [...dashboardOf(told, YEAR).behind]
        .filter(([name]) => name.startsWith('quality.'))
        .map(([name, list]) => [name.slice('quality.'.length), list.map(({ id }) => id)]),
    );
    expect(found).toEqual({
      withoutConsent: ['b'],
      withoutRegion: ['b'],
      withoutState: ['b'],
      withoutAssessment: ['a'],
      draftSessions: ['6'],
      uncheckedSessions: ['5'],
      withoutField: ['3'],
    });
  });
});

test('growth is of the year of the end, with the pairs that it is computed from', () => {
  const all = records({
    clients: [client('a', 'sari'), client('b', 'sari')],
    sessions: [session('1', 'a', '2026-02-01'), session('2', 'b', '2026-02-01')],
    yearlyStates: [
      item('1', { clientId: 'a', asOf: '2026-12-31', sales: 130, salesBefore: 100 }),
      item('2', { clientId: 'b', asOf: '2026-12-31', sales: 50 }),
    ],
  });
  const { growth, behind } = dashboardOf(all, { from: '2026-03-01', to: '2026-03-31' });
  expect(growth).toBeCloseTo(30, 10);
  expect(behind.get('sales')).toMatchObject([{ id: 'a', name: 'Usaha a', sales: { before: 100, now: 130 } }]);
  expect(dashboardOf(all, { from: '2025-01-01', to: '2025-12-31' }).growth).toBeNull();
});

test('the last level-up of each client', () => {
  const rise = (id: string, date: string, more: object = {}) =>
    item(id, { clientId: 'a', date, basis: 'scale', state: 'finished', ...more });
  const all = records({
    levelUps: [
      rise('late', '2026-08-01'),
      rise('early', '2026-02-01'),
      rise('other', '2026-09-01', { basis: 'other' }),
    ],
  });
  expect(ids(all, 'levelUps')).toEqual(['late']);
});

test('the funnel: where candidates stand, and how far they came', () => {
  const all = records({
    candidates: [
      item('p', { year: 2026, stage: 'paid', name: 'Pita' }),
      item('q', { year: 2026, stage: 'rejected' }),
      item('r', { year: 2026 }),
      item('old', { year: 2025, stage: 'closed' }),
      item('s', { year: 2026, stage: 'correction', consultant: 'budi' }),
    ],
    grantSteps: [
      item('1', { parent: 'q', stage: 'submitted' }),
      item('2', { parent: 'q', stage: 'rejected' }),
      item('3', { parent: 's', stage: 'recommended' }),
    ],
  });
  expect(ids(all, 'standing.screening')).toEqual(['r']);
  expect(ids(all, 'standing.rejected')).toEqual(['q']);
  expect(ids(all, 'reached.screening')).toEqual(['p', 'q', 'r', 's']);
  expect(ids(all, 'reached.submitted')).toEqual(['p', 'q', 's']);
  expect(ids(all, 'reached.recommended')).toEqual(['p', 's']);
  expect(ids(all, 'reached.decided')).toEqual(['p']);
  expect(dashboardOf(all, YEAR).behind.has('reached.correction')).toBe(false);
  expect(ids(all, 'reached.screening', { from: '2025-06-01' })).toContain('old');
  expect(ids(all, 'reached.screening', { consultant: 'budi' })).toEqual(['s']);
});

test('digital readiness: the last score of each client up to the end, in bands', () => {
  const version = currentInstrument('asesmen-ukm')?.version;
  const assessment = (id: string, clientId: string, assessedOn: string, D: number | null, more: object = {}) =>
    item(id, {
      clientId,
      assessedOn,
      instrument: 'asesmen-ukm',
      version,
      state: 'finished',
      score: { total: 1, level: null, gated: false, dimensions: { D } },
      ...more,
    });
  const all = records({
    clients: [client('a', 'sari'), client('b', 'sari'), client('c', 'budi')],
    assessments: [
      assessment('a1', 'a', '2026-01-01', 10),
      assessment('a2', 'a', '2026-06-01', 50),
      assessment('a3', 'a', '2027-01-01', 90),
      assessment('b1', 'b', '2026-02-01', 24.99),
      assessment('b0', 'b', '2026-01-01', null),
      assessment('c1', 'c', '2026-02-01', 100, {}),
      assessment('c2', 'c', '2026-03-01', 0, { state: 'draft' }),
    ],
  });
  const { readiness } = dashboardOf(all, YEAR);
  expect(readiness.mean).toBeCloseTo((50 + 24.99 + 100) / 3, 10);
  expect(readiness.repeated).toEqual({ id: 'D', clients: 1, first: 10, last: 50 });
  expect(ids(all, 'readiness.0')).toEqual(['b1']);
  expect(ids(all, 'readiness.25')).toEqual([]);
  expect(ids(all, 'readiness.50')).toEqual(['a2']);
  expect(ids(all, 'readiness.75')).toEqual(['c1']);
  expect(dashboardOf(all, { ...YEAR, consultant: 'budi' }).readiness.mean).toBe(100);
});

test('the digital village as it was at the end of the period', () => {
  const all = records({
    villageStatuses: [
      item('2', { status: 'construction', date: '2026-03-01' }),
      item('1', { status: 'planned', date: '2025-03-01' }),
      item('3', { status: 'running', date: '2027-01-01' }),
      item('4', { status: 'blocked' }),
    ],
    digitalVillages: [item('unit', { stage1: '2026-01-01', stage2: '2026-12-31', stage3: '2027-01-01' })],
  });
  expect(dashboardOf(all, YEAR)).toMatchObject({ village: { status: 'construction' }, villageStages: 2 });
  expect(dashboardOf(NONE, YEAR)).toMatchObject({ village: null, villageStages: 0 });
});
