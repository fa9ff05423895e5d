import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceOf, hlcOf, isHlc, isStamp, makeStamp, tick, timeOf } from './stamp.ts';

const DECADE = 10 * 365 * 24 * 3600 * 1000;
const wallClock = fc.integer({ min: -2 * DECADE, max: 14 * DECADE });

describe('tick', () => {
  it('never goes backwards and never repeats, though the wall clock jumps by decades', () => {
    fc.assert(
      fc.property(fc.array(wallClock, { minLength: 2, maxLength: 50 }), (clocks) => {
        let last: string | undefined;
        for (const now of clocks) {
          const next = tick(last, now);
          expect(isHlc(next)).toBe(true);
          if (last !== undefined) expect(next > last).toBe(true);
          last = next;
        }
      }),
    );
  });

  it('follows the wall clock when that is ahead', () => {
    fc.assert(
      fc.property(fc.nat(14 * DECADE), fc.integer({ min: 1, max: DECADE }), (now, step) => {
        expect(timeOf(tick(tick(undefined, now), now + step))).toBe(now + step);
      }),
    );
  });

  it('goes on after the counter is used up', () => {
    const full = '0198c0de1234-ffff';
    expect(tick(full, 0) > full).toBe(true);
    expect(isHlc(tick(full, 0))).toBe(true);
  });

  it('survives a clock that says nothing sensible', () => {
    for (const now of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 1e300]) {
      expect(isHlc(tick(undefined, now))).toBe(true);
      expect(tick(tick(undefined, 5), now) > tick(undefined, 5)).toBe(true);
    }
  });
});

describe('stamps', () => {
  it('are taken apart as they were put together', () => {
    const hlc = '0198c0de1234-0000';
    const stamp = makeStamp(hlc, 'd_7k2m');
    expect(stamp).toBe('0198c0de1234-0000@d_7k2m');
    expect([hlcOf(stamp), deviceOf(stamp)]).toEqual([hlc, 'd_7k2m']);
    expect(isStamp(stamp)).toBe(true);
  });

  it('sort as text by time, then counter', () => {
    const a = tick(undefined, 255);
    const b = tick(a, 255);
    const c = tick(b, 256);
    expect([c, b, a].sort()).toEqual([a, b, c]);
  });

  it('are told from anything else', () => {
    for (const text of [
      '',
      '@',
      'x@d',
      '0198c0de1234-0000',
      '0198c0de1234-0000@',
      '0198C0DE1234-0000@d',
      '0198c0de1234-0000@a b',
    ]) {
      expect(isStamp(text)).toBe(false);
    }
  });
});
