/** The instruments for cooperatives, through the same engine: the acceptance examples and tables of domain 3.1 and 3.2. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { instrumentOf, instruments, instrumentsFor } from './index.ts';
import kkpkk2021 from './kkpkk-2021.json' with { type: 'json' };
import { bandOf } from './ratios.ts';
import type { Ratio } from './schema.ts';
import { type Answers, type Figures, type Instrument, instrumentSchema, round2, score } from './scoring.ts';
import { instrumentsOf } from './variants.ts';

const known = (id: string) => instrumentOf(id, '1') as Instrument;
const ksp = known('ksp-2016');
const riil = known('kkpkk-2021-riil');
const kkpkkKsp = known('kkpkk-2021-ksp');
const forCooperatives = [ksp, riil, kkpkkKsp];
const MILLION = 1_000_000;

const millions = (figures: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).map(([id, value]) => [id, value * MILLION]));

/** The first `n` questions of a group with yes, the others with no. */
function met(instrument: Instrument, group: string, n: number): Record<string, { value: number }> {
  const own = instrument.indicators.filter((indicator) => indicator.group === group);
  return Object.fromEntries(own.map(({ id }, index) => [id, { value: index < n ? 1 : 0 }]));
}
const allAnswered = (instrument: Instrument, value: number): Answers =>
  Object.fromEntries(instrument.indicators.map(({ id }) => [id, { value }]));
const ratioOf = (instrument: Instrument, id: string) => instrument.ratios.find((ratio) => ratio.id === id) as Ratio;
const scored = (instrument: Instrument, figures: Figures, id: string, answers: Answers = {}) =>
  score(instrument, answers, figures).ratios.find((ratio) => ratio.id === id);

const KSP_FIGURES = millions({
  ownCapital: 420,
  totalAssets: 1000,
  loansAtRisk: 300,
  weightedCapital: 380,
  riskWeightedAssets: 760,
  memberLoanVolume: 820,
  loanVolume: 900,
  substandard: 20,
  doubtful: 10,
  loss: 15,
  loans: 700,
  riskReserve: 24,
  memberExpense: 130,
  grossParticipation: 160,
  businessExpense: 60,
  grossSurplus: 110,
  staffCost: 40,
  cash: 30,
  bank: 25,
  currentLiabilities: 400,
  fundsReceived: 900,
  surplusBeforeTax: 62,
  memberSurplus: 20,
  netParticipation: 75,
  coopExpense: 10,
  otherIncome: 40,
  memberPromotion: 9,
  principalSavings: 30,
  mandatorySavings: 90,
});
const KSP_ANSWERS: Answers = {
  ...met(ksp, 'Mu', 9),
  ...met(ksp, 'Kl', 5),
  ...met(ksp, 'Pm', 3),
  ...met(ksp, 'Ak', 7),
  ...met(ksp, 'Lk', 3),
};

/** Of a shop of 1000 million, made so that the aspects have the sums of the acceptance example. */
const RIIL_FIGURES = millions({
  cash: 20,
  bank: 30,
  deposits: 10,
  loans: 700,
  tradeReceivables: 200,
  inventory: 60,
  currentAssets: 480,
  totalAssets: 1000,
  currentLiabilities: 400,
  longTermLiabilities: 275,
  liabilities: 750,
  taxPayable: 5,
  accruedExpenses: 10,
  expensesPayable: 5,
  memberSavings: 100,
  memberDeposits: 40,
  allSavings: 250,
  entrustedFunds: 10,
  principalSavings: 30,
  mandatorySavings: 90,
  equity: 250,
  grossParticipation: 300,
  directCost: 200,
  sales: 600,
  costOfSales: 500,
  totalIncome: 600,
  businessExpense: 90,
  memberExpense: 60,
  coopExpense: 20,
  grossSurplus: 150,
  surplus: 40,
  assetsBefore: 950,
  equityBefore: 240,
  surplusBefore: 39,
});

