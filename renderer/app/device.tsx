import { createContext, useContext } from 'react';
import { dayIn } from '#core/model/dates.ts';
import type { Role } from '#core/workflow/policy.ts';
import type { Device } from '../store/database.ts';

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
export const useToday = (): string => todayOf(useThisDevice());
