import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  assess,
  blockingGates,
  blocksOf,
  budgetSum,
  CRITERIA,
  checkBudget,
  combine,
  GATES,
  type GrantFile,
  gateHint,
  monthsBetween,
  openReports,
  preScore,
  rank,
  reportDue,
  rulesOf,
  WEIGHTS,
} from './grantRules.ts';

const rules = rulesOf(2026, []);
const allGates: Record<`gate.${string}`, boolean> = Object.fromEntries(GATES.map(({ id }) => [`gate.${id}`, true]));
const review = (reviewer: string, mark: number) => ({
  reviewer,
  ...Object.fromEntries(CRITERIA.map((name) => [`score.${name}`, mark])),
});

describe('rules of a year', () => {
  it('come from the year’s record, and as proposed where it is silent', () => {
    const records = [
      { year: 2025, maxAge: 40 },
      { year: 2026, maxAge: 35, maxAmount: 12_000_000, passScore: null },
    ];
    expect(rulesOf(2026, records)).toMatchObject({ maxAge: 35, maxAmount: 12_000_000, passScore: 60, minMonths: 6 });
    expect(rulesOf(2027, records)).toMatchObject({ maxAge: 45, maxAmount: null });
  });
});

describe('gates', () => {
  it('block while open and when failed', () => {
    expect(blockingGates({ ...allGates }).open).toEqual([]);
    expect(blockingGates({ ...allGates, 'gate.age': false, 'gate.npwp': null })).toEqual({
      open: ['npwp'],
      failed: ['age'],
    });
    expect(blockingGates({}).open).toHaveLength(GATES.length);
  });

  it('age: 45 counts until the day before the 46th birthday', () => {
    const age = (on: string) => gateHint('age', { birthDate: '1980-11-25' }, rules, on);
    expect(age('2026-11-24')).toEqual({ kind: 'age', value: 45, meets: true });
    expect(age('2026-11-25')).toEqual({ kind: 'age', value: 46, meets: false });
  });

  it('running: from 6 months to 3 years, both days included', () => {
    const meets = (on: string) => gateHint('running', { startedOn: '2024-01-15' }, rules, on)?.meets;
    expect(['2024-07-14', '2024-07-15', '2027-01-15', '2027-01-16'].map(meets)).toEqual([false, true, true, false]);
  });

  it('certificate: two years, and nothing is said without a date', () => {
    const hint = (on: string) => gateHint('certificate', { certificateOn: '2024-02-29' }, rules, on);
    expect(hint('2026-02-28')).toEqual({ kind: 'certificate', value: '2026-02-28', meets: true });
    expect(hint('2026-03-01')?.meets).toBe(false);
    expect(gateHint('certificate', {}, rules, '2026-01-01')).toBeNull();
    expect(gateHint('ktp', { birthDate: '1990-01-01' }, rules, '2026-01-01')).toBeNull();
  });
});

describe('budget', () => {
  const rows = [{ quantity: 2, unitPrice: 3_500_000 }, { quantity: 10, unitPrice: 300_000 }, { unitPrice: 5 }];
  it('must be what is asked for, and at most what the year allows', () => {
    expect(budgetSum(rows)).toBe(10_000_000);
    expect(checkBudget(rows, 10_000_000, null)).toBe('fits');
    expect(checkBudget(rows, 10_000_000, 10_000_000)).toBe('fits');
    expect(checkBudget(rows, 10_000_000, 9_999_999)).toBe('overMax');
    expect(checkBudget(rows, 10_000_001, null)).toBe('unequal');
    expect(checkBudget(rows, null, null)).toBe('noRequest');
    expect(checkBudget([], 0, null)).toBe('noRequest');
  });
});

