/**
 * Size class of a business (domain 2.1): PP 7/2021 Pasal 35, and UU 20/2008 Pasal 6 for older records. It is computed, never
 * typed in, and always named with the rule and the measure that it rests on.
 */

export type Scale = 'micro' | 'small' | 'medium' | 'large';
export type ScaleRule = 'PP7/2021' | 'UU20/2008';
export type ScaleBasis = 'capital' | 'sales' | 'netWealth';

/** What is known of a business. All amounts in whole rupiah; null and undefined are unknown. */
export interface ScaleFigures {
  /** *Modal usaha*: own and borrowed capital WITHOUT land and building of the place of business. PP 7/2021 only. */
  capital?: number | null;
  /** *Hasil penjualan tahunan*: sales of one year. */
  sales?: number | null;
  /** *Kekayaan bersih*: net wealth without land and building of the place of business. UU 20/2008 only. */
  netWealth?: number | null;
  rule: ScaleRule;
  /** True for a running business (sales decide when they are known), false for one that is being founded. */
  existing: boolean;
}

export interface ScaleResult {
  scale: Scale;
  basis: ScaleBasis;
  rule: ScaleRule;
  byCapital?: Scale;
  bySales?: Scale;
  byNetWealth?: Scale;
  /** Both measures of the rule are known and give different classes: show both. */
  disagree: boolean;
}

/**
 * The class of a business, or null when no figure that the rule knows is there. PP 7/2021 weighs capital and sales,
 * UU 20/2008 net wealth and sales; a figure that the rule does not know is left out. Upper bounds belong to the class.
 */
export function scaleOf({ capital, sales, netWealth, rule, existing }: ScaleFigures): ScaleResult | null {
  const byCapital = classify(capital, SCALE_LIMITS[rule].capital);
  const byNetWealth = classify(netWealth, SCALE_LIMITS[rule].netWealth);
  const bySales = classify(sales, SCALE_LIMITS[rule].sales);
  const byStock = byCapital ?? byNetWealth;
  const useSales = bySales !== undefined && (existing || byStock === undefined);
  const scale = useSales ? bySales : byStock;
  if (scale === undefined) return null;
  return {
    scale,
    basis: useSales ? 'sales' : byCapital ? 'capital' : 'netWealth',
    rule,
    ...(byCapital && { byCapital }),
    ...(bySales && { bySales }),
    ...(byNetWealth && { byNetWealth }),
    disagree: byStock !== undefined && bySales !== undefined && byStock !== bySales,
  };
}

/** Highest amount (inclusive, whole rupiah) of micro, small and medium; above the last one a business is large. */
type Limits = readonly [micro: number, small: number, medium: number];

export const SCALE_LIMITS: Readonly<Record<ScaleRule, Readonly<Partial<Record<ScaleBasis, Limits>>>>> = {
  'PP7/2021': {
    capital: [1_000_000_000, 5_000_000_000, 10_000_000_000],
    sales: [2_000_000_000, 15_000_000_000, 50_000_000_000],
  },
  'UU20/2008': {
    netWealth: [50_000_000, 500_000_000, 10_000_000_000],
    sales: [300_000_000, 2_500_000_000, 50_000_000_000],
  },
};

function classify(amount: number | null | undefined, limits: Limits | undefined): Scale | undefined {
  if (typeof amount !== 'number' || !Number.isFinite(amount) || !limits) return undefined;
  const [micro, small, medium] = limits;
  if (amount <= micro) return 'micro';
  if (amount <= small) return 'small';
  return amount <= medium ? 'medium' : 'large';
}
