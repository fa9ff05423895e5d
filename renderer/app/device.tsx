import { createContext, useContext } from 'react';
import { dayIn } from '#core/model/dates.ts';
import type { Role } from '#core/workflow/policy.ts';
import type { Device } from '../store/database.ts';
import { useSyncStatus } from '../store/queries.ts';

const Context = createContext<Device | null>(null);
export const DeviceProvider = Context.Provider;

/** This laptop and its user. Inside the enrolled app there always is one. */
export function useThisDevice(): Device & { role: Role } {
  const device = useContext(Context);
  if (!device) throw new Error('not enrolled');
  return device as Device & { role: Role };
}

/** Today in the unit's time zone, as ISO day. */
export const todayOf = (device: Device): string => dayIn(device.timeZone, Date.now());
export const yearOf = (device: Device): number => Number(todayOf(device).slice(0, 4));
/**
 * The year by the hub's clock when this laptop last heard of it, so at most the year that it is; `undefined` while it never
 * has. A laptop's own clock may be years ahead: what cannot be undone must not believe it.
 */
export function useHubYear(): number | undefined {
  const { timeZone } = useThisDevice();
  const { lastSync, clockError } = useSyncStatus() ?? {};
  if (lastSync === undefined || clockError === undefined) return undefined;
  return Number(dayIn(timeZone, Date.parse(lastSync) - clockError).slice(0, 4));
}

export const useToday = (): string => todayOf(useThisDevice());
