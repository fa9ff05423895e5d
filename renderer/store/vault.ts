/**
 * The key of an account's data, wrapped: by its user's passphrase, and by a recovery code that a coordinator can look up. Whoever
 * has neither has noise. docs/security.md, "At rest".
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { argon2idAsync } from '@noble/hashes/argon2.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64url, toBase64url } from '#core/wire/certificate.ts';

/** How a passphrase becomes a key; kept with what it wraps, so that later versions may ask more. */
export interface Kdf {
  /** KiB. */
  m: number;
  t: number;
  p: number;
  salt: string;
}

/** One pass over 46 MiB: OWASP's first choice for argon2id, and about a second on a cheap laptop. */
const COST = { m: 47_104, t: 1, p: 1 };
const KEY_BYTES = 32;
const NONCE_BYTES = 24;

/** A short sentence is easier to remember than a hard word, and harder to guess. */
export const MIN_PASSPHRASE = 10;

/** No I, L, O, U: nobody mistakes them on the phone (Crockford's base 32). */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 125 random bits. */
const CODE_SIGNS = 25;

/** 256 bits. */
export type Key = Uint8Array<ArrayBuffer>;

const random = (bytes: number): Key => crypto.getRandomValues(new Uint8Array(bytes));

export const newDataKey = (): Key => random(KEY_BYTES);

export const newKdf = (): Kdf => ({ ...COST, salt: toBase64url(random(16)) });

/** @returns what only `unwrapByPassphrase` with the same account and passphrase opens */
export const wrapByPassphrase = async (key: Key, account: string, passphrase: string, kdf: Kdf) =>
  wrap(key, await keyOfPassphrase(passphrase, kdf), `${account} passphrase`);

/** @returns the data key; null: wrong passphrase */
export const unwrapByPassphrase = async (wrapped: string, account: string, passphrase: string, kdf: Kdf) =>
  unwrap(wrapped, await keyOfPassphrase(passphrase, kdf), `${account} passphrase`);

/** E.g. `7K3QX-0M2TN-…`, five groups of five. */
export function newRecoveryCode(): string {
  const signs = Array.from(random(CODE_SIGNS), (byte) => SIGNS[byte % SIGNS.length]).join('');
  return signs.replace(/.{5}(?=.)/g, '$&-');
}

export const wrapByRecovery = (key: Key, account: string, code: string): string =>
  wrap(key, keyOfCode(code, account), `${account} recovery`);

/** @returns the data key; null: wrong code */
export const unwrapByRecovery = (wrapped: string, account: string, code: string): Key | null =>
  unwrap(wrapped, keyOfCode(code, account), `${account} recovery`);

const keyOfPassphrase = (passphrase: string, { salt, ...cost }: Kdf): Promise<Uint8Array> =>
  // In slices, so that the screen goes on.
  argon2idAsync(passphrase.normalize('NFKC').trim(), fromBase64url(salt), { ...cost, dkLen: KEY_BYTES, asyncTick: 30 });

/** The code has all the randomness that a key needs: nothing has to slow a guesser down. */
function keyOfCode(code: string, account: string): Uint8Array {
  const signs = code
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '');
  return hkdf(sha256, utf8(signs), utf8(account), utf8('pendamping recovery'), KEY_BYTES);
}

function wrap(key: Key, by: Uint8Array, place: string): string {
  const nonce = random(NONCE_BYTES);
  return toBase64url(new Uint8Array([...nonce, ...xchacha20poly1305(by, nonce, utf8(place)).encrypt(key)]));
}

function unwrap(wrapped: string, by: Uint8Array, place: string): Key | null {
  const bytes = fromBase64url(wrapped);
  try {
    const cipher = xchacha20poly1305(by, bytes.subarray(0, NONCE_BYTES), utf8(place));
    return new Uint8Array(cipher.decrypt(bytes.subarray(NONCE_BYTES)));
  } catch {
    return null;
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
