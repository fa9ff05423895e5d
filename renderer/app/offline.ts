import { create } from 'zustand';

/** Can this app be opened without the hub? In Electron always; in a browser once the service worker holds all files. */
type OfflineStart = 'ready' | 'preparing' | 'unavailable';

/** Do all files of the app come from this laptop? Else they come by a connection, which may be gone in a moment. */
export const isOnLaptop = (): boolean =>
  !location.protocol.startsWith('http') || Boolean(navigator.serviceWorker?.controller);

const useStore = create<{ offlineStart: OfflineStart }>(() => ({
  // A page that a service worker brought needs no preparation.
  offlineStart: navigator.serviceWorker?.controller ? 'ready' : 'preparing',
}));

export const useOfflineStart = (): OfflineStart => useStore((state) => state.offlineStart);

/** Electron serves the files from its own package and registers no worker; nor does the development server. */
export async function prepareOfflineStart(): Promise<void> {
  if (!location.protocol.startsWith('http') || import.meta.env.DEV) {
    useStore.setState({ offlineStart: 'ready' });
    return;
  }
  try {
    await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
    useStore.setState({ offlineStart: 'ready' });
  } catch (error) {
    console.warn('service worker', error);
    useStore.setState({ offlineStart: 'unavailable' });
  }
}
