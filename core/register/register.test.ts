import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, edit, editsOf, isConflict, type Json, join, normalise, type Register, shown } from './register.ts';
import { makeStamp, tick } from './stamp.ts';

const DEVICES = ['d_a', 'd_b', 'd_c'];

/**
 * One step of a little world of three replicas of one register: a device edits, or takes over another replica's state. What
 * the generator makes are reachable states only, as the protocol makes them.
 */
type Step = { kind: 'edit'; device: number; value: string; clock: number } | { kind: 'sync'; from: number; to: number };

const stepArb: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    device: fc.nat(2),
    // Few values, so that equal ones meet.
    value: fc.constantFrom('x', 'y', 'z'),
    clock: fc.oneof(fc.nat(5), fc.constant(4_000_000_000_000)),
  }),
  fc.record({ kind: fc.constant('sync' as const), from: fc.nat(2), to: fc.nat(2) }),
);

interface World {
  replicas: (Register | undefined)[];
  /** Every edit with what it was made in knowledge of. */
  edits: { stamp: string; value: Json; sawStamps: string[] }[];
}

function play(steps: Step[]): World {
  const replicas: (Register | undefined)[] = [undefined, undefined, undefined];
  const clocks: (string | undefined)[] = [undefined, undefined, undefined];
  const edits: World['edits'] = [];
  for (const step of steps) {
    if (step.kind === 'edit') {
      const clock = tick(clocks[step.device], step.clock);
      clocks[step.device] = clock;
      const stamp = makeStamp(clock, DEVICES[step.device] as string);
      const before = replicas[step.device];
      edits.push({
        stamp,
        value: step.value,
        sawStamps: edits.filter((e) => before && covers(before.seen, e.stamp)).map((e) => e.stamp),
      });
      replicas[step.device] = edit(before, stamp, 'u', step.value);
    } else {
      const from = replicas[step.from];
      const to = replicas[step.to];
      if (from) replicas[step.to] = to ? join(to, from) : from;
    }
  }
  return { replicas, edits };
}

const worldArb = fc.array(stepArb, { minLength: 1, maxLength: 25 }).map(play);
/** Three states that were reached in one world, at different moments. */
const statesArb = fc
  .array(stepArb, { minLength: 3, maxLength: 25 })
  .chain((steps) =>
    fc.tuple(fc.constant(steps), fc.nat(steps.length), fc.nat(steps.length), fc.nat(steps.length), fc.nat(2)),
  )
  .map(([steps, i, j, k, device]) => {
    const at = (n: number, d: number) => play(steps.slice(0, n)).replicas[d % 3];
    return [at(i, device), at(j, device + 1), at(k, device + 2)] as const;
  })
  .filter((states): states is [Register, Register, Register] => states.every((state) => state !== undefined));

