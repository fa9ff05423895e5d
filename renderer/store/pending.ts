/** When typed input is written at once: leaving a page, hiding the window, closing the lid. */
import { writeUnsaved } from './unsaved.ts';

/** Writes all pending input; resolves when it is on disk, or the disk has refused it (unsaved.ts). */
export const flushPending = (): Promise<void> => writeUnsaved();

/** Writes pending input when the window is hidden or closed. */
export function flushWhenHidden(): void {
  const flush = () => void flushPending();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  window.addEventListener('pagehide', flush);
  window.addEventListener('blur', flush);
}