describe('reviews', () => {
  it('weights are 100 together, and marks 0–4 make 0–100', () => {
    expect(Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
    expect([0, 2, 4].map((mark) => preScore(review('a', mark)))).toEqual([0, 50, 100]);
    expect(preScore({ ...review('a', 3), 'score.impact': null } as never)).toBeNull();
  });

  it('two: the mean, and a third when they differ by more than 20', () => {
    expect(combine([70], 20).state).toBe('tooFew');
    expect(combine([60, 80], 20)).toEqual({ state: 'done', count: 2, score: 70 });
    expect(combine([60, 80.25], 20)).toMatchObject({ state: 'third', score: null });
  });

  it('three: the two closest, all when none is closer', () => {
    expect(combine([40, 75, 80], 20).score).toBe(77.5);
    expect(combine([40, 60, 80], 20).score).toBe(60);
    expect(combine([40, 80, 80], 20).score).toBe(80);
  });

  it('it does not matter who reviewed first', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 4 });
    fc.assert(
      fc.property(
        scores.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const points = (marks: number[]) => marks.map((mark) => mark * 1.25);
          expect(combine(points(shuffled), 20)).toEqual(combine(points(list), 20));
        },
      ),
    );
  });

  it('lies between the lowest and the highest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 3 }), (list) => {
        const { score } = combine(list, 20);
        if (score === null) return;
        expect(score).toBeGreaterThanOrEqual(Math.min(...list));
        expect(score).toBeLessThanOrEqual(Math.max(...list));
      }),
    );
  });

  it('one person counts once', () => {
    expect(assess([review('a', 2), review('a', 3)], rules)).toEqual({ state: 'tooFew', count: 1, score: null });
    expect(assess([review('a', 2), review('a', 3), review('b', 3)], rules).score).toBe(75);
  });
});

describe('ranking', () => {
  it('shares places and leaves those without a score out', () => {
    const candidates = [
      { id: 'a', score: 70 },
      { id: 'b', score: 85 },
      { id: 'c', score: 70 },
      { id: 'd', score: null },
      { id: 'e', score: 60 },
    ];
    expect(Object.fromEntries(rank(candidates))).toEqual({ b: 1, a: 2, c: 2, e: 4 });
  });
});

describe('reports', () => {
  it('are due 3, 6 and 12 months after the money came', () => {
    expect(openReports([], '2026-11-30', rules)).toEqual([
      { kind: 'use', dueOn: '2027-02-28' },
      { kind: 'progress1', dueOn: '2027-05-30' },
      { kind: 'progress2', dueOn: '2027-11-30' },
    ]);
    expect(openReports([{ reportKind: 'use', date: '2027-01-01' }], '2026-11-30', rules)[0]?.kind).toBe('progress1');
    expect(reportDue('use', '2026-11-30', rules, '2027-04-01')).toBe('2027-04-01');
    expect(reportDue('use', null, rules)).toBeNull();
  });

  it('months are counted by the calendar', () => {
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
    expect(monthsBetween('2026-01-31', '2026-02-28')).toBe(1);
    expect(monthsBetween('2026-01-31', '2026-02-27')).toBe(0);
    expect(monthsBetween('2026-05-01', '2026-01-01')).toBe(0);
  });
});

describe('stages', () => {
  const file: GrantFile = {
    candidate: {
      ...allGates,
      consentOn: '2026-01-01',
      consentWay: 'written',
      name: 'Andi',
      nik: '7271010101900001',
      address: 'Palu',
      businessName: 'Kopi',
      businessAddress: 'Palu',
      product: 'Kopi',
      requested: 100,
    },
    budget: [{ quantity: 1, unitPrice: 100 }],
    reviews: [review('a', 3), review('b', 3)],
    reports: [],
    rules,
  };
  const codes = (target: Parameters<typeof blocksOf>[0], changes: Partial<GrantFile> = {}) =>
    blocksOf(target, { ...file, ...changes }).map(({ code }) => code);

  it('a whole proposal is handed in and recommended', () => {
    expect(codes('submitted')).toEqual([]);
    expect(codes('recommended')).toEqual([]);
  });

  it('say what is missing', () => {
    expect(codes('training', { candidate: {} })).toEqual(['consent']);
    const failed = { ...file.candidate, 'gate.age': false, product: '' };
    expect(blocksOf('submitted', { ...file, candidate: failed, budget: [] })).toEqual([
      { code: 'fields', names: ['product'] },
      { code: 'gatesFailed', names: ['age'] },
      { code: 'unequal' },
    ]);
    expect(codes('recommended', { reviews: [review('a', 3)] })).toEqual(['tooFew']);
    expect(codes('recommended', { reviews: [review('a', 1), review('b', 4)] })).toEqual(['third']);
    expect(codes('recommended', { reviews: [review('a', 2), review('b', 2)] })).toEqual(['belowPass']);
    expect(codes('decided')).toEqual(['fields']);
    expect(codes('paid')).toEqual(['fields']);
    expect(blocksOf('closed', file)).toEqual([{ code: 'reports', names: ['use', 'progress1', 'progress2'] }]);
  });

  it('rejecting and withdrawing are always possible', () => {
    expect(codes('rejected', { candidate: {} })).toEqual([]);
    expect(codes('withdrawn', { candidate: {} })).toEqual([]);
  });
});
