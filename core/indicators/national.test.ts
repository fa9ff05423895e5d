import { expect, test } from 'vitest';
import { type NationalRecords, type NationalUnit, nationalOf, unitFigures } from './national.ts';

const LOCKED = '2026-12-01T00:00:00.000Z';
const NONE: NationalRecords = { sessions: [], yearlyStates: [], levelUps: [], candidates: [], villageStatuses: [] };
let ids = 0;
const item = (values: object) => ({ id: String(++ids), values });
const session = (clientId: string, field: number, more: object = {}) =>
  item({
    clientId,
    clientCollection: 'businesses',
    date: '2026-05-01',
    field,
    state: 'finished',
    lockedAt: LOCKED,
    ...more,
  });
const records = (some: Partial<NationalRecords>): NationalRecords => ({ ...NONE, ...some });
const unit = (id: string, region: string): NationalUnit => ({
  id,
  name: `PLUT ${id}`,
  level: 'province',
  region,
  sequence: 7,
});

/** A unit with this many businesses, each mentored twice in field 3 and once with a rise of its sales. */
const unitWith = (id: string, region: string, clients: number, growth = 2) => {
  const names = Array.from({ length: clients }, (_, i) => `${id}-${i}`);
  return {
    ...unit(id, region),
    figures: unitFigures(
      records({
        sessions: names.flatMap((name) => [session(name, 3), session(name, 3)]),
        yearlyStates: names.map((clientId) =>
          item({ clientId, asOf: '2026-12-31', sales: 100 * growth, salesBefore: 100 }),
        ),
      }),
      2026,
    ),
  };
};

test('figures of a unit, computed by hand', () => {
  const figures = unitFigures(
    records({
      sessions: [
        session('a', 3),
        session('a', 3),
        session('b', 3),
        session('b', 5),
        session('k', 1, { clientCollection: 'cooperatives' }),
        session('c', 1, { lockedAt: null }),
        session('c', 1, { date: '2025-12-31' }),
      ],
      yearlyStates: [
        item({ clientId: 'a', asOf: '2026-12-31', sales: 150 }),
        item({ clientId: 'a', asOf: '2025-12-31', sales: 100 }),
        item({ clientId: 'k', asOf: '2026-12-31', volume: 90, salesBefore: 100 }),
        item({ clientId: 'c', asOf: '2026-12-31', sales: 1, salesBefore: 9 }),
      ],
      levelUps: [item({ clientId: 'a', date: '2026-06-01', basis: 'scale', state: 'finished' })],
      candidates: [item({ year: 2026, stage: 'paid' }), item({ year: 2026 }), item({ year: 2025, stage: 'paid' })],
      villageStatuses: [
        item({ status: 'construction', date: '2025-01-01' }),
        item({ status: 'running', date: '2026-12-31' }),
        item({ status: 'inactive', date: '2027-01-01' }),
      ],
    }),
    2026,
  );
  expect(figures.columns).toMatchObject({
    businesses: { people: 2, count: 2 },
    cooperatives: { people: 1, count: 1 },
    'field.1': { people: 1, count: 1 },
    'field.3': { people: 2, count: 3 },
    'field.5': { people: 1, count: 1 },
    'field.7': { people: 0, count: 0 },
    levelUps: { people: 1, count: 1 },
    salesPairs: { people: 2, count: 2 },
    'stage.paid': { people: 1, count: 1 },
    'stage.screening': { people: 1, count: 1 },
  });
  expect(figures.sales).toEqual({ now: 240, before: 200 });
  expect(figures.village).toBe('running');
});

test('sums of provinces and of all; nothing is hidden from an administrator', () => {
  const { units, provinces, nation } = nationalOf(
    [unitWith('palu', '72', 2, 3), unitWith('sigi', '72.10', 6), unitWith('lampung', '18', 9)],
    1,
  );
  expect(units.map(({ id, columns, growth }) => [id, columns.businesses, columns['field.3'], growth])).toEqual([
    ['palu', 2, 4, 200],
    ['sigi', 6, 12, 100],
    ['lampung', 9, 18, 100],
  ]);
  expect(provinces.map(({ code, units: count, columns }) => [code, count, columns.businesses])).toEqual([
    ['18', 1, 9],
    ['72', 2, 8],
  ]);
  expect(provinces[1]?.growth).toBeCloseTo(((2 * 300 + 6 * 200) / 800 - 1) * 100, 10);
  expect(nation).toMatchObject({ units: 3, villages: { notReported: 3 }, columns: { businesses: 17, levelUps: 0 } });
});

test('a small number is hidden with its growth, and so is what it could be computed from', () => {
  const { units, provinces, nation } = nationalOf(
    [unitWith('palu', '72', 2, 3), unitWith('sigi', '72.10', 6), unitWith('lampung', '18', 9)],
    5,
  );
  const seen = units.map(({ id, columns, growth }) => [id, columns.businesses, columns['field.3'], growth]);
  expect(seen).toEqual([
    ['palu', null, null, null],
    ['sigi', null, null, null],
    ['lampung', 9, 18, 100],
  ]);
  expect(provinces.map(({ code, columns }) => [code, columns.businesses, columns.levelUps])).toEqual([
    ['18', 9, 0],
    ['72', 8, 0],
  ]);
  expect(nation.columns.businesses).toBe(17);
});

test('who has the records of a unit cannot take its number from a sum', () => {
  const all = [unitWith('palu', '72', 2), unitWith('sigi', '72.10', 4), unitWith('lampung', '18', 9)];
  const seen = (own?: string) => {
    const { units, provinces, nation } = nationalOf(all, 5, own);
    return [...units, ...provinces, nation].map(({ columns }) => columns.businesses);
  };
  // Palu, Sigi, Lampung; province 18, province 72; all.
  expect(seen()).toEqual([null, null, 9, 9, 6, 15]);
  expect(seen('palu')).toEqual([2, null, null, null, null, 15]);
  expect(seen('lampung')).toEqual([null, null, 9, 9, 6, 15]);
});

test('what is told of a unit names nobody', () => {
  const told = JSON.stringify(nationalOf([unitWith('palu', '72', 6)], 1));
  expect(told).not.toContain('palu-0');
});
