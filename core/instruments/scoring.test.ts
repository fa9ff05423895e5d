import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import asesmenUkm from './asesmen-ukm.json' with { type: 'json' };
import { currentInstrument, instrumentOf, instruments } from './index.ts';
import { type Answer, type Answers, type Instrument, instrumentSchema, round2, score } from './scoring.ts';

const ukm = instrumentSchema.parse(asesmenUkm);
const na = { na: true } as const;
const ids = ukm.indicators.map(({ id }) => id);

/** The same value everywhere, with exceptions. */
function all(value: number, exceptions: Record<string, Answer | undefined> = {}): Answers {
  return { ...Object.fromEntries(ids.map((id) => [id, { value }])), ...exceptions };
}
const idsOf = (dimension: string) => ukm.indicators.filter((i) => i.dimension === dimension).map(({ id }) => id);
const each = (some: string[], answer: Answer | undefined) => Object.fromEntries(some.map((id) => [id, answer]));
const dimension = (answers: Answers, id: string) => score(ukm, answers).dimensions.find((d) => d.id === id);

describe('Asesmen UMKM PLUT', () => {
  it('has 8 dimensions of weight 100 and 33 indicators with five anchors', () => {
    expect(ukm.dimensions.map(({ id, weight, field }) => `${id}${weight}→${field}`).join(' ')).toBe(
      'K15→1 S10→2 P15→3 B20→4 M15→5 D10→6 J7→7 R8→3',
    );
    expect(ukm.dimensions.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(ukm.dimensions.map(({ id }) => idsOf(id).length)).toEqual([5, 4, 5, 5, 5, 4, 2, 3]);
    expect(ids).toHaveLength(33);
    expect(ukm.indicators.filter((i) => i.field !== undefined).map((i) => [i.id, i.field])).toEqual([['R2', 4]]);
  });

  it('is found by id and version', () => {
    expect(instrumentOf('asesmen-ukm', 'draft-1')).toEqual(ukm);
    expect(instrumentOf('asesmen-ukm', 'draft-0')).toBeUndefined();
    expect(currentInstrument('asesmen-ukm')).toEqual(ukm);
    const keys = instruments().map(({ id, version }) => `${id}@${version}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('acceptance examples of domain 4.2', () => {
  it('all 2', () => {
    const result = score(ukm, all(2));
    for (const { score } of result.dimensions) expect(score).toBe(50);
    expect(result).toMatchObject({ total: 50, level: 'developing', gated: false, gate: null });
    expect(result.progress).toEqual({ answered: 33, total: 33 });
  });

  it('all 3 but B1 = 1', () => {
    const answers = all(3, { B1: { value: 1 } });
    expect(dimension(answers, 'B')?.score).toBe(65);
    expect(score(ukm, answers)).toMatchObject({ total: 73, level: 'developing', gated: false });
  });

  it('all 4 but K1 = 2', () => {
    const answers = all(4, { K1: { value: 2 } });
    expect(dimension(answers, 'K')?.score).toBe(90);
    expect(score(ukm, answers)).toMatchObject({
      total: 98.5,
      level: 'developing',
      gated: true,
      gate: { level: 'readyToScale', cappedAt: 'developing', missing: ['K1'] },
      priorities: [{ dimension: 'K', gap: 150, fields: [1] }],
    });
  });
});

describe('levels', () => {
  it.each([
    [0, 'starter'],
    [1, 'growing'],
    [2, 'developing'],
    [3, 'readyToScale'],
    [4, 'readyToScale'],
  ])('all %d: %s', (value, level) => {
    expect(score(ukm, all(value)).level).toBe(level);
  });

  it.each([
    [1, 'starter'],
    [2, 'growing'],
    [3, 'developing'],
  ])('one point below all %d: %s', (value, level) => {
    expect(score(ukm, all(value, { R3: { value: value - 1 } })).level).toBe(level);
  });

  it('an exact 75 is a 75, although binary fractions say 74.99999999999999', () => {
    const values = '3,2,2,2,3, 4,2,4,4, -,3,2,4,-, 3,3,4,-,-, 4,2,2,3,3, 2,-,3,2, 4,-, 3,4,2'.split(',');
    const answers: Record<string, Answer> = {};
    ids.forEach((id, index) => {
      const value = values[index]?.trim();
      answers[id] = value === '-' ? na : { value: Number(value) };
    });
    const result = score(ukm, answers);
    expect(result.total).toBeCloseTo(75, 9);
    expect(result.total).toBeLessThan(75);
    expect(result).toMatchObject({ level: 'readyToScale', gated: false });
  });
});

describe('gates', () => {
  it('B1 needs 2', () => {
    expect(score(ukm, all(4, { B1: { value: 2 } })).gated).toBe(false);
    expect(score(ukm, all(4, { B1: { value: 1 } })).gate?.missing).toEqual(['B1']);
  });

  it('unanswered and not applicable are not met', () => {
    expect(score(ukm, all(4, { K1: undefined, B1: na })).gate?.missing).toEqual(['K1', 'B1']);
  });

  it('say nothing below their level', () => {
    expect(score(ukm, all(2, { K1: { value: 0 } }))).toMatchObject({ level: 'growing', gated: false });
  });

  it('the lowest cap decides, and a gate guards the levels above its own', () => {
    const gates = [
      ...ukm.rules.gates,
      { level: 'developing', requires: [{ indicator: 'D1', min: 1 }], cappedAt: 'starter' },
    ];
    const strict = { ...ukm, rules: { ...ukm.rules, gates } };
    const answers = all(4, { K1: { value: 0 }, D1: { value: 0 } });
    expect(score(strict, answers)).toMatchObject({ level: 'starter', gate: { level: 'developing', missing: ['D1'] } });
  });
});

describe('what is missing and what does not apply', () => {
  it('60 % of the indicators make a dimension valid', () => {
    expect(dimension(all(2, each(['K4', 'K5'], undefined)), 'K')).toEqual({
      id: 'K',
      score: 50,
      answered: 3,
      applicable: 5,
      valid: true,
    });
    expect(dimension(all(2, each(['K3', 'K4', 'K5'], undefined)), 'K')).toMatchObject({ score: null, valid: false });
    expect(dimension(all(2, { J2: undefined }), 'J')).toMatchObject({ answered: 1, applicable: 2, valid: false });
  });

  it('not applicable leaves the denominator', () => {
    expect(dimension(all(3, { J2: na }), 'J')).toMatchObject({ score: 75, answered: 1, applicable: 1, valid: true });
    // Three answered would be enough of five; two of four left are not.
    expect(dimension(all(3, { P3: na, P4: undefined, P5: undefined }), 'P')).toMatchObject({
      answered: 2,
      applicable: 4,
      valid: false,
    });
  });

  it('a dimension that does not apply takes its weight with it', () => {
    const answers = all(2, each(idsOf('B'), na));
    expect(dimension(answers, 'B')).toEqual({ id: 'B', score: null, answered: 0, applicable: 0, valid: false });
    expect(score(ukm, answers).total).toBe(50);
  });

  it('six valid dimensions make a total, five do not', () => {
    const six = all(2, { ...each(idsOf('J'), undefined), ...each(idsOf('R'), na) });
    expect(score(ukm, six)).toMatchObject({ total: 50, level: 'developing' });
    const five = { ...six, ...each(idsOf('D'), undefined) };
    expect(score(ukm, five)).toMatchObject({ total: null, level: null, gated: false, priorities: [] });
  });

  it('nothing answered, and nothing applicable', () => {
    expect(score(ukm, {})).toMatchObject({ total: null, level: null, progress: { answered: 0, total: 33 } });
    expect(score(ukm, each(ids, na))).toMatchObject({
      total: null,
      level: null,
      priorities: [],
      progress: { answered: 33, total: 33 },
    });
  });

  it('values off the scale and unknown indicators are as if not given', () => {
    const odd = { K1: { value: 5 }, K2: { value: -1 }, K3: { value: 1.5 }, K4: { value: Number.NaN } };
    expect(score(ukm, all(2, odd))).toEqual(score(ukm, all(2, each(Object.keys(odd), undefined))));
    expect(score(ukm, all(2, { Z9: { value: 4 } }))).toEqual(score(ukm, all(2)));
  });
});

describe('priorities', () => {
  it('are the three widest gaps, by weight where scores are equal', () => {
    expect(score(ukm, all(2)).priorities).toEqual([
      { dimension: 'B', gap: 1000, fields: [4] },
      { dimension: 'K', gap: 750, fields: [1] },
      { dimension: 'P', gap: 750, fields: [3] },
    ]);
  });

  it('leave out what is full', () => {
    expect(score(ukm, all(4)).priorities).toEqual([]);
  });

  it.each([
    [{ R1: { value: 0 } }, [3]],
    [{ R2: { value: 0 } }, [4]],
    [{ R1: { value: 3 }, R2: { value: 0 } }, [4, 3]],
    [{ R1: { value: 0 }, R2: { value: 3 }, R3: { value: 2 } }, [3, 4]],
    [{ R2: { value: 2 }, R3: { value: 2 } }, [3, 4]],
  ])('R goes to production or finance: %j', (answers, fields) => {
    expect(score(ukm, all(4, answers)).priorities[0]).toMatchObject({ dimension: 'R', fields });
  });
});

test('two decimals, half up', () => {
  expect(round2(74.6754)).toBe(74.68);
  expect(round2(98.5)).toBe(98.5);
  expect(round2(66.665)).toBe(66.67);
  expect(round2(1.005)).toBe(1.01);
  expect(round2(0)).toBe(0);
});

describe('a bad instrument is refused', () => {
  const bad: [string, (instrument: Instrument) => void][] = [
    ['anchors missing', (i) => i.indicators[0]?.anchors.pop()],
    ['anchors in disorder', (i) => i.indicators[0]?.anchors.reverse()],
    ['id twice', (i) => i.indicators.push(...i.indicators.slice(0, 1))],
    ['unknown dimension', (i) => Object.assign(i.indicators[0] ?? {}, { dimension: 'X' })],
    ['dimension without indicators', (i) => i.dimensions.push({ ...ukm.dimensions[0], id: 'X' } as never)],
    ['levels in disorder', (i) => i.rules.levels.reverse()],
    ['no level at 0', (i) => i.rules.levels.shift()],
    ['gate on an unknown indicator', (i) => i.rules.gates[0]?.requires.push({ indicator: 'X1', min: 1 })],
    ['gate off the scale', (i) => i.rules.gates[0]?.requires.push({ indicator: 'K1', min: 9 })],
    ['gate that caps above', (i) => Object.assign(i.rules.gates[0] ?? {}, { cappedAt: 'readyToScale' })],
    ['a language missing', (i) => Object.assign(i.name, { en: '' })],
    ['service field 8', (i) => Object.assign(i.dimensions[0] ?? {}, { field: 8 })],
    ['empty scale', (i) => Object.assign(i, { scaleMin: 4 })],
    ['unknown key', (i) => Object.assign(i, { bobot: 1 })],
  ];
  it.each(bad)('%s', (_name, spoil) => {
    const copy = structuredClone(ukm);
    spoil(copy);
    expect(instrumentSchema.safeParse(copy).success).toBe(false);
  });
});

describe('properties', () => {
  const anyAnswer = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }).map((value) => ({ value })) },
    { weight: 1, arbitrary: fc.constant(na) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
  const anyAnswers = fc.record(Object.fromEntries(ids.map((id) => [id, anyAnswer]))) as fc.Arbitrary<Answers>;

  it('scores stay within 0 and 100', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const result = score(ukm, answers);
        for (const value of [result.total, ...result.dimensions.map((d) => d.score)]) {
          expect(value === null || (value >= 0 && value <= 100)).toBe(true);
        }
        expect(result.level === null).toBe(result.total === null);
        for (const priority of result.priorities) {
          expect(priority.gap).toBeGreaterThan(0);
          expect(priority.fields.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('raising one answer never lowers the total or the level', () => {
    const rank = (level: string | null) => ukm.rules.levels.findIndex(({ id }) => id === level);
    fc.assert(
      fc.property(anyAnswers, fc.constantFrom(...ids), (answers, id) => {
        const answer = answers[id];
        fc.pre(answer !== undefined && 'value' in answer && answer.value < 4);
        const before = score(ukm, answers);
        const after = score(ukm, { ...answers, [id]: { value: (answer as { value: number }).value + 1 } });
        expect(after.total === null).toBe(before.total === null);
        expect(after.total ?? 0).toBeGreaterThanOrEqual(before.total ?? 0);
        expect(rank(after.level)).toBeGreaterThanOrEqual(rank(before.level));
      }),
    );
  });

  it('the order of the answers does not matter', () => {
    fc.assert(
      fc.property(anyAnswers, fc.shuffledSubarray(ids, { minLength: ids.length }), (answers, order) => {
        const shuffled = Object.fromEntries(order.map((id) => [id, answers[id]]));
        expect(score(ukm, shuffled)).toEqual(score(ukm, answers));
      }),
    );
  });

  it('only not applicable: never a total', () => {
    fc.assert(
      fc.property(fc.subarray(ids), (some) => {
        expect(score(ukm, each(some, na)).total).toBeNull();
      }),
    );
  });

  it('answers are left as they were', () => {
    const answers = Object.freeze(all(3));
    expect(() => score(ukm, answers)).not.toThrow();
  });
});
