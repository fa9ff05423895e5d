/** By which the windows of an account ask its sync worker. Two users of one laptop sync each for themselves. */
export const SYNC_CHANNEL = (account: string): string => `pendamping-sync-${account}`;
