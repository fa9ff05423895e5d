import { useEffect, useState } from 'react';
import { freeBytes } from '../../store/space.ts';

/** From here on its user is told: files are refused already (store/space.ts), records still have room. */
export const LITTLE_BYTES = 300_000_000;

/**
 * The room that is left, looked at from time to time, and at once when the reason changes; undefined while nobody can tell.
 *
 * @param everyMs how often
 */
export function useFreeBytes(everyMs: number, reason?: unknown): number | undefined {
  const [free, setFree] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the reason is none of what is read
  useEffect(() => {
    const look = () => void freeBytes().then(setFree, () => undefined);
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reason]);
  return free;
}
