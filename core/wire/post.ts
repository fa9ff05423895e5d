/**
 * The post: laptops in one room say which bundles they have, and fetch what they lack (docs/sync.md, "In one room"). What the two
 * sides tell each other, and what a host takes from a room in which anybody may sit.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { BUNDLE_LIMITS } from './bundleLimits.ts';
import { toBase64url } from './certificate.ts';

/** Raised when an older app would misread a newer one. */
export const POST_FORMAT = 1;
/** TCP and UDP. Another TCP port is taken when this one is in use. */
export const POST_PORT = 47_320;

export const POST_LIMITS = {
  /** Of one bundle, packed; what is inside has limits of its own. */
  bundleBytes: BUNDLE_LIMITS.unpackedBytes,
  /** Bundles that one side offers. */
  offered: 2000,
  /** Of an offer or an answer as JSON. */
  jsonBytes: 1024 * 1024,
} as const;

/** What the host shows and the guest types. */
export const CODE = /^\d{6}$/;

/** Six digits, new each time that a post opens. */
export const newCode = (): string =>
  String(((crypto.getRandomValues(new Uint32Array(1))[0] as number) % 900_000) + 100_000);

/** What a guest shows to be let in: only a laptop that has the unit's key can make it of the code. */
export const postToken = (unitKey: string, code: string): string =>
  toBase64url(hmac(sha256, utf8ToBytes(unitKey), utf8ToBytes(`pendamping post ${POST_FORMAT}\n${code}`)));

/** By which a guest calls for the host in the network, without showing the token to everybody. */
export const postTag = (token: string): string =>
  toBase64url(sha256(utf8ToBytes(`pendamping post find\n${token}`))).slice(0, 22);

const id = z.string().regex(/^[\w-]{1,64}$/);
const text = z.string().max(200);
const count = z.int().min(0);

/** One bundle that somebody has. */
export const offeredSchema = z.object({
  id,
  size: z.int().min(1).max(POST_LIMITS.bundleBytes),
  /** The laptop that wrote it; none: of another unit, or the hub's. */
  by: text.optional(),
  /** Of the hub: up to which sequence number, in which life of its database. */
  hub: z.object({ epoch: text, next: count, created: z.iso.datetime() }).optional(),
});
export type Offered = z.infer<typeof offeredSchema>;

export const offerSchema = z.object({
  /** Who offers. */
  device: text,
  bundles: z.array(offeredSchema).max(POST_LIMITS.offered),
});
export type Offer = z.infer<typeof offerSchema>;

/** The host's answer: its own offer, and which of the guest's bundles it lacks. */
export const offerAnswerSchema = offerSchema.extend({ want: z.array(id).max(POST_LIMITS.offered) });
export type OfferAnswer = z.infer<typeof offerAnswerSchema>;

/** What became of a bundle that was handed over. `problem`: why it was not taken. */
export const takenSchema = z.object({
  changed: count,
  known: count,
  early: count,
  refused: count,
  problem: text.optional(),
});
export type Taken = z.infer<typeof takenSchema>;

/** What anybody hears who asks; so that a guest of another unit is told so. */
export const helloSchema = z.object({ post: z.int().min(1), unit: text });
export type Hello = z.infer<typeof helloSchema>;

/** Why an exchange does not go on. */
export const POST_PROBLEMS = [
  /** No post answers to this code in the network. */
  'not_found',
  /** The laptop is there; no post is open on it. */
  'closed',
  /** Nobody answers: another network, or a firewall. */
  'unreachable',
  /** Something else answers at this address. */
  'not_a_post',
  'newer_format',
  'wrong_unit',
  'wrong_code',
  'too_many_tries',
  /** Others are being served; again in a moment. */
  'busy',
  /** The other laptop's disk is full. */
  'full',
  'own_disk_full',
  /** The coordinator has taken the guest's laptop out of service. */
  'revoked',
  /** The connection ended in between. */
  'cut',
  'stopped',
  'failed',
] as const;
export const postProblemSchema = z.enum(POST_PROBLEMS);
export type PostProblem = z.infer<typeof postProblemSchema>;

/** IPv4 of a private network or of this laptop: to nobody else a bundle is handed over, and from nobody else one is taken. */
export function isPrivateAddress(host: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return false;
  const [a, b] = parts as [number, number];
  return (
    a === 10 ||
    a === 127 ||
    (a === 192 && b === 168) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 169 && b === 254) ||
    // What telephones and carriers give out behind their own address (RFC 6598).
    (a === 100 && b >= 64 && b <= 127)
  );
}

/** `host:port`. What a user types is read by `readPostAddress`. */
export const postAddressSchema = z.string().refine((address) => readPostAddress(address) === address);

/** @returns `host:port` as it is used, or null for what is no address in the room */
export function readPostAddress(typed: string): string | null {
  const [, host, port = String(POST_PORT)] = /^(?:http:\/\/)?([\d.]+)(?::(\d{1,5}))?\/?$/.exec(typed.trim()) ?? [];
  if (!host || !isPrivateAddress(host) || Number(port) < 1 || Number(port) > 65_535) return null;
  const plain = host.split('.').map(Number).join('.');
  return `${plain}:${Number(port)}`;
}
