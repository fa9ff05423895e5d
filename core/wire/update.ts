/**
 * The file of an update: a line that says what it is, a header of one line (JSON), its signature (base64url), and then the
 * installer as it is. The signature covers the first two lines, and so the version, the platform and the hash of the installer
 * together: whoever swaps one of them has none. What is in it is for the shell to check; the hub only hands it on.
 */
import { z } from 'zod';

const MAGIC = 'pendamping-update 1';
const HEAD = /^(pendamping-update 1\n([^\n]+)\n)([\w-]{86})\n/;
/** The first three lines; more is no update. */
export const MAX_UPDATE_HEAD = 4096;
export const MAX_UPDATE_BYTES = 1024 * 1024 * 1024;

/** How the app came onto the laptop, and so how a new one does. */
export const updatePlatformSchema = z.string().regex(/^(linux|win32|darwin)-(x64|arm64)-(deb|appimage|nsis|dmg)$/);
export const versionSchema = z.string().regex(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/);

export const updateHeaderSchema = z.object({
  version: versionSchema,
  platform: updatePlatformSchema,
  /** Of the installer, in bytes. */
  size: z.int().min(1).max(MAX_UPDATE_BYTES),
  /** Of the installer, hex. */
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  /** The form of the data that the new version writes; see core/model/dataVersion.ts. */
  dataVersion: z.int().min(1),
});
export type UpdateHeader = z.infer<typeof updateHeaderSchema>;

export interface UpdateHead {
  header: UpdateHeader;
  /** What the signature is over. */
  signed: string;
  /** Base64url. */
  signature: string;
  /** Where the installer begins. */
  bytes: number;
}

export const headOf = (header: UpdateHeader): string => `${MAGIC}\n${JSON.stringify(header)}\n`;

/** @param start of the file, at least its first MAX_UPDATE_HEAD bytes @returns null when it is no update */
export function readUpdateHead(start: Uint8Array): UpdateHead | null {
  const text = Array.from(start.subarray(0, MAX_UPDATE_HEAD), (byte) => String.fromCharCode(byte)).join('');
  const [whole, signed, json, signature] = HEAD.exec(text) ?? [];
  if (!whole || !signed || !json || !signature) return null;
  try {
    return { header: updateHeaderSchema.parse(JSON.parse(json)), signed, signature, bytes: whole.length };
  } catch {
    return null;
  }
}

/** @returns below zero when `a` is the older one */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  return left.map((part, i) => part - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
