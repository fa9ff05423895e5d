import { expect, test } from 'vitest';
import { measureHub } from './hub.ts';
import { measureOutage } from './outage.ts';

test('the measurement of the hub runs: new registers, edits and pulls', { timeout: 60_000 }, async () => {
  const { rows } = await measureHub({ kind: 'sqlite', sizes: [1020], load: 1020, runs: 1, units: 3 });
  expect(rows.map(({ work, rates }) => [work, rates.every((rate) => rate > 0)])).toEqual([
    ['new', true],
    ['edit', true],
    ['pull', true],
  ]);
});

test('the measurement of an outage runs: laptops come back, send and pull', { timeout: 60_000 }, async () => {
  const figures = await measureOutage({ kind: 'sqlite', units: 1, records: 5, withinMs: 100 });
  expect(figures).toMatchObject({ laptops: 8, registers: 800 });
  expect(figures.pulls.registers).toBeGreaterThan(8 * 800);
});
