/** This installation's identity: made at enrolment, gone when the laptop is released. */
import type { EnrolAnswer } from '#core/wire/protocol.ts';
import { type Device, db, setMeta } from './database.ts';

export interface DeviceKeys {
  publicKey: string;
  privateKey: CryptoKey;
}

/** An Ed25519 pair whose private half cannot be read out of the browser. */
export async function newDeviceKeys(): Promise<DeviceKeys> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { publicKey: base64url(raw), privateKey: pair.privateKey };
}

export async function storeEnrolment(
  hub: string,
  deviceName: string,
  answer: EnrolAnswer,
  keys: DeviceKeys,
): Promise<void> {
  const device: Device = {
    deviceId: answer.deviceId,
    deviceName,
    token: answer.deviceToken,
    hub,
    user: answer.user,
    userName: answer.profile.userName,
    role: answer.profile.role,
    unit: answer.unit,
    unitName: answer.profile.unitName,
    unitRegion: answer.profile.unitRegion,
    timeZone: answer.profile.timeZone as Device['timeZone'],
    unitKey: answer.unitKey,
    hubKey: answer.hubKey,
    ...keys,
  };
  await setMeta('device', device);
  // Ask once that the browser does not clear the records when the disk gets full. A refusal changes nothing else.
  await navigator.storage?.persist?.();
}

/** Deletes everything that this laptop holds. The caller has asked the user, and said what is unsent. */
export async function releaseDevice(): Promise<void> {
  await db.delete();
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
