/** Which snapshots stay. No clock is asked: one that was wrong for a day must not cost what was kept on other days. */

export interface Kept {
  name: string;
  /** Snapshots of several databases do not push each other out. */
  database: string;
  /** ISO moment. */
  created: string;
  /** Bytes. */
  size: number;
}

const LATEST = 3;
const DAYS = 7;
const WEEKS = 4;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Of one database. What goes beyond it goes, the oldest first; the latest two stay whatever their size. */
const MOST_BYTES = 4_000_000_000;
const AT_LEAST = 2;

/** @returns those that nobody needs any more: neither among the latest 3, nor the last of one of 7 days, nor of 4 weeks */
export function expendable<K extends Kept>(all: readonly K[]): K[] {
  return [...Map.groupBy(all, ({ database }) => database).values()].flatMap(expendableOfOne);
}

function expendableOfOne<K extends Kept>(all: readonly K[]): K[] {
  const sorted = all.toSorted((a, b) => b.created.localeCompare(a.created) || b.name.localeCompare(a.name));
  const kept = new Set([
    ...sorted.slice(0, LATEST),
    ...lastOfEach(sorted, ({ created }) => dayOf(created)).slice(0, DAYS),
    ...lastOfEach(sorted, ({ created }) => Math.floor((dayOf(created) + 3) / 7)).slice(0, WEEKS),
  ]);
  let bytes = 0;
  const fitting = sorted
    .filter((each) => kept.has(each))
    .filter((each, i) => {
      bytes += each.size;
      return i < AT_LEAST || bytes <= MOST_BYTES;
    });
  return sorted.filter((each) => !fitting.includes(each));
}

const dayOf = (created: string): number => Math.floor(Date.parse(created) / DAY_MS);

/** @param sorted the latest first */
function lastOfEach<K>(sorted: readonly K[], period: (each: K) => number): K[] {
  const seen = new Set<number>();
  return sorted.filter((each) => {
    const of = period(each);
    if (seen.has(of)) return false;
    seen.add(of);
    return true;
  });
}

/** Is it time for another one? One that a wrong clock dated into the future counts as old. */
export function isDue(created: readonly string[], now: number): boolean {
  return !created.some((each) => {
    const age = now - Date.parse(each);
    return age >= 0 && age < DAY_MS;
  });
}
