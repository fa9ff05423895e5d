/** Money: whole rupiah in a safe integer (architecture, rule 8), `Rp1.234.567` on screens (domain 9.4). */

/** Whole rupiah. Negative for losses and negative equity. */
export type Rupiah = number;

/**
 * `1234567` → `Rp1.234.567`, `-500` → `-Rp500`. A computed value (a mean, a share) is rounded to whole rupiah. Throws
 * RangeError for NaN and infinity.
 */
export function formatRupiah(amount: Rupiah): string {
  if (!Number.isFinite(amount)) throw new RangeError('not an amount');
  const whole = Math.round(amount);
  const digits = BigInt(Math.abs(whole)).toString();
  return `${whole < 0 ? '-' : ''}Rp${digits.replace(/\B(?=(\d{3})+$)/g, '.')}`;
}

/**
 * Reads an amount as users type it, or null when it is not one or may be read in two ways.
 *
 * - `1234567`, `1.234.567`, `1 234 567`, with or without `Rp`, `Rp.` or `IDR`, with `,00` or `,-` behind it
 * - `500rb`, `500 ribu`, `500k`, `2,5 jt`, `2.5 juta`, `1,2 miliar`, `1 triliun`
 * - a minus before or after `Rp`
 *
 * Null: commas as thousands (`1,234`), a decimal point or real decimals (`12.5`, `1.234,50`), leading zeros, three
 * decimals before a unit (`2.500 jt` is 2500 million to some and 2.5 million to others), `M` (miliar or million), parts of
 * a rupiah, and everything beyond ±(2^53 − 1).
 */
export function parseRupiah(text: string): Rupiah | null {
  const parts = AMOUNT.exec(text.trim().toLowerCase());
  if (!parts) return null;
  const [, signBefore = '', signAfter = '', rest = ''] = parts;
  if (signBefore && signAfter) return null;
  const amount = parseWhole(rest) ?? parseWithUnit(rest);
  if (amount === null || !Number.isSafeInteger(amount)) return null;
  return signBefore || signAfter ? 0 - amount : amount;
}

const AMOUNT = /^([-−]?)\s*(?:(?:rp\.?|idr)\s*)?([-−]?)\s*(\d.*)$/;
const WHOLE = /^(0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:\s\d{3})+)(?:,0{1,2}|[,.]-)?$/;
const WITH_UNIT = /^(0|[1-9]\d*)(?:[.,](\d+))?\s*([a-z]+)\.?$/;

/** Zeros behind the number. `m` and `t` alone are left out: see above. */
const UNITS = new Map([
  ['rb', 3],
  ['ribu', 3],
  ['k', 3],
  ['jt', 6],
  ['juta', 6],
  ['miliar', 9],
  ['milyar', 9],
  ['triliun', 12],
  ['trilyun', 12],
]);

function parseWhole(text: string): number | null {
  const digits = WHOLE.exec(text)?.[1];
  return digits === undefined ? null : Number(digits.replace(/[.\s]/g, ''));
}

function parseWithUnit(text: string): number | null {
  const [, whole = '', decimals = '', unit = ''] = WITH_UNIT.exec(text) ?? [];
  const zeros = UNITS.get(unit);
  if (zeros === undefined || decimals.length === 3) return null;
  const kept = decimals.replace(/0+$/, '');
  return kept.length > zeros ? null : Number(whole + kept.padEnd(zeros, '0'));
}
