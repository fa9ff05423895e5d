/** The window's side of sync: start the worker, ask for a round. Everything else goes through Dexie. */
const demand = new BroadcastChannel('pendamping-sync');

export function startSync(): void {
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'sync' });
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
