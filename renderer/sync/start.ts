/** The window's side of sync: start the worker, ask for a round. Everything else goes through Dexie. */
import { setMeta } from '../store/database.ts';
import { openSession, withStore } from '../store/open.ts';
import { freeBytes } from '../store/space.ts';
import { SYNC_CHANNEL } from './channel.ts';

const demand = (message: 'now' | 'stop'): void => {
  const channel = new BroadcastChannel(SYNC_CHANNEL(openSession().account));
  channel.postMessage(message);
  channel.close();
};

/** The connection went while the app was being loaded: so long until the worker's file is asked for again. */
const AGAIN_MS = 3000;

export function startSync(): void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'sync' });
  withStore(worker);
  worker.onmessage = ({ data }: MessageEvent<'free' | 'again'>) => {
    if (data === 'again') return startSync();
    // How much room is left: only a window can ask the shell.
    const answer = (free?: number) => worker.postMessage({ free });
    freeBytes().then(answer, () => answer());
  };
  worker.onerror = (event) => {
    // An error of the worker itself has a message, and does not end it; a file that was not found has none.
    if (!event.message) setTimeout(startSync, AGAIN_MS);
  };
}

export function syncNow(): void {
  demand('now');
}

/** Ends the round at hand. What was sent stays sent; the rest goes with the next round. */
export function stopSync(): void {
  demand('stop');
}

/** Sends all files of attachments, whatever the choice for this laptop is. Noted, because the worker may not hear yet. */
export async function sendFilesNow(): Promise<void> {
  await setMeta('filesAsked', true);
  syncNow();
}
