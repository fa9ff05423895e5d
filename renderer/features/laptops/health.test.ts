import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byCare, caresOf, joinLaptops, type Laptop, spanOf } from './health.ts';

const NOW = Date.parse('2026-11-24T08:00:00.000Z');
const DAY = 24 * 3600_000;
const ago = (ms: number) => new Date(NOW - ms).toISOString();

const told = (id: string, more: Partial<NonNullable<Laptop['told']>> = {}) => ({
  id,
  name: `Laptop ${id}`,
  user: 'sari',
  enrolledAt: ago(90 * DAY),
  revokedAt: null,
  lastSeenAt: ago(60_000),
  lastPushAt: null,
  app: '0.1.0',
  unsent: 0,
  clockErrorMs: 0,
  futureStamps: 0,
  ...more,
});
const laptop = (id: string, more: Parameters<typeof told>[1] = {}) => joinLaptops([told(id, more)], [])[0] as Laptop;

it('joins what the hub told with the records, and keeps what only one of them knows', () => {
  const record = { id: 'd_b', values: { name: 'Laptop Budi', user: 'budi', revokeAsked: ago(DAY) } };
  const laptops = joinLaptops([told('d_a'), told('d_b', { name: 'old name' })], [record, { id: 'd_c', values: {} }]);
  expect(laptops.map(({ id }) => id)).toEqual(['d_a', 'd_b', 'd_c']);
  expect(laptops[1]).toMatchObject({ name: 'Laptop Budi', user: 'budi', revokeAsked: true, revokedAt: null });
  expect(laptops[2]).toMatchObject({ name: 'd_c', told: null });
});

it('cares for a wrong clock either way, edits of the future, a week of silence and much unsent work', () => {
  const cares = (more: Parameters<typeof told>[1]) => caresOf(laptop('d_a', more), NOW);
  expect(cares({})).toEqual([]);
  expect(cares({ clockErrorMs: 5 * 60_000 })).toEqual([]);
  expect(cares({ clockErrorMs: 5 * 60_000 + 1 })).toEqual(['clock']);
  expect(cares({ clockErrorMs: -6 * 60_000 })).toEqual(['clock']);
  expect(cares({ futureStamps: 1 })).toEqual(['clock']);
  expect(cares({ lastSeenAt: ago(7 * DAY) })).toEqual([]);
  expect(cares({ lastSeenAt: ago(7 * DAY + 1) })).toEqual(['silent']);
  expect(cares({ lastSeenAt: null })).toEqual(['silent']);
  expect(cares({ lastSeenAt: null, enrolledAt: ago(DAY) })).toEqual([]);
  expect(cares({ unsent: 100, clockErrorMs: DAY })).toEqual(['clock', 'unsent']);
  expect(cares({ clockErrorMs: DAY, revokedAt: ago(DAY) })).toEqual([]);
});

it('puts what needs care first and revoked laptops last, and drops none', () => {
  const laptops = [
    laptop('revoked', { revokedAt: ago(DAY), clockErrorMs: DAY }),
    laptop('fine'),
    laptop('unsent', { unsent: 500 }),
    laptop('silent', { lastSeenAt: ago(9 * DAY) }),
    laptop('clock', { clockErrorMs: 73 * 365 * DAY }),
  ];
  const sorted = ['clock', 'silent', 'unsent', 'fine', 'revoked'];
  fc.assert(
    fc.property(fc.shuffledSubarray(laptops, { minLength: laptops.length }), (shuffled) => {
      expect(byCare(shuffled, NOW).map(({ id }) => id)).toEqual(sorted);
    }),
  );
});

it('tells a length of time in minutes, hours or days', () => {
  expect(spanOf(-7 * 60_000)).toEqual({ unit: 'minutes', count: 7 });
  expect(spanOf(119 * 60_000)).toEqual({ unit: 'minutes', count: 119 });
  expect(spanOf(-3 * 3600_000)).toEqual({ unit: 'hours', count: 3 });
  expect(spanOf(73 * 365 * DAY)).toEqual({ unit: 'days', count: 73 * 365 });
});
