/** The encryption of attachments (docs/sync.md, "Attachments"): AES-256-GCM, 12 bytes of nonce, then ciphertext and tag. */
import { bytesToHex } from '@noble/hashes/utils.js';
import { fromBase64url, toBase64url } from '#core/wire/certificate.ts';

const ALGORITHM = 'AES-GCM';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What encryption adds to a file. */
export const CIPHER_BYTES = NONCE_BYTES + TAG_BYTES;

export interface Encrypted {
  /** As it is kept and travels. */
  file: Blob;
  /** Of `file`: SHA-256, hex. */
  hash: string;
  /** In base64url. */
  key: string;
}

/** The file is not what its name says, or the key is not its key. */
export class WrongFileError extends Error {}

/** With a new key, so that a nonce is never used twice with one. */
export async function encrypt(plain: Blob): Promise<Encrypted> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const imported = await crypto.subtle.importKey('raw', key, ALGORITHM, false, ['encrypt']);
  const sealed = await crypto.subtle.encrypt({ name: ALGORITHM, iv: nonce }, imported, await plain.arrayBuffer());
  const file = new Blob([nonce, sealed]);
  return { file, hash: await hashOf(file), key: toBase64url(key) };
}

/** @throws WrongFileError */
export async function decrypt(file: Blob, key: string, mediaType: string): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const imported = await crypto.subtle.importKey('raw', fromBase64url(key), ALGORITHM, false, ['decrypt']);
  const iv = bytes.subarray(0, NONCE_BYTES);
  const plain = await crypto.subtle
    .decrypt({ name: ALGORITHM, iv }, imported, bytes.subarray(NONCE_BYTES))
    .catch(() => {
      throw new WrongFileError();
    });
  return new Blob([plain], { type: mediaType });
}

/** SHA-256, hex. */
export async function hashOf(file: Blob): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())));
}
