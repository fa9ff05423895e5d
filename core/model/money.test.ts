import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatRupiah, parseRupiah } from './money.ts';

test.each([
  [1_234_567, 'Rp1.234.567'],
  [0, 'Rp0'],
  [-0, 'Rp0'],
  [999, 'Rp999'],
  [1000, 'Rp1.000'],
  [-500, '-Rp500'],
  [-1_234_567, '-Rp1.234.567'],
  [1234.5, 'Rp1.235'],
  [-0.2, 'Rp0'],
  [Number.MAX_SAFE_INTEGER, 'Rp9.007.199.254.740.991'],
])('formatRupiah(%d) is %s', (amount, text) => {
  expect(formatRupiah(amount)).toBe(text);
});

test('what is no number is no amount', () => {
  expect(() => formatRupiah(Number.NaN)).toThrow(RangeError);
  expect(() => formatRupiah(Number.POSITIVE_INFINITY)).toThrow(RangeError);
});

test.each([
  ['Rp 1.234.567', 1_234_567],
  ['Rp1.234.567', 1_234_567],
  ['Rp. 1.234.567', 1_234_567],
  ['rp.1.234.567', 1_234_567],
  ['IDR 1.234.567', 1_234_567],
  ['1234567', 1_234_567],
  ['1 234 567', 1_234_567],
  ['Rp\u00a01\u00a0234\u00a0567', 1_234_567],
  [' 1.234.567 ', 1_234_567],
  ['1.234.567,00', 1_234_567],
  ['5.000,-', 5000],
  ['Rp 5.000.-', 5000],
  ['0', 0],
  ['-0', 0],
  ['-Rp1.000', -1000],
  ['Rp-1.000', -1000],
  ['−1.000', -1000],
  ['2,5 jt', 2_500_000],
  ['2.5jt', 2_500_000],
  ['2,50 juta', 2_500_000],
  ['1,2 miliar', 1_200_000_000],
  ['1,2 Milyar', 1_200_000_000],
  ['1,2345 miliar', 1_234_500_000],
  ['500rb', 500_000],
  ['500 ribu', 500_000],
  ['500 rb.', 500_000],
  ['500K', 500_000],
  ['Rp 3 jt', 3_000_000],
  ['-3 jt', -3_000_000],
  ['2500 jt', 2_500_000_000],
  ['0,5 triliun', 500_000_000_000],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
])('parseRupiah(%j) is %d', (text, amount) => {
  expect(parseRupiah(text)).toBe(amount);
});

test.each([
  '',
  'Rp',
  '-',
  'abc',
  '1,234',
  '1,234,567',
  '12.5',
  '12.34',
  '1.50',
  '1.234,50',
  '1234.00',
  '5,000',
  '0.500',
  '007',
  '08123456789',
  '1.234 567',
  '12 34',
  '2.500 jt',
  '2,500 jt',
  '1,5 M',
  '2 t',
  '1,2345 rb',
  '2 jt 500 rb',
  '(1.000)',
  '--5',
  '-Rp-5',
  '1e6',
  '9007199254740992',
  '9008 triliun',
])('parseRupiah(%j) is null', (text) => {
  expect(parseRupiah(text)).toBeNull();
});

describe('properties', () => {
  it('parsing reads what formatting wrote', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        expect(parseRupiah(formatRupiah(amount))).toBe(amount + 0);
        expect(parseRupiah(`${amount}`)).toBe(amount + 0);
      }),
    );
  });

  it('any text is a safe whole amount or null', () => {
    const typed = fc.stringMatching(/^-?(Rp ?)?[\d., ]{0,12}( ?(rb|jt|miliar|juta))?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), typed), (text) => {
        const amount = parseRupiah(text);
        expect(amount === null || Number.isSafeInteger(amount)).toBe(true);
      }),
    );
  });
});
