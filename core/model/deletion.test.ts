import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edit, join, type Register } from '../register/register.ts';
import { makeStamp, tick } from '../register/stamp.ts';
import { fieldSchema } from './collections.ts';
import { asJson, deletion, isOnlyDeleted, unknownToDeletion } from './deletion.ts';

const AT = '2026-11-24T08:00:00.000Z';
const stampAt = (ms: number, device = 'd_a') => makeStamp(tick(undefined, ms), device);
const written = (ms: number, device = 'd_a', over?: Register) => edit(over, stampAt(ms, device), 'sari', `v${ms}`);
const deletedBy = (device: string, ms: number, others: Register[], over?: Register) =>
  edit(over, stampAt(ms, device), 'ningsih', asJson(deletion(AT, others)));

describe('a delete', () => {
  it('knows all that stood, and nothing that came after or beside it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 5 }),
        (times, later) => {
          const stood = times.map((ms) => written(ms));
          const gone = deletedBy('d_b', 5000, stood);
          expect(unknownToDeletion(gone.heads, stood)).toEqual([]);
          // Some of the fields are edited on a laptop that had seen the field but not the delete.
          const now = stood.map((register, i) => (later.includes(i) ? written(2000 + i, 'd_c', register) : register));
          const expected = stood.flatMap((_, i) => (later.includes(i) ? [stampAt(2000 + i, 'd_c')] : []));
          expect(unknownToDeletion(gone.heads, now)).toEqual(expected);
        },
      ),
    );
  });

  it('by two people knows what either of them knew, and is no conflict', () => {
    const [one, two] = [written(1), written(2, 'd_c')];
    const both = join(deletedBy('d_a', 10, [one]), deletedBy('d_b', 11, [two]));
    expect(both.heads).toHaveLength(2);
    expect(isOnlyDeleted(both.heads)).toBe(true);
    expect(unknownToDeletion(both.heads, [one, two])).toEqual([]);
    expect(unknownToDeletion(both.heads, [one, two, written(3)])).toEqual([stampAt(3)]);
  });

  it('of the first version is a moment, and taken to have known everything', () => {
    const old = edit(undefined, stampAt(9), 'sari', AT);
    expect(unknownToDeletion(old.heads, [written(10)])).toEqual([]);
    expect(unknownToDeletion(edit(old, stampAt(11), 'sari', null).heads, [written(10)])).toEqual([]);
  });

  it('has a value that the field takes, and nothing else does', () => {
    const schema = fieldSchema('sessions', 'deletedAt');
    expect(schema?.safeParse(deletion(AT, [written(1)], 'b1')).success).toBe(true);
    expect(schema?.safeParse(AT).success).toBe(true);
    for (const bad of [{ at: AT }, { at: 'kemarin', knowing: [] }, { at: AT, knowing: ['x'] }, true]) {
      expect(schema?.safeParse(bad).success).toBe(false);
    }
  });
});
