/**
 * Broken merges that the simulation must catch. Each is the source of a function that takes the place of `join` in
 * `core/register/register.ts`, inside that module.
 */

export const MUTANTS = {
  /** Believes clocks: the later of two values wins, whoever knew of whom. */
  lastWriterWins: `(a, b) => ({
    heads: [...a.heads, ...b.heads].sort((x, y) => (x.stamp > y.stamp ? -1 : 1)).slice(0, 1),
    seen: joinSeen(a.seen, b.seen),
  })`,
  /** Takes a smaller stamp for a known one: drops heads that are older than any the other side has seen of anybody. */
  comparesTimeNotKnowledge: `(a, b) => {
    const latest = (seen) => Object.values(seen).sort().at(-1);
    const kept = (own, other) => own.heads.filter((head) =>
      other.heads.some((theirs) => theirs.stamp === head.stamp) || hlcOf(head.stamp) > latest(other.seen));
    const flat = [...kept(a, b), ...kept(b, a)].flatMap((head) => editsOf(head).map((e) => ({ ...e, value: head.value })));
    return { heads: foldEqual(flat), seen: joinSeen(a.seen, b.seen) };
  }`,
  /** Forgets what the other side knew; replaced values come back. */
  forgetsSeen: `(a, b) => {
    const heads = foldEqual([...survivors(a, b), ...survivors(b, a)]);
    return normalise(heads, a.seen);
  }`,
  /** Of equal values it remembers only the leading edit. */
  dropsEqualEdits: `(a, b) => ({
    heads: foldEqual([...survivors(a, b), ...survivors(b, a)]).map(({ also, ...head }) => head),
    seen: joinSeen(a.seen, b.seen),
  })`,
} as const;

export type Mutant = keyof typeof MUTANTS;
