import { expect, test } from 'vitest';
import { mayWrite } from './policy.ts';
import { isHeldByRestriction, isRestricting } from './restriction.ts';

test('a request restricts from the moment it is received until it is dropped, deleted or lifted', () => {
  const open = { requestKind: 'restriction', state: 'open' };
  expect(isRestricting(open)).toBe(true);
  expect(isRestricting({ ...open, state: 'done' })).toBe(true);
  expect(isRestricting({ ...open, state: 'dropped' })).toBe(false);
  expect(isRestricting({ ...open, state: 'done', liftedAt: '2026-01-01T00:00:00Z' })).toBe(false);
  expect(isRestricting({ ...open, deletedAt: { at: '2026-01-01T00:00:00Z', knowing: [] } })).toBe(false);
  expect(isRestricting({ ...open, requestKind: 'correction' })).toBe(false);
});

test('work is held; what the person wishes is not; a coordinator lifts it', () => {
  for (const collection of ['businesses', 'sessions', 'assessments', 'followUps', 'outcomes'] as const)
    expect(isHeldByRestriction(collection)).toBe(true);
  for (const collection of ['subjectRequests', 'consents', 'accesses'] as const)
    expect(isHeldByRestriction(collection)).toBe(false);
  expect(mayWrite('coordinator', 'subjectRequests', 'liftedAt')).toBe(true);
  expect(mayWrite('consultant', 'subjectRequests', 'liftedAt')).toBe(false);
  expect(mayWrite('consultant', 'subjectRequests', 'note')).toBe(true);
});
