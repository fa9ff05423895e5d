/**
 * Which figures are hidden because they are of too few people: numbers of units, of their provinces, and of all together.
 *
 * A number of fewer people than the smallest group is hidden. Then others are hidden with it (complementary suppression, the
 * smallest first), until no hidden number can be told from the sums that are shown: each could as well be any of at least as
 * many as the smallest group. Hidden numbers look all alike: who knew which of them are the small ones could often compute
 * them. Zeros are shown, of nobody nothing is told. What this cannot keep: deductions from other columns (there are never
 * more clients than sessions) and by somebody who knows a part of the hidden numbers.
 */

/** A number, and how many people it is of. None counts without people. */
export interface Figure {
  people: number;
  count: number;
}

export interface UnitFigure extends Figure {
  unit: string;
  province: string;
}

export interface Hidden {
  units: ReadonlySet<string>;
  provinces: ReadonlySet<string>;
  nation: boolean;
}

/** @param smallest people that a shown number is of at least; 1 hides nothing */
export function hiddenFigures(figures: readonly UnitFigure[], smallest: number): Hidden {
  const isSmall = ({ people }: Figure) => people > 0 && people < smallest;
  const groups = [...Map.groupBy(figures, ({ province }) => province)].map(([province, units]) =>
    hideInProvince(province, units, smallest),
  );
  const inPool = groups.filter(({ isHidden }) => isHidden);
  const others = groups
    .filter(({ isHidden, total }) => !isHidden && total.count > 0)
    .sort((a, b) => a.total.count - b.total.count || (a.province < b.province ? -1 : 1));
  while (inPool.length > 0 && !isProtectedPool(inPool, smallest)) {
    const next = others.shift();
    if (!next) break;
    // With all its units shown, its sum would be told.
    if (next.hidden.length === 0) next.hidden.push(smallestFirst(next.units)[0] as UnitFigure);
    inPool.push(next);
  }
  const total = sumOf(groups.map((group) => group.total));
  return {
    units: new Set(groups.flatMap(({ hidden }) => hidden.map(({ unit }) => unit))),
    provinces: new Set(inPool.map(({ province }) => province)),
    nation: isSmall(total) || (inPool.length > 0 && !isProtectedPool(inPool, smallest)),
  };
}

interface Group {
  province: string;
  units: readonly UnitFigure[];
  total: Figure;
  hidden: UnitFigure[];
  /** Then its hidden units are in one sum with those of the other hidden provinces. */
  isHidden: boolean;
}

function hideInProvince(province: string, units: readonly UnitFigure[], smallest: number): Group {
  const total = sumOf(units);
  const isSmall = ({ people }: Figure) => people > 0 && people < smallest;
  const small = units.filter(isSmall);
  const group = { province, units, total };
  if (isSmall(total)) return { ...group, hidden: small, isHidden: true };
  if (small.length === 0) return { ...group, hidden: [], isHidden: false };
  const hidden = [...small];
  const shown = smallestFirst(units.filter((unit) => !isSmall(unit)));
  while (!isProtected(hidden, smallest)) {
    const next = shown.shift();
    // Nothing is left to hide: then not even the sum is shown.
    if (!next) return { ...group, hidden: small, isHidden: true };
    hidden.push(next);
  }
  return { ...group, hidden, isHidden: false };
}

/** Of these the sum is told, and that each is 1 at least: what is over that could be in any of them. */
const isProtected = (hidden: readonly Figure[], smallest: number): boolean =>
  hidden.length > 1 && sumOf(hidden).count - hidden.length >= smallest - 1;

/** The sum of a hidden province must not be told either. */
const isProtectedPool = (groups: readonly Group[], smallest: number): boolean =>
  groups.length > 1 &&
  isProtected(
    groups.flatMap(({ hidden }) => hidden),
    smallest,
  );

const smallestFirst = (units: readonly UnitFigure[]): UnitFigure[] =>
  units
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count || (a.unit < b.unit ? -1 : Number(a.unit > b.unit)));

export const sumOf = (figures: readonly Figure[]): Figure => ({
  people: figures.reduce((sum, { people }) => sum + people, 0),
  count: figures.reduce((sum, { count }) => sum + count, 0),
});
