/** How much two words are one: misspelled, shortened, or an initial. */

/** 1 for the same, 0 for two words. Anything between says how far one could be the other. */
export function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  // Numbers tell branches apart, and are not misspelled.
  if (/\d/.test(a + b)) return 0;
  if (short[0] !== long[0] && short.length < LONG) return 0;
  if (short.length === 1) return INITIAL;
  if (isShortFor(short, long)) return ABBREVIATED;
  if (short.length < SHORTEST) return 0;
  const allowed = long.length >= LONG + 2 ? 2 : 1;
  if (long.length - short.length > allowed) return 0;
  const distance = editDistance(short, long, allowed);
  if (distance > allowed) return 0;
  if (distance === 2) return TWO_SLIPS;
  if (short.length === SHORTEST) return SLIP_IN_SHORTEST;
  return long.length >= LONG ? SLIP_IN_LONG : SLIP_IN_SHORT;
}

/** `S.` may be any of many words. */
export const INITIAL = 0.4;
const ABBREVIATED = 0.75;
const SLIP_IN_LONG = 0.9;
/** Sari and Sri, Wati and Yati are two names: one letter of a short word says little. */
const SLIP_IN_SHORT = 0.7;
const TWO_SLIPS = 0.7;
const SLIP_IN_SHORTEST = 0.5;
/** Letters of the shortest word that may be misspelled. */
const SHORTEST = 3;
const LONG = 6;

/** A beginning (`sej` for `sejahtera`), or its consonants in their order (`mkmr` for `makmur`). */
function isShortFor(short: string, long: string): boolean {
  if (short.length < 2 || long.length - short.length < 2) return false;
  if (long.startsWith(short)) return short.length >= 3 || long.length <= 5;
  if (/[aiueo]/.test(short.slice(1))) return false;
  const consonants = long[0] + long.slice(1).replace(/[aiueo]/g, '');
  return short.length >= 3 && consonants.startsWith(short);
}

/** Optimal string alignment: letters that are added, left out, changed or swapped. More than `limit` comes back as `limit` + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        distance = Math.min(distance, (before[j - 2] as number) + 1);
      row.push(distance);
      least = Math.min(least, distance);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length] as number;
}