/** Answers that give the groups of a dimension this sum of *skor*, each of them 3 or 4. */
function withSum(instrument: Instrument, dimension: string, sum: number): Answers {
  const groups = instrument.groups.filter((group) => group.dimension === dimension);
  const full = sum - 3 * groups.length;
  return Object.assign(
    {},
    ...groups.map(({ id }, index) => {
      const items = instrument.indicators.filter((indicator) => indicator.group === id).length;
      return met(instrument, id, index < full ? items : Math.floor(items * 0.75));
    }),
  );
}
const RIIL_ANSWERS: Answers = { ...withSum(riil, 'T', 58), ...withSum(riil, 'R', 45) };

describe('acceptance example of KSP/USP 2016 (domain 3.1)', () => {
  const result = score(ksp, KSP_ANSWERS, KSP_FIGURES);

  it.each([
    ['1a', 42, 6],
    ['1b', 140, 6],
    ['1c', 50, 3],
    ['2a', 91.11, 10],
    ['2b', 4.64, 4],
    ['2c', 73.85, 4],
    ['2d', 42.86, 1.25],
    ['4a', 81.25, 4],
    ['4b', 54.55, 3],
    ['4c', 4.44, 2],
    ['5a', 13.75, 10],
    ['5b', 77.78, 3.75],
    ['6a', 6.2, 1.5],
    ['6b', 4.76, 2.25],
    ['6c', 107.14, 4],
    ['7a', 80, 7],
    ['7b', 7.5, 2.25],
  ])('%s: %f %% → %f points', (id, value, points) => {
    const ratio = result.ratios.find((found) => found.id === id);
    expect(round2(ratio?.value ?? Number.NaN)).toBe(value);
    expect(ratio).toMatchObject({ points, reason: 'computed', missing: [] });
  });

  it('management: 9/5/3/7/3 times yes', () => {
    expect(result.groups.map(({ points }) => round2(points ?? 0))).toEqual([2.25, 2.5, 1.8, 2.1, 1.8]);
    const management = result.dimensions.find(({ id }) => id === '3');
    expect(round2(((management?.score ?? 0) * 15) / 100)).toBe(10.45);
  });

  it('84.45, Sehat', () => {
    expect(round2(result.total ?? 0)).toBe(84.45);
    expect(result.level).toBe('sound');
    expect(ksp.rules.levels.at(-1)?.name.id).toBe('Sehat');
    expect(result.progress).toEqual({ answered: 67, total: 67 });
    expect(result.priorities[0]?.dimension).toBe('2');
  });

  it('has the weights of the regulation', () => {
    expect(ksp.dimensions.map(({ weight }) => weight)).toEqual([15, 25, 15, 10, 15, 10, 10]);
    for (const { id, weight } of ksp.dimensions) {
      const parts = [...ksp.groups, ...ksp.ratios].filter(({ dimension }) => dimension === id);
      expect(parts.reduce((sum, part) => sum + part.weight, 0)).toBe(weight);
    }
    expect(ksp.groups.map(({ id }) => ksp.indicators.filter(({ group }) => group === id).length)).toEqual([
      12, 6, 5, 10, 5,
    ]);
  });
});

