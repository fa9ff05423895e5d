/** A small run of the proof that kills lose nothing, and checks that it can fail. */
import { expect, test } from 'vitest';
import type { Json } from '#core/register/register.ts';
import { findMissing, proveKill } from './kill.ts';
import { kindsToTest, newSeed } from './scratch.ts';

/** Seconds where the machine is free; many of them where it is not. */
const LONG = 600_000;

test.each(kindsToTest())(
  'nothing acknowledged is missing after six kills (%s)',
  async (kind) => {
    const seed = newSeed();
    const figures = await proveKill(kind, 6, seed);
    expect(figures.missing, `seed ${seed}`).toEqual([]);
    expect(figures.problems, `seed ${seed}`).toEqual([]);
    expect(figures.rounds).toBe(6);
    // The load goes on after the last kill until every writer was answered.
    expect(figures.acknowledged).toBeGreaterThan(0);
  },
  LONG,
);

test('what is missing, or has another value, is found', async () => {
  const key = { collection: 'businesses', id: 'x', field: 'name' };
  const stamp = '0198c0de1234-0001@d_1';
  const registers = new Map([['businesses/x/name', { heads: [{ stamp, by: 'u_1', value: 'a' }], seen: {} }]]);
  const find = (edit: { stamp: string; value: Json }, history: [string, string][] = []) =>
    findMissing([{ key, ...edit }], registers, async () => new Map(history));
  expect(await find({ stamp, value: 'a' })).toEqual({ missing: [], replaced: 0 });
  expect((await find({ stamp, value: 'b' })).missing).toHaveLength(1);
  const old = '0198c0de1234-0000@d_1';
  expect((await find({ stamp: old, value: 'a' })).missing).toHaveLength(1);
  expect(await find({ stamp: old, value: 'a' }, [[old, '"a"']])).toEqual({ missing: [], replaced: 1 });
  expect((await find({ stamp: old, value: 'a' }, [[old, '"b"']])).missing).toHaveLength(1);
});
