import { isFullDisk } from '../../store/space.ts';
import { useFreeBytes } from './useFreeBytes.ts';

const LOOK_MS = 2000;
/** Is there no room left even for records? As far as it can be told. */
export function useFullDisk(): boolean {
  return isFullDisk(useFreeBytes(LOOK_MS));
}
