import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { SCALE_LIMITS, type Scale, type ScaleBasis, type ScaleRule, scaleOf } from './scale.ts';

/** Typed in again from domain 2.1, so that a slip in the table of the code shows. */
const boundaries: [ScaleRule, ScaleBasis, number, Scale, Scale][] = [
  ['PP7/2021', 'capital', 1_000_000_000, 'micro', 'small'],
  ['PP7/2021', 'capital', 5_000_000_000, 'small', 'medium'],
  ['PP7/2021', 'capital', 10_000_000_000, 'medium', 'large'],
  ['PP7/2021', 'sales', 2_000_000_000, 'micro', 'small'],
  ['PP7/2021', 'sales', 15_000_000_000, 'small', 'medium'],
  ['PP7/2021', 'sales', 50_000_000_000, 'medium', 'large'],
  ['UU20/2008', 'netWealth', 50_000_000, 'micro', 'small'],
  ['UU20/2008', 'netWealth', 500_000_000, 'small', 'medium'],
  ['UU20/2008', 'netWealth', 10_000_000_000, 'medium', 'large'],
  ['UU20/2008', 'sales', 300_000_000, 'micro', 'small'],
  ['UU20/2008', 'sales', 2_500_000_000, 'small', 'medium'],
  ['UU20/2008', 'sales', 50_000_000_000, 'medium', 'large'],
];

test.each(boundaries)('%s by %s at %d: %s, above %s', (rule, basis, limit, upTo, above) => {
  const at = (amount: number) => scaleOf({ [basis]: amount, rule, existing: true });
  expect(at(limit - 1)).toMatchObject({ scale: upTo, basis, rule, disagree: false });
  expect(at(limit)).toMatchObject({ scale: upTo });
  expect(at(limit + 1)).toMatchObject({ scale: above });
});

describe('when capital and sales disagree', () => {
  const figures = { capital: 6_000_000_000, sales: 1_000_000_000, rule: 'PP7/2021' } as const;

  it('takes sales for a running business and shows both', () => {
    expect(scaleOf({ ...figures, existing: true })).toEqual({
      scale: 'micro',
      basis: 'sales',
      rule: 'PP7/2021',
      byCapital: 'medium',
      bySales: 'micro',
      disagree: true,
    });
  });

  it('takes capital for a business that is being founded', () => {
    expect(scaleOf({ ...figures, existing: false })).toMatchObject({
      scale: 'medium',
      basis: 'capital',
      disagree: true,
    });
  });
});

test('one known figure is enough, whatever the business', () => {
  expect(scaleOf({ sales: 1, rule: 'PP7/2021', existing: false })).toMatchObject({ basis: 'sales' });
  expect(scaleOf({ capital: 1, sales: null, rule: 'PP7/2021', existing: true })).toMatchObject({ basis: 'capital' });
});

test('nothing known, nothing said', () => {
  expect(scaleOf({ rule: 'PP7/2021', existing: true })).toBeNull();
  expect(scaleOf({ capital: null, sales: Number.NaN, rule: 'PP7/2021', existing: true })).toBeNull();
  expect(scaleOf({ netWealth: 1, rule: 'PP7/2021', existing: true })).toBeNull();
  expect(scaleOf({ capital: 1, rule: 'UU20/2008', existing: true })).toBeNull();
});

test('no sales and negative wealth are micro', () => {
  expect(scaleOf({ sales: 0, rule: 'PP7/2021', existing: true })).toMatchObject({ scale: 'micro' });
  expect(scaleOf({ netWealth: -5, rule: 'UU20/2008', existing: true })).toMatchObject({ scale: 'micro' });
});

test('more sales never make a business smaller', () => {
  const order: Scale[] = ['micro', 'small', 'medium', 'large'];
  const rules = Object.keys(SCALE_LIMITS) as ScaleRule[];
  const amount = fc.integer({ min: 0, max: 100_000_000_000 });
  fc.assert(
    fc.property(fc.constantFrom(...rules), amount, amount, (rule, a, b) => {
      const rank = (sales: number) => order.indexOf(scaleOf({ sales, rule, existing: true })?.scale ?? 'micro');
      expect(rank(Math.min(a, b))).toBeLessThanOrEqual(rank(Math.max(a, b)));
    }),
  );
});