describe('join', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(statesArb, ([a, b]) => {
        expect(join(a, b)).toEqual(join(b, a));
      }),
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(statesArb, ([a, b, c]) => {
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(statesArb, ([a, b]) => {
        expect(join(a, a)).toEqual(a);
        const ab = join(a, b);
        expect(join(ab, a)).toEqual(ab);
        expect(join(ab, b)).toEqual(ab);
      }),
    );
  });

  it('loses no head that the other side has not seen', () => {
    fc.assert(
      fc.property(statesArb, ([a, b]) => {
        const kept = new Set(
          join(a, b)
            .heads.flatMap(editsOf)
            .map((e) => e.stamp),
        );
        for (const head of a.heads) {
          for (const e of editsOf(head)) {
            const otherHasIt = b.heads.flatMap(editsOf).some((other) => other.stamp === e.stamp);
            expect(kept.has(e.stamp)).toBe(otherHasIt || !covers(b.seen, e.stamp));
          }
        }
      }),
    );
  });

  it('brings all replicas to the heads that nobody replaced knowingly', () => {
    fc.assert(
      fc.property(worldArb, ({ replicas, edits }) => {
        const states = replicas.filter((state) => state !== undefined);
        const all = states.slice(1).reduce<Register | undefined>((sum, s) => (sum ? join(sum, s) : s), states[0]);
        const replaced = new Set(edits.flatMap((e) => e.sawStamps));
        const standing = edits.filter((e) => !replaced.has(e.stamp)).map((e) => e.stamp);
        expect(new Set(all?.heads.flatMap(editsOf).map((e) => e.stamp) ?? [])).toEqual(new Set(standing));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps beside an edit what its author had not seen, also when it was written on the same device', () => {
    const at = (ms: number) => makeStamp(tick(undefined, ms), 'd_a');
    const first = edit(undefined, at(1), 'u1', 'one');
    // Opened before anything was there; meanwhile another window of the same laptop wrote.
    const beside = edit(first, at(2), 'u1', 'two', { heads: [], seen: {} });
    expect(beside.heads.map((head) => head.value)).toEqual(['two', 'one']);
    // The same input goes on: what it wrote itself it has seen, the other value it has not.
    const on = edit(beside, at(3), 'u1', 'three', { heads: [{ stamp: at(2), by: 'u1', value: 'two' }], seen: {} });
    expect(on.heads.map((head) => head.value)).toEqual(['three', 'one']);
    expect(join(join(first, beside), on)).toEqual(on);
    expect(edit(on, at(4), 'u1', 'all').heads.map((head) => head.value)).toEqual(['all']);
  });

  it('keeps two values that were written without knowing of each other', () => {
    const start = edit(undefined, makeStamp(tick(undefined, 1), 'd_a'), 'u1', 'old');
    const a = edit(start, makeStamp(tick(undefined, 5), 'd_b'), 'u2', 'from b');
    const b = edit(start, makeStamp(tick(undefined, 9), 'd_c'), 'u3', 'from c');
    const joined = join(a, b);
    expect(joined.heads.map((head) => head.value)).toEqual(['from c', 'from b']);
    expect(isConflict(joined)).toBe(true);
    expect(shown(joined)?.value).toBe('from c');
  });

  it('takes equal values for one, led by the greater stamp, whatever the order of the keys', () => {
    const a = edit(undefined, makeStamp(tick(undefined, 1), 'd_a'), 'u1', { code: '72', name: 'x' });
    const b = edit(undefined, makeStamp(tick(undefined, 2), 'd_b'), 'u2', { name: 'x', code: '72' });
    const joined = join(a, b);
    expect(joined.heads).toHaveLength(1);
    expect(joined.heads[0]).toMatchObject({ by: 'u2', also: [{ by: 'u1' }] });
    expect(isConflict(joined)).toBe(false);
  });

  it('lets a clock in 2099 do no harm to a later edit', () => {
    const future = edit(undefined, makeStamp(tick(undefined, Date.UTC(2099, 0, 1)), 'd_a'), 'u1', 'from 2099');
    const later = edit(future, makeStamp(tick(undefined, Date.UTC(2026, 0, 1)), 'd_b'), 'u2', 'corrected');
    expect(join(future, later).heads.map((head) => head.value)).toEqual(['corrected']);
  });

  it('is not reopened by a stale copy after a decision', () => {
    const a = edit(undefined, makeStamp(tick(undefined, 1), 'd_a'), 'u1', 'one');
    const b = edit(undefined, makeStamp(tick(undefined, 2), 'd_b'), 'u2', 'two');
    const decided = edit(join(a, b), makeStamp(tick(undefined, 0), 'd_c'), 'u3', 'three');
    expect(join(join(decided, a), b).heads.map((head) => head.value)).toEqual(['three']);
  });
});

describe('normalise', () => {
  it('gives back what join made', () => {
    fc.assert(
      fc.property(statesArb, ([a, b]) => {
        expect(normalise(join(a, b).heads, join(a, b).seen)).toEqual(join(a, b));
      }),
    );
  });

  it('lets seen cover the heads', () => {
    const stamp = makeStamp(tick(undefined, 7), 'd_a');
    expect(covers(normalise([{ stamp, by: 'u', value: 1 }]).seen, stamp)).toBe(true);
  });
});
