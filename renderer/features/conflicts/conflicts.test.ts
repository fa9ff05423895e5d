import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edit, type Head, type Json, normalise } from '#core/register/register.ts';
import { makeStamp, tick } from '#core/register/stamp.ts';
import type { Conflict } from '../../store/queries.ts';
import { authorsOf, isFromFuture, planFor } from './decisions.ts';
import { differencesOf, isLong, unionOf } from './differences.ts';
import { commandOf } from './keys.ts';
import { ownValue, startOf } from './own.ts';

const NOW = Date.parse('2026-11-24T08:00:00Z');
const DAY = 86_400_000;

/** A head that `by` wrote on the laptop of the same name. */
const head = (by: string, value: Json, at = NOW, also?: Edit[]): Head => ({
  stamp: makeStamp(tick(undefined, at), `d_${by}`),
  by,
  value,
  ...(also ? { also } : {}),
});

function conflictOf(heads: Head[], more: Partial<Conflict> = {}): Conflict {
  return {
    kind: 'values',
    collection: 'businesses',
    id: 'b1',
    field: 'brand',
    register: normalise(heads),
    entity: { collection: 'businesses', id: 'b1', values: {}, conflicts: [], register: () => undefined },
    edits: [],
    ...more,
  } as Conflict;
}

describe('deciding many at once', () => {
  const early = conflictOf([head('sari', 'A', NOW - DAY), head('budi', 'B', NOW)]);
  const wrongClock = conflictOf([head('sari', 'A'), head('budi', 'B', NOW + 3 * DAY)], { id: 'b2' });
  const deleted = conflictOf([head('ningsih', { at: 'x', knowing: [] })], {
    kind: 'deletion',
    field: 'deletedAt',
    id: 'b3',
  });
  const orphan = conflictOf([head('ningsih', { at: 'x', knowing: [] })], {
    kind: 'orphan',
    collection: 'sessions',
    id: 's1',
    owner: { ...early.entity, collection: 'businesses' },
  } as Partial<Conflict>);
  const all = [early, wrongClock, deleted, orphan];
  const idsOf = (plan: ReturnType<typeof planFor>) => plan.decided.map(({ conflict }) => conflict.id);

  test('the newest value, but not where a clock is wrong', () => {
    const plan = planFor(all, { by: 'newest' }, 'coordinator', NOW);
    expect(plan.decided).toEqual([{ conflict: early, decision: { do: 'take', value: 'B', register: early.register } }]);
    expect(plan.left).toEqual([wrongClock, deleted, orphan]);
  });

  test('what one person wrote, also when somebody else wrote the same; not when they wrote two', () => {
    const same = conflictOf([
      head('sari', 'A', NOW, [{ stamp: head('budi', 'A').stamp, by: 'budi' }]),
      head('ani', 'C'),
    ]);
    const two = conflictOf([
      head('budi', 'A'),
      { ...head('budi', 'B'), stamp: makeStamp(tick(undefined, NOW), 'd_2') },
    ]);
    const plan = planFor([same, two, early], { by: 'author', user: 'budi' }, 'coordinator', NOW);
    expect(plan.decided.map(({ decision }) => 'value' in decision && decision.value)).toEqual(['A', 'B']);
    expect(plan.left).toEqual([two]);
    expect(authorsOf([same, deleted])).toEqual(['sari', 'budi', 'ani']);
  });

  test('deletes; only a coordinator restores a client', () => {
    expect(idsOf(planFor(all, { by: 'remove' }, 'consultant', NOW))).toEqual(['b3', 's1']);
    expect(idsOf(planFor(all, { by: 'restore' }, 'coordinator', NOW))).toEqual(['b3', 's1']);
    expect(idsOf(planFor(all, { by: 'restore' }, 'consultant', NOW))).toEqual(['b3']);
  });

  test('a clock is wrong from a day ahead on', () => {
    expect(isFromFuture(head('a', 1, NOW + DAY).stamp, NOW)).toBe(false);
    expect(isFromFuture(head('a', 1, NOW + DAY + 1).stamp, NOW)).toBe(true);
  });
});

