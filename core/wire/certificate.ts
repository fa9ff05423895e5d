/** What the hub signs for a device: that this key is the one of this user on this laptop (docs/sync.md, "Bundles"). */
import { canonical } from '../register/register.ts';

/** All of it is in the synced `devices` record, so that anyone can check it. */
export interface Certified {
  device: string;
  user: string;
  unit: string;
  /** Raw Ed25519 public key, base64url. */
  publicKey: string;
  enrolledAt: string;
}

export const certificateText = ({ device, user, unit, publicKey, enrolledAt }: Certified): string =>
  canonical({ device, user, unit, publicKey, enrolledAt });

/** What the hub signs when it tells a laptop that it was revoked: the laptop then destroys the key of its data. */
export const revokedText = (device: string): string => canonical({ revoked: device });

/** Is the signature (base64url) over the text by this raw Ed25519 key (base64url)? Never throws: what cannot be read is false. */
export async function isSignedBy(publicKey: string, signature: string, text: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64url(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, fromBase64url(signature), new TextEncoder().encode(text));
  } catch {
    return false;
  }
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

export const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
