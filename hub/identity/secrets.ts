/** Codes, tokens, passwords and keys. What a thief of the database could use at once is never stored in clear. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomInt,
  sign,
} from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { type Database, getMeta, type Trx } from '../store/store.ts';

/** Without 0/O and 1/I, so that a code can be read out over the telephone. 32 signs, 10 of them: 50 bits. */
const CODE_SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const DEVICE_SIGNS = 'abcdefghijklmnopqrstuvwxyz234567';

const pick = (signs: string, length: number): string =>
  Array.from({ length }, () => signs[randomInt(signs.length)]).join('');

/** E.g. `ABCD-EFGH-JK`. */
export function newCode(): string {
  const signs = pick(CODE_SIGNS, 10);
  return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
}

/** Case, hyphens and spaces do not matter at entry. */
export const hashCode = (code: string): string => sha256(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));

export const newDeviceId = (): string => `d_${pick(DEVICE_SIGNS, 8)}`;
export const newToken = (): string => randomBytes(32).toString('base64url');
/** A token is 256 random bits: one round of SHA-256 is enough, and the same text always finds the same row. */
export const hashToken = (token: string): string => sha256(token);

/** argon2id with the library's defaults (19 MiB, 2 passes; OWASP's minimum). */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'));

/** Takes the same time whether the user exists, has a password, or neither. */
export async function checkPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  dummyHash ??= hashPassword(newToken());
  const right = await verify(stored ?? (await dummyHash), password.normalize('NFC'));
  return right && typeof stored === 'string';
}
let dummyHash: Promise<string> | undefined;

/** The hub's Ed25519 pair, made once. `publicKey` is the raw 32 bytes in base64url, as devices know it. */
export interface HubKey {
  publicKey: string;
  sign: (text: string) => string;
}

/** Makes the pair when there is none. Two hubs on one PostgreSQL may start at once: the first one's stays. */
export async function ensureHubKey(db: Database): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const value = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  await db
    .insertInto('meta')
    .values({ key: HUB_KEY, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

export async function hubKey(trx: Trx): Promise<HubKey> {
  const stored = await getMeta(trx, HUB_KEY);
  if (stored === undefined) throw new Error('the hub has no key');
  const privateKey = createPrivateKey({ key: Buffer.from(stored, 'base64'), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { publicKey: x as string, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url') };
}

const HUB_KEY = 'hub_key';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
