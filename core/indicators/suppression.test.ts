import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Hidden, hiddenFigures, sumOf, type UnitFigure } from './suppression.ts';

/** `hide({ '72': [3, 20], '18': [9] })`: of each province its units, named `72.0`, `72.1`, `18.0`. */
const figuresOf = (provinces: Record<string, number[]>): UnitFigure[] =>
  Object.entries(provinces).flatMap(([province, counts]) =>
    counts.map((count, i) => ({ unit: `${province}.${i}`, province, people: count, count })),
  );
const hide = (provinces: Record<string, number[]>, smallest = 5) => {
  const { units, provinces: hidden, nation } = hiddenFigures(figuresOf(provinces), smallest);
  return { units: [...units].sort(), provinces: [...hidden].sort(), nation };
};

describe('by hand', () => {
  test('nothing is small: nothing is hidden, nor zero', () => {
    expect(hide({ 11: [5, 0], 12: [40] })).toEqual({ units: [], provinces: [], nation: false });
    expect(hide({ 11: [1], 12: [2] }, 1)).toEqual({ units: [], provinces: [], nation: false });
  });

  test('one small unit takes the smallest other one of its province along', () => {
    expect(hide({ 11: [3, 30, 7], 12: [40] })).toEqual({ units: ['11.0', '11.2'], provinces: [], nation: false });
  });

  test('two of one each would be known from their sum: a third goes along', () => {
    expect(hide({ 11: [1, 1, 9, 30] })).toEqual({ units: ['11.0', '11.1', '11.2'], provinces: [], nation: false });
  });

  test('alone in its province: another province goes along, with one of its units', () => {
    expect(hide({ 11: [3], 12: [40, 12], 13: [90] })).toEqual({
      units: ['11.0', '12.1'],
      provinces: ['11', '12'],
      nation: false,
    });
  });

  test('nobody to go along: the sum of all is hidden', () => {
    expect(hide({ 11: [3] })).toEqual({ units: ['11.0'], provinces: ['11'], nation: true });
    expect(hide({ 11: [3, 0], 12: [0] })).toEqual({ units: ['11.0'], provinces: ['11'], nation: true });
  });

  test('many sessions of few people are hidden too', () => {
    const figures = [
      { unit: 'a', province: '11', people: 2, count: 60 },
      { unit: 'b', province: '11', people: 9, count: 9 },
    ];
    expect(hiddenFigures(figures, 5)).toEqual({ units: new Set(['a', 'b']), provinces: new Set(), nation: false });
  });
});

const table = fc
  .array(fc.array(fc.record({ count: fc.nat(14), share: fc.nat(3) }), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((provinces) =>
    provinces.flatMap((units, p) =>
      units.map(({ count, share }, u) => ({
        unit: `${p}.${u}`,
        province: String(p),
        count,
        people: count === 0 ? 0 : Math.max(1, Math.floor(count / (share + 1))),
      })),
    ),
  );
const smallest = fc.integer({ min: 2, max: 7 });

describe('whatever the numbers are', () => {
  test('every number of too few people is hidden, and no zero', () => {
    fc.assert(
      fc.property(table, smallest, (figures, k) => {
        const hidden = hiddenFigures(figures, k);
        for (const cell of cellsOf(figures)) {
          if (cell.people > 0 && cell.people < k) expect(cell.isIn(hidden)).toBe(true);
          if (cell.count === 0) expect(cell.isIn(hidden)).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('no hidden number can be computed: each could be one of as many as the smallest group', () => {
    fc.assert(
      fc.property(table, smallest, (figures, k) => {
        const hidden = hiddenFigures(figures, k);
        for (const { name, min, max } of attack(figures, hidden)) {
          expect(max - min, name).toBeGreaterThanOrEqual(k - 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('nothing is hidden without need', () => {
    fc.assert(
      fc.property(table, smallest, (figures, k) => {
        if (figures.some(({ people }) => people > 0 && people < k)) return;
        expect(hiddenFigures(figures, k)).toEqual({ units: new Set(), provinces: new Set(), nation: false });
      }),
    );
  });
});

interface Cell {
  name: string;
  people: number;
  count: number;
  isIn: (hidden: Hidden) => boolean;
}

function cellsOf(figures: readonly UnitFigure[]): Cell[] {
  return [
    ...figures.map((each) => ({ ...each, name: each.unit, isIn: ({ units }: Hidden) => units.has(each.unit) })),
    ...[...Map.groupBy(figures, ({ province }) => province)].map(([province, units]) => ({
      name: province,
      ...sumOf(units),
      isIn: ({ provinces }: Hidden) => provinces.has(province),
    })),
    { name: 'nation', ...sumOf(figures), isIn: ({ nation }: Hidden) => nation },
  ];
}

/**
 * What somebody finds out who has all that is shown: the bounds of each hidden number, from the sums and from knowing that it
 * is not zero, narrowed until nothing more follows. Sums form a tree, so these bounds are exact.
 */
function attack(figures: readonly UnitFigure[], hidden: Hidden): { name: string; min: number; max: number }[] {
  const bounds = new Map(
    cellsOf(figures).map(({ name, count, isIn }) => [
      name,
      isIn(hidden) ? { min: 1, max: Number.POSITIVE_INFINITY } : { min: count, max: count },
    ]),
  );
  const provinces = Map.groupBy(figures, ({ province }) => province);
  const sums = [
    ...[...provinces].map(([sum, units]) => ({ sum, parts: units.map(({ unit }) => unit) })),
    { sum: 'nation', parts: [...provinces.keys()] },
  ];
  const of = (name: string) => bounds.get(name) as { min: number; max: number };
  const total = (names: string[], end: 'min' | 'max') => names.reduce((all, name) => all + of(name)[end], 0);
  for (let isNews = true; isNews; ) {
    isNews = false;
    const narrow = (name: string, min: number, max: number) => {
      const known = of(name);
      const next = { min: Math.max(known.min, min), max: Math.min(known.max, max) };
      isNews ||= next.min > known.min || next.max < known.max;
      bounds.set(name, next);
    };
    for (const { sum, parts } of sums) {
      narrow(sum, total(parts, 'min'), total(parts, 'max'));
      for (const part of parts) {
        const others = parts.filter((other) => other !== part);
        narrow(part, of(sum).min - total(others, 'max'), of(sum).max - total(others, 'min'));
      }
    }
  }
  return cellsOf(figures)
    .filter(({ isIn }) => isIn(hidden))
    .map(({ name }) => ({ name, ...of(name) }));
}
