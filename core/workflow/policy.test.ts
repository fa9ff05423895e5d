import { expect, test } from 'vitest';
import { isConsented } from './consent.ts';
import { mayWrite } from './policy.ts';

const given = (givenOn: string, withdrawnOn?: string) => ({
  values: { purposeMentoring: true, way: 'paper', givenOn, ...(withdrawnOn ? { withdrawnOn } : {}) },
});

test('a client that was recorded twice: a withdrawal takes back what was agreed before it, not what was agreed after', () => {
  expect(isConsented([])).toBe(false);
  expect(isConsented([given('2026-01-10')])).toBe(true);
  expect(isConsented([given('2026-01-10'), given('2026-02-10', '2026-03-01')])).toBe(false);
  expect(isConsented([given('2026-04-10'), given('2026-02-10', '2026-03-01')])).toBe(true);
});

test('a coordinator takes a client out of sight; whoever records says that two are two', () => {
  for (const field of ['deletedAt', 'mergedInto', 'mergeTook.x']) {
    expect(mayWrite('coordinator', 'businesses', field)).toBe(true);
    expect(mayWrite('consultant', 'businesses', field)).toBe(false);
  }
  expect(mayWrite('consultant', 'cooperatives', 'notSame.x')).toBe(true);
  expect(mayWrite('head', 'cooperatives', 'notSame.x')).toBe(false);
});
