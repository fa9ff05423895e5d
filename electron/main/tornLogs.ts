/**
 * Chromium keeps IndexedDB in LevelDB logs. When the process ends in the middle of a record (a power cut, kill -9), LevelDB
 * leaves the torn record at the end of the log, appends after it, takes it for corruption at the start after that, and
 * Chromium then deletes the whole store: everything that was not sent yet would be lost. So the torn end, which no one was
 * ever told is saved, is cut off before Chromium opens the log. A full disk tears records too, and there LevelDB goes on in the same run:
 * then the torn ones stand in the middle, and the log is written anew without them.
 *
 * Format: LevelDB, doc/log_format.md. Blocks of 32 KiB hold records of a 7-byte header (checksum, length, type) and their data;
 * a longer record is split into a first, middle and last one.
 */
import { readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = 32_768;
const HEADER = 7;
/** Record types: whole records, and the parts of a split one. */
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** Call it while no page is open. Never throws: the app must open all the same. @returns how many files were mended */
export function mendTornLogs(userData: string): number {
  try {
    const stores = join(userData, 'IndexedDB');
    return readdirSync(stores, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.leveldb[\\/](\d+\.log|MANIFEST-\d+)$/.test(name))
      .filter((name) => mend(join(stores, name))).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      console.error('the store’s logs could not be checked', error);
    return 0;
  }
}

function mend(file: string): boolean {
  const log = readFileSync(file);
  const salvaged = salvage(log);
  if (salvaged) {
    writeFileSync(`${file}.new`, salvaged, { flush: true });
    renameSync(`${file}.new`, file);
    return true;
  }
  const whole = wholeLength(log);
  if (whole === log.length) return false;
  truncateSync(file, whole);
  return true;
}

/**
 * The log anew, of all records that are whole, where a torn one stands before others.
 *
 * @returns undefined when none does
 */
export function salvage(log: Uint8Array): Uint8Array | undefined {
  const torn = firstFault(log);
  if (torn === undefined) return undefined;
  // Behind a torn record LevelDB is wrong about where blocks begin: records are looked for at each byte, and known by their checksum.
  const parts: Part[] = [];
  let isBehind = false;
  for (let at = 0; at + HEADER <= log.length; ) {
    const part = partAt(log, at);
    if (part && at >= torn) isBehind = true;
    if (part) parts.push(part);
    at += part ? HEADER + part.data.length : 1;
  }
  return isBehind ? written(recordsOf(parts)) : undefined;
}

interface Part {
  type: number;
  data: Uint8Array;
}

/** Where a reader of LevelDB finds the first part that is none, unless it is the end of the log. */
function firstFault(log: Uint8Array): number | undefined {
  for (let at = 0; at + HEADER <= log.length; ) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left;
      continue;
    }
    const part = partAt(log, at);
    if (!part || HEADER + part.data.length > left) return at;
    at += HEADER + part.data.length;
  }
  return undefined;
}

function partAt(log: Uint8Array, at: number): Part | undefined {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const length = view.getUint16(at + 4, true);
  const type = view.getUint8(at + 6);
  const end = at + HEADER + length;
  if (type < FULL || type > LAST || length > BLOCK - HEADER || end > log.length) return undefined;
  if (view.getUint32(at, true) !== checksum(log.subarray(at + 6, end))) return undefined;
  return { type, data: log.subarray(at + HEADER, end) };
}

/** Parts put together; what has no beginning or no end is left out. */
function recordsOf(parts: readonly Part[]): Uint8Array[] {
  const records: Uint8Array[] = [];
  let open: Uint8Array[] | undefined;
  for (const { type, data } of parts) {
    if (type === FULL) records.push(data);
    if (type === FULL || type === FIRST) open = type === FIRST ? [data] : undefined;
    else open?.push(data);
    if (type !== LAST || !open) continue;
    records.push(Buffer.concat(open));
    open = undefined;
  }
  return records;
}

/** As LevelDB would have written them. */
export function written(records: readonly Uint8Array[]): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const add = (chunk: Uint8Array): void => {
    chunks.push(chunk);
    length += chunk.length;
  };
  for (const record of records) {
    for (let from = 0, isFirst = true; isFirst || from < record.length; isFirst = false) {
      if (BLOCK - (length % BLOCK) < HEADER) add(new Uint8Array(BLOCK - (length % BLOCK)));
      const data = record.subarray(from, from + BLOCK - (length % BLOCK) - HEADER);
      from += data.length;
      const isLast = from === record.length;
      const type = isFirst ? (isLast ? FULL : FIRST) : isLast ? LAST : MIDDLE;
      const part = new Uint8Array(HEADER + data.length);
      part[6] = type;
      part.set(data, HEADER);
      const view = new DataView(part.buffer);
      view.setUint16(4, data.length, true);
      view.setUint32(0, checksum(part.subarray(6)), true);
      add(part);
    }
  }
  return Buffer.concat(chunks);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** CRC-32C, masked as LevelDB keeps it (util/crc32c.h). */
export function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** @returns the length up to the last record that is complete; the log's own when nothing is torn */
export function wholeLength(log: Uint8Array): number {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let at = 0;
  let whole = 0;
  while (at < log.length) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left;
      if (whole === at - left) whole = Math.min(at, log.length);
      continue;
    }
    if (at + HEADER > log.length) return whole;
    const end = at + HEADER + view.getUint16(at + 4, true);
    const type = view.getUint8(at + 6);
    // Not a record at all (space that was reserved, or damage): nothing that cutting could mend.
    if (type < FULL || type > LAST || end - at > left) return log.length;
    if (end > log.length) return whole;
    at = end;
    if (type === FULL || type === LAST) whole = at;
  }
  return whole;
}
