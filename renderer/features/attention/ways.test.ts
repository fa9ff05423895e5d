import { expect, test } from 'vitest';
import { REFUSALS } from '#core/wire/protocol.ts';
import { en } from '../../i18n/en.ts';
import { id } from '../../i18n/id.ts';
import type { AttentionEntry } from '../../store/database.ts';
import { groupsOf, wayOf } from './ways.ts';

const entry = (id: string, field: string, at: string): AttentionEntry => ({
  collection: 'sessions',
  id,
  field,
  stamp: '0198c0de1234-0000@d_1',
  code: 'locked',
  message: '',
  at,
});

test('by record, the latest refusal first', () => {
  const groups = groupsOf([entry('a', 'date', '1'), entry('b', 'date', '2'), entry('a', 'material', '3')]);
  expect(groups.map(({ id, entries }) => [id, entries.map(({ field }) => field)])).toEqual([
    ['a', ['material', 'date']],
    ['b', ['date']],
  ]);
});

test('every reason of the hub is told in both languages', () => {
  for (const code of REFUSALS) {
    expect(id.attention.reasons[code], code).toBeTruthy();
    expect(en.attention.reasons[code], code).toBeTruthy();
  }
});

test('what the hub would refuse again is not offered to be sent again', () => {
  expect(REFUSALS.filter((code) => wayOf(code).resend)).toEqual(['forbidden', 'locked', 'restricted', 'unknown_head']);
  expect(wayOf('a_code_of_the_future')).toEqual({ correct: true, resend: true });
});
