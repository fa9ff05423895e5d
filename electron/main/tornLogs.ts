/**
 * Chromium keeps IndexedDB in LevelDB logs. When the process ends in the middle of a record (a power cut, kill -9), LevelDB
 * leaves the torn record at the end of the log, appends after it, takes it for corruption at the start after that, and
 * Chromium then deletes the whole store: everything that was not sent yet would be lost. So the torn end, which no one was
 * ever told is saved, is cut off before Chromium opens the log.
 *
 * Format: LevelDB, doc/log_format.md. Blocks of 32 KiB hold records of a 7-byte header (checksum, length, type) and their data;
 * a longer record is split into a first, middle and last one.
 */
import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = 32_768;
const HEADER = 7;
/** Record types: whole records, and the parts of a split one. */
const FULL = 1;
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
  const whole = wholeLength(log);
  if (whole === log.length) return false;
  truncateSync(file, whole);
  return true;
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