describe('acceptance example of KKPKK 2021 (domain 3.2)', () => {
  it('85.29, 78.13, 68.42, 66.67 → 74.68, Cukup Sehat', () => {
    const result = score(riil, RIIL_ANSWERS, RIIL_FIGURES);
    expect(result.dimensions.map((dimension) => round2(dimension.score ?? 0))).toEqual([85.29, 78.13, 68.42, 66.67]);
    const skor = (dimension: string) =>
      [...result.groups, ...result.ratios]
        .filter((part) => part.dimension === dimension)
        .reduce((sum, { points }) => sum + (points ?? 0), 0);
    expect(['T', 'R', 'K', 'M'].map(skor)).toEqual([58, 50, 52, 8]);
    expect(round2(result.total ?? 0)).toBe(74.68);
    expect(result.level).toBe('fairlySound');
  });

  it('sektor riil has 17 + 16 + 19 + 3 indicators, KSP 17 + 21 + 18 + 4', () => {
    const parts = (instrument: Instrument, dimension: string) =>
      [...instrument.groups, ...instrument.ratios].filter((part) => part.dimension === dimension).length;
    const questions = (instrument: Instrument, dimension: string) =>
      instrument.indicators.filter((indicator) => indicator.dimension === dimension).length;
    expect(riil.dimensions.map(({ id, weight }) => [weight, parts(riil, id), questions(riil, id)])).toEqual([
      [30, 17, 77],
      [15, 16, 57],
      [40, 19, 0],
      [15, 3, 0],
    ]);
    expect(kkpkkKsp.dimensions.map(({ id }) => parts(kkpkkKsp, id))).toEqual([17, 21, 18, 4]);
  });

  it('nothing met: 25, never 0', () => {
    const nothing = Object.fromEntries(riil.figures.map(({ id }) => [id, 0]));
    const total = score(riil, allAnswered(riil, 0), nothing).total ?? 0;
    expect(total).toBeGreaterThanOrEqual(25);
    expect(score(riil, allAnswered(riil, 0), {}).dimensions[0]?.score).toBe(25);
  });

  it('five ratios of KSP are sound or not yet sound, and in no score', () => {
    const uncounted = kkpkkKsp.ratios.filter(({ counted }) => !counted);
    expect(uncounted.map(({ id }) => id)).toEqual(['RK1', 'K6', 'K7', 'K8', 'K18']);
    for (const { bands, note } of uncounted) {
      expect(bands.map(({ name }) => name?.id).sort()).toEqual(['belum sehat', 'sehat']);
      expect(note?.id).toMatch(/tidak masuk nilai/);
    }
    const figures = Object.fromEntries(kkpkkKsp.figures.map(({ id }) => [id, 100 * MILLION]));
    const answers = allAnswered(kkpkkKsp, 1);
    const before = score(kkpkkKsp, answers, figures);
    const after = score(kkpkkKsp, answers, { ...figures, memberLoans: 0, riskReserve: 0, fundsBefore: MILLION });
    expect(after.ratios.find(({ id }) => id === 'K6')?.score).toBe(0);
    expect(before.ratios.find(({ id }) => id === 'K6')?.score).toBe(100);
    expect(after.total).toBe(before.total);
    expect(after.total).not.toBeNull();
  });
});

/** As the domain report writes them: `(a,b]` means a < x ≤ b. */
const STEP_10 =
  '≤0→0; (0,10]→10; (10,20]→20; (20,30]→30; (30,40]→40; (40,50]→50; (50,60]→60; (60,70]→70; (70,80]→80; (80,90]→90; (90,100]→100; >100→100';
