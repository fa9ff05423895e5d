import { expect, test } from 'vitest';
import { exponent } from './table.ts';
import { checksum, clients, edits, expected } from './workload.ts';

const all = [...clients(50)];
const ids = all.map(({ id }) => id);

test('everybody writes the same, in the order of the ids', () => {
  expect([...clients(50)]).toEqual(all);
  expect([...new Set(ids)].sort()).toEqual(ids);
});

test('every edit is one, also of what was edited before', () => {
  const [first, second] = [[...edits(ids, 1)], [...edits(ids, 2)]];
  for (const [i, { values }] of first.entries()) {
    for (const field of Object.keys(values)) {
      expect(values[field]).not.toBe(all[i]?.values[field]);
      expect(values[field]).not.toBe(second[i]?.values[field]);
    }
  }
});

test('the sum tells a lost edit, a lost client and nothing of the order', () => {
  const done = [...expected({ clients: 50, rounds: [{ round: 1, clients: 50 }] })];
  expect(checksum(done.toReversed())).toBe(checksum(done));
  expect(checksum(done.slice(1))).not.toBe(checksum(done));
  expect(checksum([...done.slice(0, 49), ...all.slice(49)])).not.toBe(checksum(done));
});

test('growth as the square is 2', () => {
  expect(exponent([1, 4, 16].map((x): [number, number] => [x, 3 * x ** 2]))).toBeCloseTo(2);
});
