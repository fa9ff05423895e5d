/**
 * LevelDB (below IndexedDB) appends to the log of the run before, so that it need not be written anew. After a write that was cut
 * off, by a full disk in the middle of a run, a later opening takes what stands before the appended part for corruption, and
 * Chromium deletes the whole store (docs/decisions/0013-full-disks.md). What Chromium takes for a low-end device never does that: each
 * opening begins a new log.
 */
import type { CommandLine } from 'electron';

const MEBIBYTE = 1024 * 1024;
/** What V8 gives itself: a quarter of the memory, and no more than pointer compression can address. */
const HEAP = { least: 1024, most: 3500 };
const SEMI_SPACE = 16;

/** Call it before the app is ready. @param memory of the computer, bytes */
export function neverReuseLogs(commandLine: Pick<CommandLine, 'appendSwitch'>, memory: number): void {
  commandLine.appendSwitch('enable-low-end-device-mode');
  // That alone would leave pages 286 MB: reports over many years need more.
  const heap = Math.min(HEAP.most, Math.max(HEAP.least, Math.floor(memory / 4 / MEBIBYTE)));
  commandLine.appendSwitch('js-flags', `--max-old-space-size=${heap} --max-semi-space-size=${SEMI_SPACE}`);
}
