import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIRST_BYTES, nextBytes } from './pace.ts';

const limits = { min: 4096, max: 262_144 };

/** Where the size settles on a link of so many bytes per second after a round trip. */
function settle(bytesPerSecond: number, roundTripMs: number): { bytes: number; ms: number } {
  let bytes = FIRST_BYTES;
  const ms = () => roundTripMs + (bytes / bytesPerSecond) * 1000;
  for (let i = 0; i < 20; i++) bytes = nextBytes(bytes, ms(), limits);
  return { bytes, ms: ms() };
}

it('stays within its limits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: limits.min, max: limits.max }),
      fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
      (bytes, ms) => {
        const next = nextBytes(bytes, ms, limits);
        expect(next).toBeGreaterThanOrEqual(limits.min);
        expect(next).toBeLessThanOrEqual(limits.max);
      },
    ),
  );
});

it('takes seconds, neither minutes nor a mere round trip, on any link', () => {
  for (const bytesPerSecond of [1000, 2500, 10_000, 31_250, 60_000]) {
    const { bytes, ms } = settle(bytesPerSecond, 900);
    const bounded = bytes === limits.min || bytes === limits.max;
    expect(bounded || (ms >= 2000 && ms <= 10_000), `${bytesPerSecond} B/s: ${bytes} bytes in ${ms} ms`).toBe(true);
  }
  expect(settle(2_500_000, 30).bytes).toBe(limits.max);
});

it('halves after a failure', () => {
  expect(nextBytes(100_000, undefined, limits)).toBe(50_000);
  expect(nextBytes(5000, undefined, limits)).toBe(limits.min);
});
