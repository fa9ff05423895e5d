import { useEffect, useState } from 'react';

const EVERY_MS = 30_000;

/** Milliseconds since 1970, kept fresh. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  // Something else may have drawn the screen anew since.
  return Math.max(now, Date.now());
}
