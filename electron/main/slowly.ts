const TELL_MS = 100;

/** A screen need not know of every packet. */
export function slowly<A extends unknown[]>(tell: (...moved: A) => void): (...moved: A) => void {
  let last = 0;
  return (...moved) => {
    const now = performance.now();
    if (now - last < TELL_MS) return;
    last = now;
    tell(...moved);
  };
}
