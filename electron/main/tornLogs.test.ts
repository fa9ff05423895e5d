import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checksum, mendTornLogs, salvage, wholeLength, written } from './tornLogs.ts';

const BLOCK = 32_768;

/** A log as LevelDB writes it, and the lengths at which it is whole. */
function logOf(sizes: number[]): { log: Buffer; ends: number[] } {
  const parts: Buffer[] = [];
  const ends = [0];
  let length = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  for (const size of sizes) {
    let left = size;
    let first = true;
    do {
      if (BLOCK - (length % BLOCK) < 7) add(Buffer.alloc(BLOCK - (length % BLOCK)));
      const fits = Math.min(left, BLOCK - (length % BLOCK) - 7);
      const last = fits === left;
      const header = Buffer.alloc(7, 0xab);
      header.writeUInt16LE(fits, 4);
      header.writeUInt8(first && last ? 1 : first ? 2 : last ? 4 : 3, 6);
      add(Buffer.concat([header, Buffer.alloc(fits, 0xcd)]));
      left -= fits;
      first = false;
    } while (left > 0);
    ends.push(length);
  }
  return { log: Buffer.concat(parts), ends };
}

test('cut anywhere, a log keeps exactly the records that were complete', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(90_000), { maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (sizes, share) => {
        const { log, ends } = logOf(sizes);
        const cut = Math.floor(share * log.length);
        const whole = wholeLength(log.subarray(0, cut));
        const complete = ends.findLast((end) => end <= cut) ?? 0;
        // Empty space at the end of a block may stay.
        expect(whole).toBeGreaterThanOrEqual(complete);
        expect(whole - complete).toBeLessThan(7);
        expect(wholeLength(log)).toBe(log.length);
      },
    ),
  );
});

test('what is no log is left alone', () => {
  expect(wholeLength(Buffer.alloc(100))).toBe(100);
  expect(wholeLength(Buffer.from([1, 2, 3, 4, 5, 0, 9, 1, 1, 1]))).toBe(10);
});

test('only the logs of IndexedDB are mended; a profile without one is fine', () => {
  const profile = mkdtempSync(join(tmpdir(), 'torn-'));
  expect(mendTornLogs(profile)).toBe(0);
  const store = join(profile, 'IndexedDB', 'app_pendamping_0.indexeddb.leveldb');
  mkdirSync(store, { recursive: true });
  const { log } = logOf([100, 200]);
  const torn = Buffer.concat([log, Buffer.from([1, 2, 3, 4, 0x40, 1, 1])]);
  for (const name of ['000003.log', 'MANIFEST-000001', 'LOG']) writeFileSync(join(store, name), torn);
  expect(mendTornLogs(profile)).toBe(2);
  expect(readFileSync(join(store, '000003.log'))).toEqual(log);
  expect(readFileSync(join(store, 'MANIFEST-000001'))).toEqual(log);
  expect(readFileSync(join(store, 'LOG'))).toEqual(torn);
});

test('checksums are LevelDB’s', () => {
  const crc = 0xe3069283;
  expect(checksum(Buffer.from('123456789'))).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
});

test('records that a full disk tore in the middle of a log go, and all others stay, however LevelDB went on behind them', () => {
  const records = fc.array(fc.uint8Array({ maxLength: 70_000, size: 'max' }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(records, records, fc.double({ min: 0, max: 0.99, noNaN: true }), (before, after, share) => {
      const whole = written(before);
      // The next one was begun, and cut off; what follows does not stand where blocks would have it.
      const torn = written([...before, Buffer.alloc(50_000, 7)]).subarray(whole.length);
      const cut = torn.subarray(0, 1 + Math.floor(share * (torn.length - 1)));
      const behind = written(after);
      const log = Buffer.concat([whole, cut, behind]);
      expect(Buffer.from(salvage(log) ?? log)).toEqual(Buffer.from(written([...before, ...after])));
      // Nothing behind it: cut off by its length alone.
      expect(salvage(Buffer.concat([whole, cut]))).toBeUndefined();
      expect(salvage(whole)).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});
