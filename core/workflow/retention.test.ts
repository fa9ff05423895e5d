import { expect, test } from 'vitest';
import { isPastTerm, lastYearOf, pastTerms } from './retention.ts';

test('the term is over with the last day of its last year', () => {
  expect(isPastTerm(2020, 5, 2025)).toBe(false);
  expect(isPastTerm(2020, 5, 2026)).toBe(true);
});

test('the last year that a record speaks of, and only without one the year in which it was made', () => {
  expect(lastYearOf({ date: '2019-12-31', createdAt: '2026-01-01T00:00:00Z' })).toBe(2019);
  expect(lastYearOf({ year: 2018, disbursedOn: '2020-02-01' })).toBe(2020);
  expect(lastYearOf({ createdAt: '2017-05-01T00:00:00Z', date: null })).toBe(2017);
  expect(lastYearOf({})).toBe(null);
});

test('only kinds with a rule; a client counts from the last that is recorded of it', () => {
  const session = (id: string, clientId: string, date: string) =>
    ({ collection: 'sessions', id, values: { clientId, date } }) as const;
  const client = (id: string) => ({ collection: 'businesses', id, values: { registeredOn: '2012-01-01' } }) as const;
  const records = [
    client('old'),
    client('busy'),
    session('s1', 'old', '2014-01-01'),
    session('s2', 'busy', '2025-01-01'),
  ];
  expect(pastTerms(records, new Map(), 2026)).toEqual([]);
  expect(pastTerms(records, new Map([['clients', 5]]), 2026)).toEqual([
    { kind: 'clients', collection: 'businesses', id: 'old', year: 2014 },
  ]);
  expect(pastTerms(records, new Map([['sessions', 5]]), 2026).map(({ id }) => id)).toEqual(['s1']);
  // A rule of no years: everything before this year.
  expect(pastTerms(records, new Map([['sessions', 0]]), 2026).map(({ id }) => id)).toEqual(['s1', 's2']);
});

test('clients that are one have one term', () => {
  const records = [
    { collection: 'businesses', id: 'a', values: { registeredOn: '2012-01-01' } },
    { collection: 'businesses', id: 'b', values: { registeredOn: '2013-01-01' } },
    { collection: 'sessions', id: 's', values: { clientId: 'a', date: '2025-01-01' } },
  ] as const;
  const rules = new Map([['clients', 5]]);
  expect(pastTerms(records, rules, 2026).map(({ id }) => id)).toEqual(['b']);
  expect(pastTerms(records, rules, 2026, (id) => (id === 'b' ? 'a' : id))).toEqual([]);
});
