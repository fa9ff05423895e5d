/** The window's side of sync: start the worker, ask for a round. Everything else goes through Dexie. */
const demand = new BroadcastChannel('pendamping-sync');

/** The connection went while the app was being loaded: so long until the worker's file is asked for again. */
const AGAIN_MS = 3000;

export function startSync(): void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'sync' });
  worker.onerror = (event) => {
    // An error of the worker itself has a message, and does not end it; a file that was not found has none.
    if (!event.message) setTimeout(startSync, AGAIN_MS);
  };
}

export function syncNow(): void {
  demand.postMessage('now');
}

/** Ends the round at hand. What was sent stays sent; the rest goes with the next round. */
export function stopSync(): void {
  demand.postMessage('stop');
}

/** Sends all files of attachments, whatever the choice for this laptop is. */
export function sendFilesNow(): void {
  demand.postMessage('files');
}
