import fc from 'fast-check';
import { validate, version } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ID_RANDOM_BYTES, idMaker } from './ids.ts';

const DECADE = 10 * 365 * 24 * 3600 * 1000;
const wallClock = fc.integer({ min: -8 * DECADE, max: 800 * DECADE });
const chance = fc.uint8Array({ minLength: ID_RANDOM_BYTES, maxLength: ID_RANDOM_BYTES });

/** A clock that tells these times, one after the other. */
const clockOf = (times: readonly number[]) => {
  let next = 0;
  return () => times[next++] as number;
};

describe('identifiers of one maker', () => {
  it('are UUIDs of version 7, sort as they were made and never come twice, though the wall clock jumps', () => {
    fc.assert(
      fc.property(chance, fc.array(wallClock, { minLength: 2, maxLength: 50 }), (random, times) => {
        const newId = idMaker(random, clockOf(times));
        const ids = times.map(() => newId());
        for (const id of ids) expect([validate(id), version(id)]).toEqual([true, 7]);
        expect([...new Set(ids)].sort()).toEqual(ids);
      }),
    );
  });

  it('go on past a hundred thousand in one millisecond', () => {
    const newId = idMaker(new Uint8Array(ID_RANDOM_BYTES).fill(255), () => 1_700_000_000_000);
    const ids = Array.from({ length: 100_000 }, newId);
    expect([...new Set(ids)].sort()).toEqual(ids);
  });

  it('differ by their time alone while the clock goes on', () => {
    const newId = idMaker(crypto.getRandomValues(new Uint8Array(ID_RANDOM_BYTES)), clockOf([5000, 6000, 90_000]));
    const rests = [newId(), newId(), newId()].map((id) => id.slice('00000000-0000-'.length));
    expect(new Set(rests).size).toBe(1);
  });
});

describe('identifiers of two makers', () => {
  it('differ, whichever of their bits of chance do', () => {
    // Six bits say what kind of UUID it is, and one of the count stays free.
    const used = [0, 1, 2, 3, 11, 12, 13, 14, 15];
    fc.assert(
      fc.property(chance, fc.constantFrom(...used), fc.integer({ min: 1, max: 7 }), (random, byte, bit) => {
        const other = Uint8Array.from(random);
        other[byte] = (other[byte] as number) ^ (1 << bit);
        expect(idMaker(random, () => 5000)()).not.toBe(idMaker(other, () => 5000)());
      }),
    );
  });
});