const KSP_TABLE: Record<string, string> = {
  '1a': '≤0→0; (0,20]→25; (20,40]→50; (40,60]→100; (60,80]→50; >80→25',
  '1b': STEP_10,
  '1c': '<4→0; [4,6)→50; [6,8)→75; ≥8→100',
  '2a': '≤25→0; (25,50]→50; (50,75]→75; >75→100',
  '2b': '≤0→100; (0,10]→80; (10,20]→60; (20,30]→40; (30,40]→20; (40,45]→10; >45→0',
  '2c': STEP_10,
  '2d': '≤21→100; (21,26]→75; (26,30]→50; >30→25',
  '4a': '<90→100; [90,95)→75; [95,100)→50; ≥100→25',
  '4b': '≤40→100; (40,60]→75; (60,80]→50; >80→25',
  '4c': '≤5→100; (5,10]→75; (10,15]→50; >15→0',
  '5a': '≤10→25; (10,15]→100; (15,20]→50; >20→25',
  '5b': '<60→25; [60,70)→50; [70,80)→75; ≥80→100',
  '6a': '<5→25; [5,7.5)→50; [7.5,10)→75; ≥10→100',
  '6b': '<3→25; [3,4)→50; [4,5)→75; ≥5→100',
  '6c': '≤100→0; >100→100',
  '7a': '<25→25; [25,50)→50; [50,75)→75; ≥75→100',
  '7b': '<5→0; [5,7.5)→50; [7.5,10)→75; ≥10→100',
};
/** Here the numbers are *nilai* 1–4; skor = 5 − nilai. */
const KKPKK_TABLE: Record<string, string> = {
  RL1: '≤5→4; (5,10]→3; (10,15]→2; >15→1',
  RL2: '≤7→4; (7,14]→3; (14,21]→2; >21→1',
  RK2: '≤75→1; (75,85]→2; (85,95]→3; >95→4',
  K1: '<3→4; [3,5)→3; [5,7)→2; ≥7→1',
  K2: '<5→4; [5,7)→3; [7,10)→2; ≥10→1',
  K3: '<100→4; [100,110)→3; [110,120)→2; ≥120→1',
  K4: '<80→1; [80,90)→2; [90,100)→3; ≥100→4',
  K5: '<40→1; [40,60]→2; (60,80]→3; >80→4',
  K9: '<10→4; [10,15)→3; [15,20)→2; ≥20→1',
  K10: '<60→4; [60,75)→3; [75,90)→2; ≥90→1',
  K11: '<75→4; [75,100)→3; [100,125)→2; ≥125→1',
  K12: '<4→4; [4,7)→3; [7,10)→2; ≥10→1',
  K13: '<100→1; [100,140)→2; [140,180)→3; ≥180→4',
  K14: '<4→4; [4,7)→3; [7,10)→2; ≥10→1',
  K15: '<0.25→4; [0.25,0.75)→3; [0.75,1.25)→2; ≥1.25→1',
  K16: '<0.05→4; [0.05,0.15)→3; [0.15,0.25)→2; ≥0.25→1',
  K17: '<4→4; [4,7)→3; [7,10)→2; ≥10→1',
  K19: '<4→4; [4,7)→3; [7,10)→2; ≥10→1',
  K20: '<1→4; [1,3)→3; [3,5)→2; ≥5→1',
  K21: '<35→4; [35,60)→3; [60,85)→2; ≥85→1',
  K22: '<10→4; [10,20)→3; [20,30)→2; ≥30→1',
  K23: '<25→4; [25,51)→3; [51,75)→2; ≥75→1',
  M1: '<10→4; [10,20)→3; [20,30)→2; ≥30→1',
  M2: '<4→4; [4,6)→3; [6,8)→2; ≥8→1',
  M3: '<10→4; [10,20)→3; [20,30)→2; ≥30→1',
  M4: '≤100→1; (100,125]→2; (125,150]→3; >150→4',
};

interface Row {
  holds: (x: number) => boolean;
  result: number;
}
function rowsOf(table: string): Row[] {
  return table.split('; ').map((row) => {
    const [range = '', result] = row.split('→');
    return { holds: rangeOf(range), result: Number(result) };
  });
}
function rangeOf(range: string): Row['holds'] {
  const [low = 0, high = low] = (range.match(/[\d.]+/g) ?? []).map(Number);
  if (range.startsWith('≤')) return (x) => x <= low;
  if (range.startsWith('<')) return (x) => x < low;
  if (range.startsWith('≥')) return (x) => x >= low;
  if (range.startsWith('>')) return (x) => x > low;
  const above: Row['holds'] = range.startsWith('[') ? (x) => x >= low : (x) => x > low;
  const below: Row['holds'] = range.endsWith(']') ? (x) => x <= high : (x) => x < high;
  return (x) => above(x) && below(x);
}

/** −100 … 300 in steps of 0.1, and each edge itself. */
const grid = (ratio: Ratio): number[] => [
  ...Array.from({ length: 4001 }, (_, i) => (i - 1000) / 10),
  ...ratio.bands.flatMap(({ upTo, below }) => upTo ?? below ?? []),
];

