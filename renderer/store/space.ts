/** Is there room for one more file? Records are small and are always saved; files must leave them the room. */

/** Kept free for records: a unit's whole store takes less. */
const RESERVE_BYTES = 200_000_000;

/** With less, the database cannot be opened again. */
const FULL_BYTES = 10_000_000;

/** Is there no room left even for records? @param free undefined where nobody can tell */
export const isFullDisk = (free: number | undefined): boolean => free !== undefined && free < FULL_BYTES;

/** No room for a new file. Nothing was written; what was saved before is safe. */
export class NoSpaceError extends Error {}

/** @throws NoSpaceError */
export async function checkSpace(bytes: number): Promise<void> {
  const free = await freeBytes();
  if (free !== undefined && free - bytes < RESERVE_BYTES) throw new NoSpaceError();
}

let measure: (() => Promise<number | undefined>) | undefined;

/** The desktop app can ask the disk itself, and a worker its window. */
export function measureSpaceBy(ask: () => Promise<number | undefined>): void {
  measure = ask;
}

/** As far as the browser tells: it may promise more than the disk has, so a full disk must be expected as well. */
export async function freeBytes(): Promise<number | undefined> {
  if (measure) return measure();
  const { quota, usage } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
  return quota === undefined ? undefined : Math.max(0, quota - (usage ?? 0));
}

/** Runs work that writes a file. @throws NoSpaceError when the disk turns out to be full */
export async function withSpace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isFull(error)) throw new NoSpaceError();
    throw error;
  }
}

/** Is the disk full? Dexie wraps what the browser said. */
export function isFull(error: unknown): boolean {
  const { name, inner } = (error ?? {}) as { name?: string; inner?: { name?: string } };
  return name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError';
}
