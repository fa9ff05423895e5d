import { expect, test } from 'vitest';
import { measureHub } from './hub.ts';

test('the measurement of the hub runs: new registers, edits and pulls', { timeout: 60_000 }, async () => {
  const { rows } = await measureHub({ kind: 'sqlite', sizes: [1020], load: 1020, runs: 1, units: 3 });
  expect(rows.map(({ work, rates }) => [work, rates.every((rate) => rate > 0)])).toEqual([
    ['new', true],
    ['edit', true],
    ['pull', true],
  ]);
});
