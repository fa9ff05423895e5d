/** A small run of the proof of the sequence, and checks that it can fail. */
import { expect, test } from 'vitest';
import type { Register } from '#core/register/register.ts';
import { type Kind, kindsToTest, newSeed } from './scratch.ts';
import { checkGaps, checkReader, numbersOf, proveSequence } from './sequence.ts';

/** Seconds where the machine is free; many of them where it is not. */
const LONG = 600_000;

/** One hub process, and where several may share a database, two as well. */
const CASES = kindsToTest().flatMap((kind): [Kind, number][] =>
  kind === 'postgres'
    ? [
        [kind, 1],
        [kind, 2],
      ]
    : [[kind, 1]],
);

test.each(CASES)(
  '8 writers, 2 readers: no gap, nothing missed, nothing twice (%s, hub processes: %i)',
  async (kind, processes) => {
    const seed = newSeed();
    const figures = await proveSequence(kind, 3000, seed, processes);
    expect(figures.problems, `seed ${seed}`).toEqual([]);
    expect(figures.registers).toBeGreaterThanOrEqual(3000);
    expect(figures.changes).toBeGreaterThan(figures.registers);
    expect(figures.pagesWhileWriting).toBeGreaterThan(0);
  },
  LONG,
);

const change = (sequence: number, key: string, time: string) => ({ key, stamp: `${time}@d_1`, batch: 'b', sequence });
const register = (time: string, value: string): Register => ({
  heads: [{ stamp: `${time}@d_1`, by: 'u_1', value }],
  seen: { d_1: time },
});
const [T1, T2, T3] = ['0198c0de1234-0001', '0198c0de1234-0002', '0198c0de1234-0003'] as const;
const numbers = numbersOf(3, [change(1, 'r/a', T1), change(2, 'r/b', T2), change(3, 'r/a', T3)]);
const expected = new Map([
  ['r/a', register(T3, 'third')],
  ['r/b', register(T2, 'second')],
]);
/** The only one of its pull. */
const page = (after: number, next: number, ...registers: [string, Register][]) => ({
  since: after,
  to: next,
  after,
  next,
  registers,
});
const a1: [string, Register] = ['r/a', register(T1, 'first')];
const b2: [string, Register] = ['r/b', register(T2, 'second')];
const a3: [string, Register] = ['r/a', register(T3, 'third')];
const problemsOf = (...pages: Parameters<typeof checkReader>[1]) => checkReader(numbers, pages, expected).problems;

test('a sound reader passes, also one that came after a change of a change', () => {
  expect(problemsOf(page(0, 2, a1, b2), page(2, 3, a3))).toEqual([]);
  expect(checkReader(numbers, [page(0, 3, b2, a3)], expected)).toEqual({ superseded: 1, problems: [] });
});

test('a record may come before its last number, and again when it changed meanwhile', () => {
  expect(problemsOf({ ...page(0, 2, a3, b2), to: 3 }, { ...page(2, 3), since: 0 })).toEqual([]);
  expect(problemsOf({ ...page(0, 1, a1, b2), to: 2 }, { ...page(1, 3, b2, a3), since: 0, to: 2 })).toEqual([]);
  expect(problemsOf(page(0, 2, a3, b2), page(2, 3, a3))).toEqual([]);
  const again = problemsOf({ ...page(0, 1, a1, b2), to: 3 }, { ...page(1, 3, b2, a3), since: 0, to: 3 });
  expect(again.join()).toBe('number 2 (r/b) came twice');
});

test('gaps, misses, repetitions and late numbers are seen', () => {
  expect(checkGaps(numbers)).toEqual([]);
  expect(checkGaps(numbersOf(3, [change(1, 'r/a', T1), change(3, 'r/b', T2)]))).toHaveLength(1);
  expect(checkGaps(numbersOf(4, numbers.changes))).toHaveLength(1);
  expect(problemsOf(page(0, 2, a1), page(2, 3, a3)).join()).toContain('number 2 (r/b) never came');
  expect(problemsOf(page(0, 1, a1), page(1, 3, a3)).join()).toContain('number 2 (r/b) never came');
  // Number 2 comes when a pull has begun after it already.
  const late = problemsOf(page(0, 2, a1, b2), page(2, 3, b2, a3));
  expect(late.join()).toContain('number 2 (r/b) came between 2 and 3');
  expect(problemsOf(page(0, 2, a1, b2)).join()).toContain('the reader stopped at 2 of 3');
});
