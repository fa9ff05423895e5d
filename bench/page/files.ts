/** Runs in a browser: two laptops' stores, of which one has photos for the other. */
import { generateIdentity } from 'age-encryption';
import { certificateText, toBase64url } from '../../core/wire/certificate.ts';
import { attach, missingFiles } from '../../renderer/store/attachments.ts';
import { type Database, openDatabase, setMeta } from '../../renderer/store/database.ts';
import { newDeviceKeys } from '../../renderer/store/device.ts';
import { save } from '../../renderer/store/repository.ts';
import { acceptBundle, inspectBundle, prepareFiles } from '../../renderer/sync/bundles.ts';

const UNIT = 'plut-sulteng';
const CHUNK = 65_536;

let sender: Database;
let receiver: Database;
let bundle: Blob;

/** Bytes that do not get shorter by compression, as those of a photo. */
function noise(bytes: number): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes; at += CHUNK)
    parts.push(crypto.getRandomValues(new Uint8Array(Math.min(CHUNK, bytes - at))));
  return new Blob(parts, { type: 'image/jpeg' });
}

async function setUp(photos: number, bytes: number): Promise<void> {
  const keys = await newDeviceKeys();
  const hub = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const hubKey = toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', hub.publicKey)));
  const unitKey = await generateIdentity();
  const enrolledAt = '2026-11-25T08:00:00.000Z';
  const of = { device: 'd_sarisari', user: 'sari', unit: UNIT, publicKey: keys.publicKey, enrolledAt };
  const signed = await crypto.subtle.sign('Ed25519', hub.privateKey, new TextEncoder().encode(certificateText(of)));
  const certificate = toBase64url(new Uint8Array(signed));
  sender = openDatabase('sender');
  receiver = openDatabase('receiver');
  const common = { unit: UNIT, unitKey, hubKey, role: 'consultant', deviceName: 'Laptop', userName: 'Sari' };
  const own = { deviceId: of.device, user: of.user, ...keys, ...common };
  await setMeta('device', own as never, sender);
  await setMeta('device', { ...own, deviceId: 'd_rahmarah', user: 'rahma' } as never, receiver);
  await sender.devices.put({ id: of.device, unit: UNIT, values: { certificate, enrolledAt }, marks: {} });
  await save('businesses', 'b', { name: 'Kopi Napu' }, {}, sender);
  const owner = { collection: 'businesses', id: 'b', client: { collection: 'businesses', id: 'b' } } as const;
  for (let i = 0; i < photos; i++) await attach(owner, noise(bytes), { kind: 'photo' }, sender);
  // As if the hub had them, so that they are counted as missing there.
  const rows = await sender.attachments.toArray();
  await receiver.attachments.bulkPut(
    rows.map((row) => ({ ...row, values: { ...row.values, receivedAt: enrolledAt } })),
  );
}

/** @returns its size and how often its writer told how far it was */
async function write(maxBytes: number): Promise<{ bytes: number; files: number; told: number }> {
  let told = 0;
  const onProgress = () => {
    told += 1;
  };
  const prepared = await prepareFiles('bench', { maxBytes, skip: new Set(), onProgress }, sender);
  if (!prepared) throw new Error('nothing to write');
  bundle = prepared.file;
  return { bytes: bundle.size, files: prepared.files.length, told };
}

async function read(): Promise<{ kept: number; missing: number; told: number }> {
  let told = 0;
  const onRead = () => {
    told += 1;
  };
  const inspected = await inspectBundle(bundle, onRead, undefined, receiver);
  const { files } = await acceptBundle(inspected, onRead, undefined, receiver);
  return { kept: files.kept, missing: (await missingFiles(receiver)).length, told };
}

const bench = { setUp, write, read };
export type FilesBench = typeof bench;
(globalThis as unknown as { bench: FilesBench }).bench = bench;
