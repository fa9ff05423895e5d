/**
 * Bundles: batches, other bundles and files of attachments in one file, for a USB stick (docs/sync.md, "Bundles"). The file is
 * age(gzip(tar)): `age -d -i KEY FILE | tar tz` lists it. Everything is streamed; nothing is believed before the whole file
 * was read once and its signature holds.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { createTarDecoder, createTarPacker, type ParsedTarEntry } from 'modern-tar';
import { z } from 'zod';
import { fileHash, MAX_FILE_BYTES } from '../model/attachments.ts';
import { BUNDLE_LIMITS } from './bundleLimits.ts';
import { certificateText, isSignedBy } from './certificate.ts';
import { MAX_ROUNDS } from './protocol.ts';

/**
 * The newest format that this build reads. Raised when an older reader would misread a newer file: 2 has parts `files/…`, which
 * readers of format 1 would call damage instead of asking for an update.
 */
const NEWEST_FORMAT = 2;
/** The oldest format that can hold so many files, so that a laptop that was not updated reads whatever it can. */
export const bundleFormat = (files: number): number => (files > 0 ? 2 : 1);
export const BUNDLE_EXTENSION = '.plut';

/** Before this much was unpacked, a ratio says nothing. */
const RATIO_FROM = 1024 * 1024;
/** Unpacked at a time, so that a bomb goes off in small pieces. */
const SLICE_BYTES = 4096;
const MAGIC = 'age-encryption.org/v1\n';
/** The header of an age file for one recipient is a few hundred bytes. */
const MAX_AGE_HEADER = 16 * 1024;

export const BUNDLE_PROBLEMS = [
  /** No file of this kind. */
  'not_a_bundle',
  /** Encrypted to another unit. */
  'foreign',
  /** Cut, or changed since it was written. */
  'damaged',
  /** Not signed by a laptop that the hub knows, or not by the one that it names. */
  'signature',
  /** Says that it is of another unit than the one that it was encrypted to. */
  'wrong_unit',
  /** Written by a newer app. */
  'newer_format',
  'too_large',
] as const;
export type BundleProblem = (typeof BUNDLE_PROBLEMS)[number];

/** A file is refused. Nothing of it was believed. */
export class BundleError extends Error {
  readonly code: BundleProblem;
  constructor(code: BundleProblem, options?: ErrorOptions) {
    super(`bundle refused: ${code}`, options);
    this.code = code;
  }
}

const text = z.string().max(200);
const count = z.int().min(0);
const headerSchema = z.object({
  format: z.int().min(1),
  /** Names this bundle; a repetition has the same one. */
  id: z.string().regex(/^[\w-]{1,64}$/),
  unit: text,
  created: z.iso.datetime(),
  app: text,
  /** The hub itself, or a laptop with the hub's signature under its key. */
  from: z.discriminatedUnion('kind', [
    /**
     * What changed after one sequence number up to another, in this life of its database (`Report.epoch`); and of
     * which round of each laptop it heard last. `files`: those whose receipts got a number after one up to another; when that
     * is less than `next`, the rest did not fit and is asked for from there.
     */
    z.object({
      kind: z.literal('hub'),
      after: count,
      next: count,
      epoch: text,
      rounds: z.record(text, text),
      files: z.object({ after: count, next: count }).optional(),
    }),
    z.object({
      kind: z.literal('device'),
      device: text,
      deviceName: text,
      user: text,
      userName: text,
      publicKey: z.string().max(64),
      enrolledAt: text,
      certificate: z.string().max(200),
      /** Of which of its rounds the hub may have heard last (`Report.rounds`); this bundle is one more. */
      rounds: z.array(text).max(MAX_ROUNDS),
    }),
  ]),
  counts: z.object({
    records: count,
    registers: count,
    bundles: count,
    /** Of attachments; none in format 1. */
    files: count.optional(),
  }),
});
export type BundleHeader = z.infer<typeof headerSchema>;

/**
 * `batches/…`: what a laptop pushes. `pages/…`: what the hub answers to a pull. `bundles/…`: bundles of others, as they came.
 * `files/…`: files of attachments under their SHA-256, after all others, so that the records that name them are joined first.
 */
const PART_NAME = /^(?:(?:batches|pages)\/\d{6}\.json|bundles\/[\w-]{1,64}\.plut|files\/[0-9a-f]{64})$/;
const FILES = 'files/';
const HEADER = 'header.json';
const MANIFEST = 'manifest.json';
const SIGNATURE = 'signature';

