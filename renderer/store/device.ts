/** This installation's identity: made at enrolment, changed when the hub says so, gone when the laptop is released. */
import type { CollectionName } from '#core/model/collections.ts';
import { type Edit, editsOf, type Json, normalise } from '#core/register/register.ts';
import { deviceOf, type Hlc, makeStamp, type Stamp, tick } from '#core/register/stamp.ts';
import { fromBase64url, toBase64url } from '#core/wire/certificate.ts';
import type { EnrolAnswer } from '#core/wire/protocol.ts';
import { forgetAccount } from './accounts.ts';
import {
  ALL_ROW_TABLES,
  type Database,
  type Device,
  db,
  getMeta,
  type OutboxEntry,
  rowsOf,
  setMeta,
} from './database.ts';
import { openSession } from './open.ts';
import { flagged, knownToHub, registerOf, setRegister } from './rows.ts';
import { putUnsent, readUnsent } from './unsent.ts';

export type DeviceKeys = Pick<Device, 'publicKey' | 'privateKey'>;

/** The records on this laptop belong to another person or unit; they cannot become this one's. */
export class OtherOwnerError extends Error {}

/** An Ed25519 pair. */
export async function newDeviceKeys(): Promise<DeviceKeys> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  return { publicKey: toBase64url(new Uint8Array(publicKey)), privateKey: toBase64url(new Uint8Array(privateKey)) };
}

/** Signs in the name of this laptop. @returns the signature, base64url */
export async function signAs({ privateKey }: Pick<Device, 'privateKey'>, text: string): Promise<string> {
  const key = await crypto.subtle.importKey('pkcs8', fromBase64url(privateKey), 'Ed25519', false, ['sign']);
  const signed = await crypto.subtle.sign('Ed25519', key, new TextEncoder().encode(text));
  return toBase64url(new Uint8Array(signed));
}

/**
 * First enrolment, or enrolling again on a laptop that holds records: then what is unsent goes on under the new name.
 *
 * @throws OtherOwnerError when the laptop holds records of another user or unit; nothing was changed
 */
export async function storeEnrolment(
  hub: string,
  deviceName: string,
  answer: EnrolAnswer,
  keys: DeviceKeys,
  database: Database = db,
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
  const tables = [...ALL_ROW_TABLES(database), database.unsent, database.attention, database.meta];
  await database.transaction('rw', tables, async () => {
    const before = await getMeta('device', database);
    if (before) await restamp(before, device, database);
    await setMeta('device', device, database);
    await database.meta.delete('restored');
  });
}

/** Ask once that the browser does not clear the records when the disk gets full. A refusal changes nothing else. */
export async function keepStorage(): Promise<void> {
  await navigator.storage?.persist?.();
}

/**
 * Deletes everything that this laptop holds of the account that is open. The caller has asked the user, and said what is unsent. The
 * key goes first: what is left on the disk if the power goes now is noise.
 */
export async function releaseDevice(): Promise<void> {
  await forgetAccount(openSession().account);
  await db.delete();
}

/**
 * Gives new stamps of the new device to every edit that the hub is not known to have. An old stamp may have been given
 * twice (the profile was copied or restored), or may look as if the hub had seen it.
 */
async function restamp(before: Device, device: Device, database: Database): Promise<void> {
  if (before.user !== device.user || before.unit !== device.unit) throw new OtherOwnerError();
  if (before.deviceId === device.deviceId) return;
  const renewal: Renewal = { before, device, clock: await getMeta('clock', database), stamps: new Map(), database };
  const unsent = await readUnsent(database);
  const attention = await database.attention.toArray();
  const again: OutboxEntry[] = [];
  // Deletes last: they name the edits that they knew.
  for (const last of [false, true]) {
    for (const entry of unsent) {
      if ((entry.field === 'deletedAt') === last) again.push(await renewed(entry, renewal));
    }
    for (const entry of attention) {
      if ((entry.field === 'deletedAt') === last) await database.attention.put(await renewed(entry, renewal));
    }
  }
  await putUnsent(database, again);
  if (renewal.clock !== undefined) await setMeta('clock', renewal.clock, database);
}

interface Renewal {
  before: Device;
  device: Device;
  clock: Hlc | undefined;
  /** Old stamp → new stamp. */
  stamps: Map<Stamp, Stamp>;
  database: Database;
}

async function renewed<E extends OutboxEntry>(entry: E, renewal: Renewal): Promise<E> {
  const { before, device, database, stamps } = renewal;
  // Nothing of it is unsent by its user; and of a collection that only a newer version knows there is nothing else.
  if (entry.hadBefore === 'all') return entry;
  const table = rowsOf(database, entry.collection as CollectionName);
  const row = await table.get(entry.id);
  const register = registerOf(row, entry.field);
  if (!row || !register) return entry;
  const had = knownToHub(entry);
  const known = new Set(had?.heads.flatMap(editsOf).map((edit) => edit.stamp));
  const renew = (edit: Edit): Edit => {
    if (deviceOf(edit.stamp) !== before.deviceId || known.has(edit.stamp)) return edit;
    renewal.clock = tick(renewal.clock, database.now());
    const stamp = makeStamp(renewal.clock, device.deviceId);
    stamps.set(edit.stamp, stamp);
    return { ...edit, stamp };
  };
  const heads = register.heads.flatMap((head) =>
    editsOf(head).map((edit) => ({ ...renew(edit), value: withStamps(head.value, stamps) })),
  );
  const { [before.deviceId]: _, ...seen } = register.seen;
  const heard = had?.seen[before.deviceId];
  setRegister(row, entry.field, normalise(heads, heard === undefined ? seen : { ...seen, [before.deviceId]: heard }));
  await table.put(flagged(row));
  return { ...entry, stamp: stamps.get(entry.stamp) ?? entry.stamp };
}

/** A delete's value with the new names of the edits that it knew. */
function withStamps(value: Json, stamps: Map<Stamp, Stamp>): Json {
  const { knowing } = (value ?? {}) as { knowing?: Stamp[] };
  if (!knowing) return value;
  return { ...(value as object), knowing: knowing.map((stamp) => stamps.get(stamp) ?? stamp) };
}
