/** Asks the renderer to write pending input, and waits for it, but not for ever: a window must always close. */
import type { BrowserWindow } from 'electron';
import { handle, tell } from './ipc.ts';

export const FLUSH_MS = 2000;

let last = 0;
const waiting = new Map<number, () => void>();

export function listenForFlushed(): void {
  handle('shell:flushed', ({ flush }) => waiting.get(flush)?.());
}

export async function flush(window: BrowserWindow): Promise<void> {
  const { webContents } = window;
  if (webContents.isDestroyed() || webContents.isCrashed() || webContents.isLoadingMainFrame()) return;
  const id = ++last;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, FLUSH_MS);
    waiting.set(id, () => {
      clearTimeout(timer);
      resolve();
    });
    tell(window, 'shell:flush', { flush: id });
  });
  waiting.delete(id);
  if (!webContents.isDestroyed()) webContents.session.flushStorageData();
}
