import { useFreeBytes } from './useFreeBytes.ts';

const LOOK_MS = 2000;
/** With less, the database cannot be opened again. */
const FULL_BYTES = 10_000_000;

/** Is there no room left even for records? As far as it can be told. */
export function useFullDisk(): boolean {
  const free = useFreeBytes(LOOK_MS);
  return free !== undefined && free < FULL_BYTES;
}
