/** How long ago this laptop was last known to be in the right hands. */
import { db, getMeta, setMeta } from './database.ts';

const DAY_MS = 24 * 3600 * 1000;

/** @returns for how many days there was no contact, when that is longer than the hub allows; else 0 */
export async function daysTooLong(): Promise<number> {
  const allowed = (await getMeta('unlockDays')) ?? 0;
  const last = [(await getMeta('sync'))?.lastSync, await getMeta('recoveredAt')]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  if (allowed === 0 || last === undefined) return 0;
  // By the laptop's own clock both times: that it is wrong does not matter, unless it was set anew in between.
  const days = Math.floor((db.now() - Date.parse(last)) / DAY_MS);
  return days > allowed ? days : 0;
}

/** Opened by the recovery code, which a coordinator gave: what the laptop heard of before counts no more. */
export async function noteRecovery(): Promise<void> {
  await setMeta('recoveredAt', new Date(db.now()).toISOString());
  const device = await getMeta('device');
  if (device) await setMeta('outlived', device.deviceId);
}
