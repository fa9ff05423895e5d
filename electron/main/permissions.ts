/** What the renderer may ask of Chromium. Whatever is not on the list is refused; each line says why it is there. */
import type { Session } from 'electron';
import { isOwnUrl } from './origin.ts';

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
/** Every name that this version of Electron asks for. */
export type Permission = Parameters<CheckHandler>[1];

const ALLOWED: Partial<Record<Permission, string>> = {
  'clipboard-sanitized-write': 'copy a number or a name into another program',
  'persistent-storage': 'records must not be cleared when the disk gets full (renderer/store/device.ts)',
  media: 'photos of a session or a product (renderer/features/attachments); the camera alone, never the microphone',
  'local-network': 'the hub may stand in the office network (Chromium asks since Electron 43)',
  'loopback-network': 'the hub may run on this laptop',
  'local-network-access': 'older name of the two above',
};

/** @param media which devices `media` is about; only a camera is ever needed */
export const isAllowed = (permission: string, requestingUrl: string, media: readonly string[] = []): boolean =>
  Object.hasOwn(ALLOWED, permission) &&
  isOwnUrl(requestingUrl) &&
  (permission !== 'media' || (media.length > 0 && media.every((type) => type === 'video')));
