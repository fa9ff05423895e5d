/** How long this laptop has been used since it was last known to be in the right hands. */
import { db, getMeta, setMeta } from './database.ts';

const DAY_MS = 24 * 3600 * 1000;
/**
 * So much of the time between two openings counts. A clock that leaps, by decades after an empty battery, must not keep its user out;
 * who uses a laptop that nobody hears of opens it more often than that.
 */
const MOST_DAYS = 31;

/**
 * Counts this opening.
 *
 * @returns for how many days there was no contact, when that is longer than the hub allows; else 0
 */
export async function daysTooLong(): Promise<number> {
  const contact = [(await getMeta('sync'))?.lastSync, await getMeta('recoveredAt')]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  if (contact === undefined) return 0;
  const before = await getMeta('opened');
  const since = before?.contact === contact ? before : { at: contact, days: 0 };
  const passed = (db.now() - Date.parse(since.at)) / DAY_MS;
  const days = since.days + Math.min(MOST_DAYS, Math.max(0, passed));
  await setMeta('opened', { at: new Date(db.now()).toISOString(), days, contact });
  const allowed = (await getMeta('unlockDays')) ?? 0;
  return allowed > 0 && days > allowed ? Math.floor(days) : 0;
}

/** Opened by the recovery code, which a coordinator gave: what the laptop heard of before counts no more. */
export async function noteRecovery(): Promise<void> {
  await setMeta('recoveredAt', new Date(db.now()).toISOString());
  const device = await getMeta('device');
  if (device) await setMeta('outlived', device.deviceId);
}
