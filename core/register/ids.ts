/** Identifiers of records. They sort by the time at which they were made, and name nobody. */
import { v7 } from 'uuid';
import { MAX_MS } from './stamp.ts';

/** Bytes of chance that a maker needs. */
export const ID_RANDOM_BYTES = 16;

/**
 * Makes UUIDs of version 7 (RFC 9562, 5.7 and 6.2) whose random bits are drawn once, so that those of one maker differ in their milliseconds
 * and, within one, in a count. An edit names its record: 74 fresh bits for each were a third of what edits take on a line, as nothing
 * compresses them (docs/decisions/0017). A window or worker has a maker of its own, never kept: two of them make the same identifier only
 * if all their 73 bits agree, and a clock that was put back makes none twice, because a maker does not follow it.
 *
 * @param now the wall clock in milliseconds; values outside 1970…10889 are cut to that range
 */
export function idMaker(random: Uint8Array, now: () => number): () => string {
  const firstCount = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  let ms = -1;
  let count = 0;
  return () => {
    const wall = Math.min(MAX_MS, Math.max(0, now()));
    count = wall > ms ? firstCount : count + 1;
    ms = Math.max(ms, wall);
    return v7({ msecs: ms, seq: count, random });
  };
}
