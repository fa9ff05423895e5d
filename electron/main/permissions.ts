/** What the renderer may ask of Chromium. Whatever is not on the list is refused; each line says why it is there. */
import { isOwnUrl } from './origin.ts';

const ALLOWED: Record<string, string> = {
  'clipboard-sanitized-write': 'copy a number or a name into another program',
  'persistent-storage': 'records must not be cleared when the disk gets full (renderer/store/device.ts)',
  'local-network': 'the hub may stand in the office network (Chromium asks since Electron 43)',
  'loopback-network': 'the hub may run on this laptop',
  'local-network-access': 'older name of the two above',
};

export const isAllowed = (permission: string, requestingUrl: string): boolean =>
  Object.hasOwn(ALLOWED, permission) && isOwnUrl(requestingUrl);