describe('every value is in exactly one band, the one of the domain report', () => {
  const skor = (nilai: number) => 25 * (5 - nilai);
  const tables = [
    ...Object.entries(KSP_TABLE).map(([id, table]) => ({ instrument: ksp, id, table, toScore: (x: number) => x })),
    ...Object.entries(KKPKK_TABLE).map(([id, table]) => {
      const instrument = riil.ratios.some((ratio) => ratio.id === id) ? riil : kkpkkKsp;
      return { instrument, id, table, toScore: skor };
    }),
  ];
  it.each(tables)('$instrument.id $id', ({ instrument, id, table, toScore }) => {
    const ratio = ratioOf(instrument, id);
    const rows = rowsOf(table);
    const wrong = grid(ratio).filter((x) => {
      const there = rows.filter(({ holds }) => holds(x));
      return there.length !== 1 || bandOf(ratio.bands, x).score !== toScore(there[0]?.result ?? Number.NaN);
    });
    expect(wrong).toEqual([]);
  });

  it('all counted ratios have a table here', () => {
    const counted = (instrument: Instrument) => instrument.ratios.filter((ratio) => ratio.counted).map(({ id }) => id);
    expect(counted(ksp).sort()).toEqual(Object.keys(KSP_TABLE).sort());
    expect([...new Set([riil, kkpkkKsp].flatMap(counted))].sort()).toEqual(Object.keys(KKPKK_TABLE).sort());
  });

  it('an edge is met exactly by whole rupiah', () => {
    const at75 = { ...KSP_FIGURES, surplusBeforeTax: 75 * MILLION };
    expect(scored(ksp, at75, '6a')).toMatchObject({ value: 7.5, score: 75 });
    expect(scored(ksp, { ...at75, surplusBeforeTax: 75 * MILLION - 1 }, '6a')).toMatchObject({ score: 50 });
    const turnover = { ...RIIL_FIGURES, sales: 50 * MILLION };
    expect(scored(riil, turnover, 'K16')).toMatchObject({ value: 0.05, score: 50 });
  });
});

describe('denominators that are zero or negative (domain 3.1)', () => {
  it.each([0, -10 * MILLION])('SHU kotor of %d does not give full marks', (grossSurplus) => {
    expect(scored(ksp, { ...KSP_FIGURES, grossSurplus }, '4b')).toMatchObject({
      value: null,
      score: 25,
      reason: 'noDenominator',
    });
    expect(scored(riil, { ...RIIL_FIGURES, grossSurplus }, 'K5')).toMatchObject({ score: 25, reason: 'noDenominator' });
  });

  it('negative equity: the worst band in every ratio of equity', () => {
    const lost = score(ksp, {}, { ...KSP_FIGURES, ownCapital: -MILLION });
    const worst = lost.ratios.filter(({ reason }) => reason === 'negative' || reason === 'noDenominator');
    expect(worst.map(({ id, score: reached }) => [id, reached])).toEqual([
      ['1a', 0],
      ['1b', 0],
      ['1c', 0],
      ['6b', 25],
    ]);
    const shop = score(riil, {}, { ...RIIL_FIGURES, equity: -MILLION, surplus: -MILLION });
    for (const id of ['K2', 'K15', 'K19', 'M1', 'M4']) {
      expect(shop.ratios.find((ratio) => ratio.id === id)).toMatchObject({ score: 25 });
    }
  });

  it('no problem loans: 2b and 2c are 100, whatever the reserve', () => {
    const good = { ...KSP_FIGURES, substandard: 0, doubtful: 0, loss: 0, riskReserve: 0 };
    expect(scored(ksp, good, '2b')).toMatchObject({ score: 100, reason: 'exception' });
    expect(scored(ksp, good, '2c')).toMatchObject({ value: null, score: 100, points: 5, reason: 'exception' });
    expect(scored(ksp, { ...good, loans: 0 }, '2b')).toMatchObject({ score: 100 });
    expect(scored(ksp, { ...good, loans: 0 }, '2d')).toMatchObject({ score: 25, reason: 'noDenominator' });
    expect(scored(ksp, { ...good, substandard: undefined }, '2c')).toMatchObject({ reason: 'missing' });
  });

  it('growth from nothing or less: the user decides; from there to nothing or less: the worst band', () => {
    const from = (surplusBefore: number, surplus: number, answers: Answers = {}) =>
      scored(riil, { ...RIIL_FIGURES, surplusBefore, surplus }, 'K20', answers);
    expect(from(-MILLION, MILLION)).toMatchObject({ value: null, score: null, reason: 'toDecide' });
    expect(from(0, MILLION)).toMatchObject({ reason: 'toDecide' });
    expect(from(-MILLION, 0)).toMatchObject({ score: 25, reason: 'noDenominator' });
    expect(from(-2 * MILLION, -MILLION)).toMatchObject({ score: 25, reason: 'noDenominator' });
    expect(from(-MILLION, MILLION, { K20: { value: 75 } })).toMatchObject({ score: 75, points: 3, reason: 'decided' });
    expect(from(-MILLION, MILLION, { K20: { value: 60 } })).toMatchObject({ score: null, reason: 'toDecide' });
    // What can be computed is not decided.
    expect(from(40 * MILLION, 50 * MILLION, { K20: { value: 25 } })).toMatchObject({ score: 100, reason: 'computed' });
  });

  it('an undecided ratio holds the total back', () => {
    const figures = { ...RIIL_FIGURES, surplusBefore: -MILLION };
    expect(score(riil, RIIL_ANSWERS, figures).total).toBeNull();
    expect(score(riil, { ...RIIL_ANSWERS, K20: { value: 50 } }, figures).total).toBeCloseTo(74.6754, 3);
  });
});

