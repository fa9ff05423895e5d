/** How large the next batch should be: it should take seconds on any link, not minutes and not a round trip (docs/sync.md). */

import type { Link } from '../store/database.ts';

export interface Limits {
  min: number;
  max: number;
}

const SHORT_MS = 2500;
const LONG_MS = 10_000;

/** A cheap guess for a link that nobody has measured: a second on a telephone's, a blink in an office. */
export const FIRST_BYTES = 32 * 1024;
export const FIRST_LINK: Link = { push: FIRST_BYTES, pull: FIRST_BYTES };

/** @param tookMs how long a batch of `bytes` took; none when it failed */
export function nextBytes(bytes: number, tookMs: number | undefined, { min, max }: Limits): number {
  if (tookMs === undefined || tookMs > LONG_MS) return Math.max(min, Math.floor(bytes / 2));
  return tookMs < SHORT_MS ? Math.min(max, bytes * 2) : bytes;
}
