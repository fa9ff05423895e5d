/** By which the windows of an account ask its sync worker. Two users of one laptop sync each for themselves. */
export const SYNC_CHANNEL = (account: string): string => `pendamping-sync-${account}`;

/** By which the windows of this laptop tell each other that the app is open, in use, or locked. */
export const LOCK_CHANNEL = 'pendamping-lock';
