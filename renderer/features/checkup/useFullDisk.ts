import { useEffect, useState } from 'react';
import { freeBytes } from '../../store/space.ts';

const LOOK_MS = 2000;
/** With less, the database cannot be opened again. */
const FULL_BYTES = 10_000_000;

/** Is there no room left even for records? As far as it can be told. */
export function useFullDisk(): boolean {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const look = () =>
      void freeBytes().then(
        (free) => setFull(free !== undefined && free < FULL_BYTES),
        () => undefined,
      );
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return isFull;
}
