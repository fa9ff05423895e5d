/** Slows down guessing of codes and passwords. In memory: a restart forgives, and that is fine for a few guesses. */

export interface Limiter {
  /** Counts a try under each key. Returns 0, or the seconds to wait when one of the keys had too many. */
  take: (keys: Record<string, number>) => number;
  /** The try was right: forget it. */
  forgive: (keys: Record<string, number>) => void;
}

const WINDOW_MS = 5 * 60 * 1000;
/** An attacker with many names must not fill the memory. */
const MAX_KEYS = 10_000;

/** `keys` says for each key how many tries its window allows. */
export function makeLimiter(clock: () => number = Date.now): Limiter {
  const tries = new Map<string, { count: number; until: number }>();
  return {
    take(keys) {
      const now = clock();
      if (tries.size > MAX_KEYS) {
        for (const [key, entry] of tries) if (entry.until <= now) tries.delete(key);
        if (tries.size > MAX_KEYS) tries.clear();
      }
      let wait = 0;
      for (const [key, allowed] of Object.entries(keys)) {
        const entry = tries.get(key);
        if (!entry || entry.until <= now) tries.set(key, { count: 1, until: now + WINDOW_MS });
        else if (entry.count < allowed) entry.count += 1;
        else wait = Math.max(wait, Math.ceil((entry.until - now) / 1000));
      }
      return wait;
    },
    forgive(keys) {
      for (const key of Object.keys(keys)) {
        const entry = tries.get(key);
        if (entry && entry.count > 0) entry.count -= 1;
      }
    },
  };
}
