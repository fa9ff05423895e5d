import { expect, test } from 'vitest';
import { mayWrite } from './policy.ts';
import {
  isHeldByRestriction,
  isRestricting,
  isWritableWhileRestricted,
  personFields,
  personsOf,
} from './restriction.ts';

test('a request restricts from the moment it is received until it is dropped, deleted or lifted', () => {
  const open = { requestKind: 'restriction', state: 'open' };
  expect(isRestricting(open)).toBe(true);
  expect(isRestricting({ ...open, state: 'done' })).toBe(true);
  expect(isRestricting({ ...open, state: 'dropped' })).toBe(false);
  expect(isRestricting({ ...open, state: 'done', liftedAt: '2026-01-01T00:00:00Z' })).toBe(false);
  expect(isRestricting({ ...open, deletedAt: { at: '2026-01-01T00:00:00Z', knowing: [] } })).toBe(false);
  expect(isRestricting({ ...open, requestKind: 'correction' })).toBe(false);
  expect(isRestricting({ ...open, state: 'done', erasedAt: '2026-01-01T00:00:00Z' })).toBe(false);
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

test('whose a record is: of the person itself, of whom it names, and of the candidate that it belongs to', () => {
  expect(personsOf('businesses', 'b', { name: 'Kopi' })).toEqual(['b']);
  expect(personsOf('sessions', 's', { clientId: 'b', programme: 'p' })).toEqual(['b']);
  expect(personsOf('candidates', 'c', { business: 'b' })).toEqual(['c', 'b']);
  expect(personsOf('grantReviews', 'r', { parent: 'c', reviewer: 'sari' })).toEqual(['c']);
  expect(personsOf('targets', 't', { clientId: 'b', parent: 'l' })).toContain('b');
  expect(personsOf('planItems', 'i', {})).toEqual([]);
  expect(personFields('attachments')).toEqual(['clientId', 'parent', 'parentCollection']);
});

test('a scan of the request or of the consent is written down; one of a session waits', () => {
  const scan = (parentCollection: string) =>
    personsOf('attachments', 'a', { clientId: 'b', parent: 'x', parentCollection });
  expect(scan('subjectRequests')).toEqual([]);
  expect(scan('consents')).toEqual([]);
  expect(scan('sessions')).toContain('b');
});

test('under it a lock may close, and a coordinator alone may erase', () => {
  expect(isWritableWhileRestricted('coordinator', 'lockedAt', ['2026-01-01T00:00:00Z'])).toBe(true);
  expect(isWritableWhileRestricted('coordinator', 'erasedAt', ['2026-01-01T00:00:00Z'])).toBe(true);
  expect(isWritableWhileRestricted('coordinator', 'name', [null])).toBe(true);
  expect(isWritableWhileRestricted('coordinator', 'name', ['Kopi', null])).toBe(false);
  expect(isWritableWhileRestricted('consultant', 'name', [null])).toBe(false);
});
