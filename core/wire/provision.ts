/**
 * What an installer lays beside the app, so that a laptop is enrolled without typing: whose it is, where its hub is, and the code.
 * The hub signs it. The signature says that nobody changed the file on its way; that the key is the hub's own a person compares by
 * its fingerprint, or the laptop's policy has it.
 */
import { z } from 'zod';
import { fromBase64url, isSignedBy, toBase64url } from './certificate.ts';

export const PROVISION_FILE = 'pendamping-provision.json';
export const MAX_PROVISION_BYTES = 16 * 1024;
const MAGIC = 'pendamping-provision 1\n';

export const provisionSchema = z.object({
  /** Without a path. */
  hub: z.url({ protocol: /^https?$/ }).max(500),
  unitName: z.string().min(1).max(200),
  userName: z.string().min(1).max(200),
  code: z.string().min(1).max(40),
  deviceName: z.string().min(1).max(200),
  language: z.enum(['id', 'en']).optional(),
  expires: z.iso.datetime(),
});
export type Provision = z.infer<typeof provisionSchema>;

const fileSchema = z.object({
  /** JSON, as it was signed. */
  provision: z.string(),
  /** Raw Ed25519 public key of the hub, base64url. */
  hubKey: z.string().regex(/^[\w-]{43}$/),
  signature: z.string().regex(/^[\w-]{86}$/),
});

export interface ReadProvision extends Provision {
  hubKey: string;
  fingerprint: string;
}

/** @param sign by the hub's key, base64url */
export function writeProvision(provision: Provision, hubKey: string, sign: (text: string) => string): string {
  const text = JSON.stringify(provision);
  return `${JSON.stringify({ provision: text, hubKey, signature: sign(MAGIC + text) }, null, 2)}\n`;
}

/** @returns null when it is no such file, or was changed since it was signed */
export async function readProvision(text: string): Promise<ReadProvision | null> {
  try {
    const { provision, hubKey, signature } = fileSchema.parse(JSON.parse(text));
    if (!(await isSignedBy(hubKey, signature, MAGIC + provision))) return null;
    // The last letter has room for bits that say nothing.
    if (toBase64url(fromBase64url(hubKey)) !== hubKey) return null;
    return { ...provisionSchema.parse(JSON.parse(provision)), hubKey, fingerprint: await fingerprintOf(hubKey) };
  } catch {
    return null;
  }
}

/** Of a hub's key, to be compared by people: 80 bits, as `1a2b 3c4d 5e6f 7a8b 9c0d`. */
export async function fingerprintOf(hubKey: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase64url(hubKey)));
  const hex = [...digest.subarray(0, 10)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return (hex.match(/.{4}/g) ?? []).join(' ');
}
