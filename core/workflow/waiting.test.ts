import { expect, test } from 'vitest';
import { waitsFor } from './waiting.ts';

const at = '2026-11-25T08:00:00.000Z';

test.each([
  ['a draft', { state: 'draft' }, ['open']],
  ['a follow-up', { state: 'open' }, ['open']],
  ['a state that was emptied', { state: null }, ['open']],
  ['one that is done', { state: 'done' }, []],
  ['one that was dropped', { state: 'dropped' }, []],
  ['submitted work', { state: 'finished' }, ['submitted']],
  ['submitted again after a remark', { state: 'finished', remark: 'Lengkapi' }, ['submitted']],
  ['locked work', { state: 'finished', lockedAt: at }, []],
  ['returned work', { state: 'draft', remark: 'Lengkapi' }, ['open', 'returned']],
  ['a wish to reopen', { state: 'finished', lockedAt: at, reopenAsked: 'Salah tanggal' }, ['reopen']],
  ['a wish that was granted', { state: 'finished', lockedAt: null, reopenAsked: 'Salah tanggal' }, ['submitted']],
  ['a deleted draft', { state: 'draft', deletedAt: at }, []],
  ['what has no state', { name: 'Kopi Napu' }, []],
])('%s', (_, values, expected) => {
  expect(waitsFor(values)).toEqual(expected);
});