const manifestSchema = z.array(
  z.object({ name: z.string().max(200), size: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
);
type Manifest = z.infer<typeof manifestSchema>;

export interface Part {
  name: string;
  size: number;
  body: ReadableStream<Uint8Array> | Uint8Array;
}

/** Signs a text: Ed25519, base64url. */
export type Sign = (text: string) => Promise<string> | string;

export const partName = (kind: 'batches' | 'pages', n: number): string => `${kind}/${String(n).padStart(6, '0')}.json`;
export const bundlePartName = (id: string): string => `bundles/${id}${BUNDLE_EXTENSION}`;
/** Which bundle a part is, if it is one. */
export const bundleIdIn = (name: string): string | undefined =>
  name.startsWith('bundles/') ? name.slice('bundles/'.length, -BUNDLE_EXTENSION.length) : undefined;
/** @param hash SHA-256 of the file as it is kept, hex (`fileHash`) */
export const filePartName = (hash: string): string => `${FILES}${fileHash.parse(hash)}`;
/** Which file of an attachment a part is, if it is one. */
export const fileHashIn = (name: string): string | undefined =>
  name.startsWith(FILES) ? name.slice(FILES.length) : undefined;

/** What is signed: the list of parts, marked so that the signature means nothing elsewhere. */
const signedText = (format: number, manifest: string): string => `pendamping bundle ${format}\n${manifest}`;

/** A tar holds no time before 1970 or after 2242, and a wrong clock shows any. When a bundle was made its header says. */
const NO_TIME = new Date(0);

/**
 * Writes a bundle, as a stream. It fails, rather than to end as a file that every reader refuses, when a file of an attachment
 * is not what its name says: the caller checks before it puts one in.
 *
 * @param parts files of attachments after all others, each one once
 * @param unitKey the unit's age identity
 * @param sign by the key that `header.from` names
 */
export async function writeBundle(
  header: BundleHeader,
  parts: AsyncIterable<Part> | Iterable<Part>,
  unitKey: string,
  sign: Sign,
): Promise<ReadableStream<Uint8Array>> {
  const { readable, controller } = createTarPacker();
  const manifest: Manifest = [];
  const add = async (name: string, size: number, body: Part['body']): Promise<void> => {
    const entry = controller.add({ name, size, type: 'file', mtime: NO_TIME }).getWriter();
    const hash = sha256.create();
    const write = (bytes: Uint8Array) => {
      hash.update(bytes);
      return entry.write(bytes);
    };
    if (body instanceof Uint8Array) await write(body);
    else for await (const bytes of body) await write(bytes);
    await entry.close();
    const part = { name, size, sha256: bytesToHex(hash.digest()) };
    checkFile(part);
    manifest.push(part);
  };
  const addText = (name: string, content: string) => {
    const bytes = new TextEncoder().encode(content);
    return add(name, bytes.length, bytes);
  };
  const fill = async (): Promise<void> => {
    await addText(HEADER, JSON.stringify(header));
    for await (const { name, size, body } of parts) await add(name, size, body);
    const list = JSON.stringify(manifest);
    await addText(MANIFEST, list);
    await addText(SIGNATURE, await sign(signedText(header.format, list)));
    controller.finalize();
  };
  fill().catch((error: unknown) => controller.error(error));
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(unitKey));
  return encrypter.encrypt(readable.pipeThrough(new CompressionStream('gzip') as Through));
}

/** What a reader knows. */
export interface BundleKeys {
  /** Age identities by unit. A laptop has its own unit's, the hub all. */
  units: Readonly<Record<string, string>>;
  /** The hub's raw Ed25519 public key, base64url. */
  hubKey: string;
}

/** A bundle that was read once, whole, and is signed by whom it names. */
export interface CheckedBundle {
  header: BundleHeader;
  /** The parts that may be read now, with what they must turn out to be. */
  manifest: Manifest;
}

/** Opens the file from its beginning; a bundle is read twice. */
export type Source = () => ReadableStream<Uint8Array>;

/**
 * Reads the whole file and believes nothing before its end.
 *
 * @throws BundleError
 */
export function checkBundle(source: Source, keys: BundleKeys): Promise<CheckedBundle> {
  return refusing(async () => {
    const unit = await unitOf(source, keys);
    const manifest: Manifest = [];
    const names = new Set<string>();
    const read: Record<string, Uint8Array> = {};
    let afterFile = false;
    for await (const entry of entriesOf(source, keys.units[unit] as string)) {
      const { name } = entry.header;
      if (manifest.length >= BUNDLE_LIMITS.parts) throw new BundleError('too_large');
      if (SIGNATURE in read || (manifest.length === 0) !== (name === HEADER)) throw new BundleError('damaged');
      const isOwn = [HEADER, MANIFEST, SIGNATURE].includes(name);
      const isFile = fileHashIn(name) !== undefined;
      const isKnown = isOwn || (PART_NAME.test(name) && !(MANIFEST in read) && (isFile || !afterFile));
      if (!isKnown || names.has(name)) throw new BundleError('damaged');
      names.add(name);
      afterFile ||= isFile;
      const { hash, size, bytes } = await readPart(entry, isOwn);
      if (name === HEADER) checkFormat(bytes);
      if (isOwn) read[name] = bytes;
      const part = { name, size, sha256: hash };
      checkFile(part);
      manifest.push(part);
    }
    const [header, list, signature] = [HEADER, MANIFEST, SIGNATURE].map((name) => read[name]);
    if (!header || !list || !signature) throw new BundleError('damaged');
    const declared = manifestSchema.parse(JSON.parse(utf8(list)));
    const parts = manifest.slice(0, -2);
    if (JSON.stringify(declared) !== JSON.stringify(parts)) throw new BundleError('damaged');
    const parsed = headerSchema.parse(JSON.parse(utf8(header)));
    if (parsed.unit !== unit) throw new BundleError('wrong_unit');
    await checkSigner(parsed, keys.hubKey, signedText(parsed.format, utf8(list)), utf8(signature));
    return { header: parsed, manifest: parts.slice(1) };
  });
}

/** One part of a checked bundle. It must be read before the next one comes; one that is left alone is passed by. */
export interface OpenPart {
  name: string;
  size: number;
  /** The whole part, checked again. Only for parts that are JSON. */
  json(): Promise<unknown>;
  /** As a stream that fails at its end when the file was changed since it was checked. */
  body(): ReadableStream<Uint8Array>;
}

/**
 * The parts of a checked bundle, in order.
 *
 * @throws BundleError when the file was changed since it was checked
 */
export async function* partsOf(source: Source, keys: BundleKeys, bundle: CheckedBundle): AsyncGenerator<OpenPart> {
  const expected = new Map(bundle.manifest.map((part) => [part.name, part]));
  for await (const entry of entriesOf(source, keys.units[bundle.header.unit] as string)) {
    const { name } = entry.header;
    const part = expected.get(name);
    // Read, not cancelled: the decoder is ahead, and modern-tar 0.8.6 would cancel the next part instead.
    let isTaken = false;
    if (part) {
      yield {
        name,
        size: part.size,
        body: () => {
          isTaken = true;
          return entry.body.pipeThrough(checking(part));
        },
        json: () =>
          refusing(async () => {
            isTaken = true;
            const { hash, bytes } = await readPart(entry, true);
            if (hash !== part.sha256) throw new BundleError('damaged');
            return JSON.parse(utf8(bytes));
          }),
      };
    }
    if (!isTaken) await readPart(entry, false);
  }
}

/** Whatever a broken file makes fail is a refusal with a name. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof BundleError ? error : new BundleError('damaged', { cause: error });
  }
}

/** @throws BundleError when the part is a file of an attachment under another name than its own */
function checkFile({ name, sha256 }: Manifest[number]): void {
  const hash = fileHashIn(name);
  if (hash !== undefined && hash !== sha256) throw new BundleError('damaged');
}

function checkFormat(header: Uint8Array): void {
  const { format } = z.object({ format: z.int().min(1) }).parse(JSON.parse(utf8(header)));
  if (format > NEWEST_FORMAT) throw new BundleError('newer_format');
}

async function checkSigner(header: BundleHeader, hubKey: string, signed: string, signature: string): Promise<void> {
  const { from, unit } = header;
  const isRight =
    from.kind === 'hub'
      ? await isSignedBy(hubKey, signature, signed)
      : (await isSignedBy(hubKey, from.certificate, certificateText({ ...from, unit }))) &&
        (await isSignedBy(from.publicKey, signature, signed));
  if (!isRight) throw new BundleError('signature');
}

/** The unit whose key opens the file. */
async function unitOf(source: Source, keys: BundleKeys): Promise<string> {
  const head = await readStart(source());
  if (!utf8(head.subarray(0, MAGIC.length)).startsWith(MAGIC)) throw new BundleError('not_a_bundle');
  const header = ageHeader(head);
  for (const [unit, key] of Object.entries(keys.units)) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(key);
    try {
      await decrypter.decryptHeader(header);
      return unit;
    } catch (error) {
      if (!String(error).includes('no identity matched')) throw error;
    }
  }
  throw new BundleError('foreign');
}

