/** Asks the renderer to write pending input, and waits for it, but not for ever: a window must always close. */
import type { BrowserWindow } from 'electron';
import { handle, tell } from './ipc.ts';

export const FLUSH_MS = 2000;

let last = 0;
const waiting = new Map<number, (unsaved: number) => void>();

export function listenForFlushed(): void {
  handle('shell:flushed', ({ flush, unsaved }) => waiting.get(flush)?.(unsaved));
}

/** @returns of how many inputs the page says that they could not be written; 0 when it does not answer */
export async function flush(window: BrowserWindow): Promise<number> {
  const { webContents } = window;
  if (webContents.isDestroyed() || webContents.isCrashed() || webContents.isLoadingMainFrame()) return 0;
  const id = ++last;
  const unsaved = await new Promise<number>((resolve) => {
    const timer = setTimeout(() => resolve(0), FLUSH_MS);
    waiting.set(id, (count) => {
      clearTimeout(timer);
      resolve(count);
    });
    tell(window, 'shell:flush', { flush: id });
  });
  waiting.delete(id);
  if (!webContents.isDestroyed()) webContents.session.flushStorageData();
  return unsaved;
}
