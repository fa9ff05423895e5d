/**
 * What a process is given from outside, decided by the seed: wall clock, random numbers, keys, IndexedDB. Imported before any
 * code of the project; the product does not know that it is simulated.
 */
import { seeded } from '#core/testing/random.ts';
import 'fake-indexeddb/auto';
import nodeCrypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Random } from './random.ts';

const RealDate = Date;
let wallClock = 0;
let random: Random = seeded(0);

/** Every random byte, identifier and token of the product comes from here. */
export function reseed(seed: number): void {
  random = seeded(seed);
}

/** The wall clock of whoever acts now, in milliseconds since 1970. */
export function setWallClock(ms: number): void {
  wallClock = ms;
}

export const wallClockNow = (): number => wallClock;

/** Real time, for measuring how long a run takes; nothing that a world decides may depend on it. */
export const realNow = (): number => RealDate.now();

class SimulatedDate extends RealDate {
  constructor(...parts: unknown[]) {
    if (parts.length === 0) super(wallClock);
    else super(...(parts as [number]));
  }
  static override now(): number {
    return wallClock;
  }
}

const randomByte = (): number => Math.floor(random() * 256);

function fill<T extends ArrayBufferView>(view: T): T {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let i = 0; i < bytes.length; i++) bytes[i] = randomByte();
  return view;
}

function randomUUID(): `${string}-${string}-${string}-${string}-${string}` {
  const hex = Buffer.from(fill(new Uint8Array(16))).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** One Ed25519 pair for everybody: what is signed is of no interest here, and making pairs cannot be seeded. */
const SECRET = Buffer.from(`302e020100300506032b657004220420${'07'.repeat(32)}`, 'hex');
const hubPrivateKey = nodeCrypto.createPrivateKey({ key: SECRET, format: 'der', type: 'pkcs8' });
const hubPair = { privateKey: hubPrivateKey, publicKey: nodeCrypto.createPublicKey(hubPrivateKey) };
const { x: publicX } = hubPair.publicKey.export({ format: 'jwk' });

/** The keys of every laptop. */
export const KEYS = { publicKey: publicX as string, privateKey: SECRET.toString('base64url') };

function replace(target: object, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}

/** To other windows: there are none, and a real one would keep the process alive. */
class SilentChannel {
  postMessage(): void {}
}

replace(globalThis, { Date: SimulatedDate, BroadcastChannel: SilentChannel });
replace(Math, { random: () => random() });
replace(crypto, { getRandomValues: fill, randomUUID });
replace(AbortSignal, { timeout: () => new AbortController().signal });
replace(nodeCrypto, {
  randomUUID,
  randomBytes: (size: number) => Buffer.from(fill(new Uint8Array(size))),
  randomInt: (min: number, max?: number) =>
    max === undefined ? Math.floor(random() * min) : min + Math.floor(random() * (max - min)),
  randomFillSync: fill,
  generateKeyPairSync: () => hubPair,
});
syncBuiltinESMExports();