/** The age header ends with the line that begins with `---`. */
function ageHeader(head: Uint8Array): Uint8Array {
  const line = /\n---[^\n]*\n/.exec(String.fromCharCode(...head));
  if (!line) throw new BundleError('damaged');
  return head.subarray(0, line.index + line[0].length);
}

async function readStart(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const start = new Uint8Array(MAX_AGE_HEADER);
  let size = 0;
  for await (const bytes of stream) {
    const taken = bytes.subarray(0, MAX_AGE_HEADER - size);
    start.set(taken, size);
    size += taken.length;
    if (size === MAX_AGE_HEADER) break;
  }
  return start.subarray(0, size);
}

/** Decrypts and unpacks. Ends well only when every layer ended as it should. */
async function* entriesOf(source: Source, unitKey: string): AsyncGenerator<ParsedTarEntry> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(unitKey);
  const sizes = { packed: 0, unpacked: 0, ended: false };
  const plain = (await decrypter.decrypt(source()))
    .pipeThrough(slicing(sizes))
    .pipeThrough(new DecompressionStream('gzip') as Through)
    .pipeThrough(limiting(sizes))
    .pipeThrough(createTarDecoder({ strict: true }));
  const reader = plain.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (next.value.header.type !== 'file') throw new BundleError('damaged');
      yield next.value;
    }
  } finally {
    // Not awaited: a decoder whose reader stopped in the middle of a part waits for the rest of it.
    reader.cancel().catch(() => undefined);
  }
  if (!sizes.ended) throw new BundleError('damaged');
}

