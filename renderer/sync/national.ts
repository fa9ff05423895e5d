import type { Device } from '../store/database.ts';
import { keepNational } from '../store/national.ts';
import { national } from './hub.ts';

/** Asks the hub for the figures of a year and keeps them. @throws HubError */
export async function fetchNational(device: Device, year: number, signal: AbortSignal): Promise<void> {
  await keepNational(device.user, await national(device, year, signal));
}
