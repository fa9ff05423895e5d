import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { byDueDay, dueText, isOpen, isOverdue } from './due.ts';

const today = '2026-11-24';
const t = ((key: string, values?: { count?: number; day?: string }) =>
  [key, values?.count ?? values?.day].filter((part) => part !== undefined).join(' ')) as unknown as TFunction;

test('says how far away the day is while open, and how it ended afterwards', () => {
  expect(dueText(t, { dueOn: '2026-11-24' }, today)).toBe('24-11-2026, today.dueToday');
  expect(dueText(t, { dueOn: '2026-12-01', state: 'open' }, today)).toBe('01-12-2026, today.dueIn 7');
  expect(dueText(t, { dueOn: '2026-11-23', state: 'open' }, today)).toBe('23-11-2026, today.overdue 1');
  expect(dueText(t, {}, today)).toBe('followUps.noDate');
  expect(dueText(t, { dueOn: '2026-01-01', state: 'done', doneOn: '2026-11-20' }, today)).toBe(
    'followUps.doneOn 20-11-2026',
  );
  expect(dueText(t, { dueOn: '2026-01-01', state: 'dropped' }, today)).toBe('followUps.states.dropped');
});

test('overdue only when open and its day is over; a record without a state is open', () => {
  expect(isOpen({})).toBe(true);
  expect(isOverdue({ dueOn: '2026-11-23' }, today)).toBe(true);
  expect(isOverdue({ dueOn: '2026-11-24' }, today)).toBe(false);
  expect(isOverdue({ dueOn: '2026-11-23', state: 'done' }, today)).toBe(false);
  expect(isOverdue({}, today)).toBe(false);
});

test('earliest first, without a day last', () => {
  const days = [undefined, '2026-12-01', '2026-11-01'].map((dueOn) => ({ values: { dueOn } }));
  expect(days.sort(byDueDay).map(({ values }) => values.dueOn)).toEqual(['2026-11-01', '2026-12-01', undefined]);
});