describe('differences of long texts', () => {
  const text = fc
    .array(fc.constantFrom('minyak', 'hitam.', 'dan', 'warna', '\n', ' '), { maxLength: 30 })
    .map((words) => words.join(' '));

  test('each text can be read out of them', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const parts = differencesOf(first, second);
        const read = (one: 'first' | 'second') =>
          parts
            .filter((part) => part.in === 'both' || part.in === one)
            .map((part) => part.text)
            .join('');
        expect([read('first'), read('second')]).toEqual([first, second]);
      }),
    );
  });

  test('words', () => {
    expect(differencesOf('Minyak cepat hitam', 'Minyak lekas hitam')).toEqual([
      { text: 'Minyak ', in: 'both' },
      { text: 'cepat', in: 'first' },
      { text: 'lekas', in: 'second' },
      { text: ' hitam', in: 'both' },
    ]);
  });

  test('merging starts from every sentence of all, each once', () => {
    expect(
      unionOf(['Minyak hitam. Perlu termometer.', 'Minyak hitam. Warna pucat. Perlu termometer.', 'Lain sama sekali.']),
    ).toBe('Minyak hitam. Warna pucat. Perlu termometer. Lain sama sekali.');
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
        const words = new Set(unionOf(texts).split(/\s+/));
        for (const word of texts.flatMap((each) => each.match(/\S+/g) ?? [])) expect(words).toContain(word);
      }),
    );
  });

  test('long is more than 80 letters, or several lines', () => {
    expect([isLong('x'.repeat(80)), isLong('x'.repeat(81)), isLong('a\nb'), isLong(5)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('a value of one’s own', () => {
  test('is read as its form reads it, and is of the field’s type', () => {
    expect(ownValue({ name: 'rupiah' }, 'yearlyStates', 'sales', '2,5 jt')).toBe(2_500_000);
    expect(ownValue({ name: 'day' }, 'sessions', 'date', '24-11-2026')).toBe('2026-11-24');
    expect(ownValue({ name: 'day' }, 'sessions', 'date', '31-02-2026')).toBeUndefined();
    expect(ownValue({ name: 'text' }, 'businesses', 'brand', ' ')).toBeNull();
    expect(ownValue({ name: 'text' }, 'businesses', 'brand', 'x'.repeat(201))).toBeUndefined();
    expect(ownValue({ name: 'region' }, 'businesses', 'region', '{}')).toBeUndefined();
    expect(ownValue({ name: 'yesNo' }, 'businesses', 'previouslyMentored', 'false')).toBe(false);
    expect(ownValue({ name: 'yesNo' }, 'businesses', 'previouslyMentored', '')).toBeUndefined();
  });

  test('starts from what is shown; a NIK from nothing', () => {
    const both = conflictOf([head('sari', 25_000, NOW), head('budi', 27_500, NOW + 1)]);
    expect(startOf({ name: 'rupiah' }, both)).toBe('Rp27.500');
    expect(startOf({ name: 'nik' }, conflictOf([head('sari', '7271035505900001'), head('budi', null)]))).toBe('');
    expect(
      startOf(
        { name: 'longText' },
        conflictOf([head('sari', 'Satu.', NOW + 1), head('budi', null), head('ani', 'Dua.')]),
      ),
    ).toBe('Satu. Dua.');
  });
});

test('keys', () => {
  expect(['1', '9', '0', 'j', 'K', 'E', 'x'].map(commandOf)).toEqual([
    { do: 'pick', n: 1 },
    { do: 'pick', n: 9 },
    null,
    { do: 'move', step: 1 },
    { do: 'move', step: -1 },
    { do: 'write' },
    null,
  ]);
});