describe('what has not been given', () => {
  it('a missing figure or answer leaves its aspect and the total open', () => {
    const { cash: _cash, ...rest } = KSP_FIGURES;
    const result = score(ksp, KSP_ANSWERS, rest);
    expect(result.ratios.find(({ id }) => id === '5a')).toMatchObject({ reason: 'missing', missing: ['cash'] });
    expect(result.dimensions.filter(({ valid }) => !valid).map(({ id }) => id)).toEqual(['5']);
    expect(result).toMatchObject({ total: null, level: null, progress: { answered: 66, total: 67 } });
    const { Q1: _q1, ...others } = KSP_ANSWERS;
    expect(score(ksp, others, KSP_FIGURES)).toMatchObject({ total: null, progress: { answered: 66 } });
  });

  it('what is no figure, or negative where it may not be, is as if not given; so is "not applicable"', () => {
    for (const cash of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(scored(ksp, { ...KSP_FIGURES, cash }, '5a')?.missing).toEqual(['cash']);
    }
    expect(score(ksp, { ...KSP_ANSWERS, Q1: { na: true } }, KSP_FIGURES).total).toBeNull();
  });
});

describe('which instrument for whom', () => {
  const offered = (kind?: string) => instrumentsFor('cooperatives', kind).map(({ id }) => id);
  it('a cooperative gets what its kind needs first', () => {
    expect(offered('savingsLoan')).toEqual(['ksp-2016', 'kkpkk-2021-ksp', 'kkpkk-2021-riil']);
    expect(offered('consumer')).toEqual(['kkpkk-2021-riil', 'ksp-2016', 'kkpkk-2021-ksp']);
    expect(offered()).toHaveLength(3);
    expect(instrumentsFor('businesses').map(({ id }) => id)).toEqual(['asesmen-ukm']);
  });

  it('those with an official examiner say what they are', () => {
    for (const { standing } of forCooperatives) expect(standing?.id).toMatch(/penilaian mandiri/i);
  });
});