interface Sizes {
  packed: number;
  unpacked: number;
  ended: boolean;
}

type Through = ReadableWritablePair<Uint8Array, Uint8Array>;

const slicing = (sizes: Sizes): Through =>
  new TransformStream({
    transform(bytes, controller) {
      sizes.packed += bytes.length;
      for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
        controller.enqueue(bytes.subarray(from, from + SLICE_BYTES));
      }
    },
  });

const limiting = (sizes: Sizes): Through =>
  new TransformStream({
    transform(bytes, controller) {
      sizes.unpacked += bytes.length;
      const isBomb = sizes.unpacked > RATIO_FROM && sizes.unpacked > sizes.packed * BUNDLE_LIMITS.ratio;
      if (isBomb || sizes.unpacked > BUNDLE_LIMITS.unpackedBytes) controller.error(new BundleError('too_large'));
      else controller.enqueue(bytes);
    },
    flush() {
      sizes.ended = true;
    },
  });

const checking = (part: Manifest[number]): Through => {
  const hash = sha256.create();
  return new TransformStream({
    transform(bytes, controller) {
      hash.update(bytes);
      controller.enqueue(bytes);
    },
    flush(controller) {
      if (bytesToHex(hash.digest()) !== part.sha256) controller.error(new BundleError('damaged'));
    },
  });
};

async function readPart(
  entry: ParsedTarEntry,
  whole: boolean,
): Promise<{ hash: string; size: number; bytes: Uint8Array }> {
  const hash = sha256.create();
  const kept: Uint8Array[] = [];
  const isFile = fileHashIn(entry.header.name) !== undefined;
  const limit = isFile ? MAX_FILE_BYTES : whole ? BUNDLE_LIMITS.partBytes : BUNDLE_LIMITS.unpackedBytes;
  let size = 0;
  const reader = entry.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const bytes = next.value;
    size += bytes.length;
    hash.update(bytes);
    if (size > limit) throw new BundleError('too_large');
    if (whole) kept.push(bytes.slice());
  }
  return { hash: bytesToHex(hash.digest()), size, bytes: concat(kept, whole ? size : 0) };
}

function concat(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
