/**
 * Input that is not on disk yet. Whoever holds some registers here, so that leaving a page, hiding the window or closing the
 * lid can write it at once.
 */
type Flush = () => Promise<void>;

const holders = new Set<Flush>();

export function holdPending(flush: Flush): () => void {
  holders.add(flush);
  return () => holders.delete(flush);
}

/** Writes all pending input; resolves when it is on disk. */
export async function flushPending(): Promise<void> {
  await Promise.all([...holders].map((flush) => flush()));
}

/** Writes pending input when the window is hidden or closed. */
export function flushWhenHidden(): void {
  const flush = () => void flushPending();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  window.addEventListener('pagehide', flush);
  window.addEventListener('blur', flush);
}
