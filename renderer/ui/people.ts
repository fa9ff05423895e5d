import { useMemo } from 'react';
import { useRecords } from '../store/queries.ts';

/** Names of the unit's people by user id; the id itself while a name has not arrived. */
export function usePeople(): (user: string | null | undefined) => string {
  const users = useRecords('users');
  return useMemo(() => {
    const names = new Map(users?.map((user) => [user.id, user.values.name ?? user.id]));
    return (user) => (user ? (names.get(user) ?? user) : '');
  }, [users]);
}

/** Names of the unit's laptops by their id; the id itself while a name has not arrived. */
export function useDeviceNames(): (device: string) => string {
  const devices = useRecords('devices');
  return useMemo(() => {
    const names = new Map(devices?.map((device) => [device.id, device.values.name ?? device.id]));
    return (device) => names.get(device) ?? device;
  }, [devices]);
}