describe('properties', () => {
  const amount = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, 1, -1) },
    { weight: 3, arbitrary: fc.integer({ min: -5000, max: 50_000 }).map((value) => value * MILLION) },
  );
  const anyFigures = (instrument: Instrument) =>
    fc.record(
      Object.fromEntries(
        instrument.figures.map(({ id, mayBeNegative }) => [
          id,
          mayBeNegative ? amount : amount.map((value) => Math.abs(value)),
        ]),
      ),
    ) as fc.Arbitrary<Record<string, number>>;
  const anyAnswers = (instrument: Instrument) =>
    fc.record(
      Object.fromEntries(
        instrument.indicators.map(({ id }) => [id, fc.integer({ min: 0, max: 1 }).map((value) => ({ value }))]),
      ),
    ) as fc.Arbitrary<Record<string, { value: number }>>;

  describe.each(forCooperatives)('$id', (instrument) => {
    it('scores stay within 0 and 100, and nothing is left open but what the user has to decide', () => {
      fc.assert(
        fc.property(anyAnswers(instrument), anyFigures(instrument), (answers, figures) => {
          const result = score(instrument, answers, figures);
          const scores = [...result.dimensions, ...result.groups, ...result.ratios].map((each) => each.score);
          for (const value of [...scores, result.total]) {
            if (value !== null) expect(value >= 0 && value <= 100).toBe(true);
          }
          const open = instrument.ratios.some(({ counted }, i) => counted && result.ratios[i]?.reason === 'toDecide');
          expect(result.total === null).toBe(open);
        }),
        { numRuns: 60 },
      );
    });

    it('the order of answers and figures does not matter, nor the unit of the money', () => {
      fc.assert(
        fc.property(anyAnswers(instrument), anyFigures(instrument), (answers, figures) => {
          const reversed = <V>(all: Record<string, V>) => Object.fromEntries(Object.entries(all).reverse());
          const result = score(instrument, answers, figures);
          expect(score(instrument, reversed(answers), reversed(figures))).toEqual(result);
          const doubled = Object.fromEntries(Object.entries(figures).map(([id, value]) => [id, 2 * value]));
          expect(score(instrument, answers, doubled).ratios).toEqual(result.ratios);
        }),
        { numRuns: 40 },
      );
    });

    it('one more yes never lowers the total', () => {
      const question = fc.constantFrom(...instrument.indicators.map(({ id }) => id));
      fc.assert(
        fc.property(anyAnswers(instrument), anyFigures(instrument), question, (answers, figures, id) => {
          const no = score(instrument, { ...answers, [id]: { value: 0 } }, figures).total ?? 0;
          const yes = score(instrument, { ...answers, [id]: { value: 1 } }, figures).total ?? 0;
          expect(yes).toBeGreaterThanOrEqual(no);
        }),
        { numRuns: 40 },
      );
    });
  });

  it('bands rise or fall all the way, but for the two with an optimum in the middle', () => {
    const monotone = ({ bands }: Ratio) => {
      const steps = bands.slice(1).map((band, i) => band.score - (bands[i]?.score ?? 0));
      return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
    };
    const all = forCooperatives.flatMap(({ ratios }) => ratios);
    expect(all.filter((ratio) => !monotone(ratio)).map(({ id }) => id)).toEqual(['1a', '5a']);
  });
});

describe('a bad instrument is refused', () => {
  const bad: [string, (instrument: Instrument) => void][] = [
    ['bands in disorder', (i) => i.ratios[0]?.bands.reverse()],
    ['a last band with an end', (i) => i.ratios[0]?.bands.push({ upTo: 900, score: 1 })],
    ['a band that ends twice', (i) => Object.assign(i.ratios[0]?.bands[0] ?? {}, { below: 0 })],
    ['an unknown figure', (i) => i.ratios[0]?.numerator.push({ figure: 'gold', times: 1 })],
    ['an unused figure', (i) => i.figures.push({ ...i.figures[0], id: 'gold' } as never)],
    ['an unknown heading', (i) => Object.assign(i.figures[0] ?? {}, { heading: 'gold' })],
    ['a group without questions', (i) => i.groups.push({ ...i.groups[0], id: 'Zz' } as never)],
    ['a question in a group of another dimension', (i) => Object.assign(i.indicators[0] ?? {}, { dimension: '1' })],
    ['a ratio with the id of a question', (i) => Object.assign(i.ratios[0] ?? {}, { id: 'Q1' })],
  ];
  it.each(bad)('%s', (_name, spoil) => {
    const copy = structuredClone(ksp);
    expect(instrumentSchema.safeParse(copy).success).toBe(true);
    spoil(copy);
    expect(instrumentSchema.safeParse(copy).success).toBe(false);
  });

  test('and so is a file of variants with a mistake', () => {
    expect(instrumentsOf(kkpkk2021)).toHaveLength(2);
    expect(() => instrumentsOf({ ...kkpkk2021, variants: [] })).toThrow();
    expect(() => instrumentsOf({ ...kkpkk2021, name: { id: 'x', en: 'x' } })).toThrow();
  });
});

test('no id is longer than its field name allows', () => {
  for (const { indicators, ratios, figures } of instruments()) {
    for (const { id } of [...indicators, ...ratios]) expect(id).toMatch(/^\w{1,12}$/);
    for (const { id } of figures) expect(id).toMatch(/^\w{1,32}$/);
  }
});
