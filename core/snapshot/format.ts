/**
 * A snapshot: one database of this laptop as it lies on the disk, in one file. A stream of chunks: a header, rows by table with
 * the files that belong to them, and a trailer whose SHA-256 is over all that stands before it. So a file that was cut short, or
 * changed in any byte, is known as such before anything is restored from it.
 *
 * Chunk: kind (1 byte), length (4 bytes, little endian), so many bytes.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';

export const SNAPSHOT_FORMAT = 1;
const MAGIC = new TextEncoder().encode('PLUT-SNAPSHOT\n');
const HASH_BYTES = 32;
const FRAME_BYTES = 5;
/** More is no chunk of ours: who reads a damaged file must not ask for gigabytes of memory. */
const MAX_CHUNK_BYTES = 256 * 1024 * 1024;
/** A file inside goes in pieces of so many bytes. */
export const BLOB_PIECE_BYTES = 512 * 1024;

const KIND = { header: 1, rows: 2, blob: 3, trailer: 4 } as const;

const keyPathSchema = z.union([z.string(), z.array(z.string()), z.null()]);

/** An object store of IndexedDB, without its rows. */
export const layoutSchema = z.object({
  name: z.string(),
  keyPath: keyPathSchema,
  autoIncrement: z.boolean(),
  indexes: z.array(
    z.object({ name: z.string(), keyPath: keyPathSchema, unique: z.boolean(), multiEntry: z.boolean() }),
  ),
});
export type StoreLayout = z.infer<typeof layoutSchema>;

export const snapshotHeaderSchema = z.object({
  format: z.int(),
  /** Version of the app that wrote it. */
  app: z.string().max(100),
  /** Name and version of the database, as IndexedDB counts it. */
  database: z.string().max(200),
  version: z.int().min(1),
  /** ISO moment by the laptop's clock. */
  created: z.iso.datetime(),
  layout: z.array(layoutSchema),
  /** Rows by table when it was begun; for progress only. */
  counts: z.record(z.string(), z.int()),
  /** What must travel with it to be of use, e.g. how the account's key is wrapped. Never a secret by itself. */
  extra: z.record(z.string(), z.json()).optional(),
});
export type SnapshotHeader = z.infer<typeof snapshotHeaderSchema>;

const trailerSchema = z.object({ rows: z.record(z.string(), z.int()), blobs: z.int() });

/** Rows as JSON text, and the bytes that stand beside it because JSON has none. */
export interface RowsChunk {
  table: string;
  count: number;
  /** An array of `count` rows (renderer/store/clone.ts). */
  json: string;
  bytes: Uint8Array;
  /** The files that the rows name, which follow in this order. */
  blobs: { type: string; size: number }[];
}

export type SnapshotPart =
  | { kind: 'header'; header: SnapshotHeader }
  | { kind: 'rows'; rows: RowsChunk }
  /** A piece of the next file that the rows before it name. */
  | { kind: 'blob'; bytes: Uint8Array };

/** `cut`: it ends too early; `damaged`: a byte is another one; `newer`: only a newer app can read it. */
export class SnapshotError extends Error {
  readonly code: 'cut' | 'damaged' | 'newer';
  constructor(code: 'cut' | 'damaged' | 'newer') {
    super(`snapshot ${code}`);
    this.code = code;
  }
}

/** Turns parts into the bytes of the file; `end` gives the last ones. */
export class SnapshotWriter {
  readonly #hash = sha256.create();
  readonly #rows: Record<string, number> = {};
  #blobs = 0;

  begin(header: SnapshotHeader): Uint8Array {
    return this.#out(joined([MAGIC, frame(KIND.header, json(header))]));
  }

  rows({ table, count, json: text, bytes, blobs }: RowsChunk): Uint8Array {
    this.#rows[table] = (this.#rows[table] ?? 0) + count;
    const head = json({ table, count, bytes: bytes.length, blobs });
    const rows = new TextEncoder().encode(text);
    return this.#out(frame(KIND.rows, joined([size(head.length), head, size(rows.length), rows, bytes])));
  }

  blob(bytes: Uint8Array): Uint8Array {
    this.#blobs += bytes.length;
    return this.#out(frame(KIND.blob, bytes));
  }

  end(): Uint8Array {
    const trailer = json({ rows: this.#rows, blobs: this.#blobs });
    const framed = this.#out(frame(KIND.trailer, trailer));
    return joined([framed, this.#hash.digest()]);
  }

  #out(bytes: Uint8Array): Uint8Array {
    this.#hash.update(bytes);
    return bytes;
  }
}

/**
 * Reads a snapshot from its pieces. What it yields may be believed only once it has ended without an error: read it twice, and
 * write nothing the first time.
 *
 * @throws SnapshotError
 */
export async function* readSnapshot(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotPart> {
  const input = new Input(pieces);
  const hash = sha256.create();
  const take = async (count: number): Promise<Uint8Array> => {
    const bytes = await input.take(count);
    hash.update(bytes);
    return bytes;
  };
  const magic = await take(MAGIC.length);
  if (!magic.every((byte, i) => byte === MAGIC[i])) throw new SnapshotError('damaged');
  const seen: Record<string, number> = {};
  let blobs = 0;
  let isBegun = false;
  for (;;) {
    const head = view(await take(FRAME_BYTES));
    const kind = head.getUint8(0);
    const length = head.getUint32(1, true);
    if (length > MAX_CHUNK_BYTES) throw new SnapshotError('damaged');
    const body = await take(length);
    if (isBegun !== (kind !== KIND.header)) throw new SnapshotError('damaged');
    if (kind === KIND.header) {
      isBegun = true;
      yield { kind: 'header', header: parseHeader(body) };
    } else if (kind === KIND.rows) {
      const rows = parseRows(body);
      seen[rows.table] = (seen[rows.table] ?? 0) + rows.count;
      yield { kind: 'rows', rows };
    } else if (kind === KIND.blob) {
      blobs += body.length;
      yield { kind: 'blob', bytes: body };
    } else if (kind === KIND.trailer) {
      const expected = hash.digest();
      const written = await input.take(HASH_BYTES);
      if (!written.every((byte, i) => byte === expected[i])) throw new SnapshotError('damaged');
      const trailer = trailerSchema.safeParse(parse(body)).data;
      const isAll = trailer?.blobs === blobs && isSame(trailer.rows, seen);
      if (!isAll || !(await input.isAtEnd())) throw new SnapshotError('damaged');
      return;
    } else throw new SnapshotError('damaged');
  }
}

/**
 * The header from the beginning of the file, not checked against its hash: for lists.
 *
 * @throws SnapshotError also when these first bytes are too few
 */
export async function readSnapshotHeader(beginning: Uint8Array): Promise<SnapshotHeader> {
  for await (const part of readSnapshot(once(beginning))) if (part.kind === 'header') return part.header;
  throw new SnapshotError('cut');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function parseHeader(body: Uint8Array): SnapshotHeader {
  const value = parse(body);
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > SNAPSHOT_FORMAT) throw new SnapshotError('newer');
  const header = snapshotHeaderSchema.safeParse(value);
  if (!header.success) throw new SnapshotError('damaged');
  return header.data;
}

const rowsHeadSchema = z.object({
  table: z.string(),
  count: z.int().min(0),
  bytes: z.int().min(0),
  blobs: z.array(z.object({ type: z.string(), size: z.int().min(0) })),
});

function parseRows(body: Uint8Array): RowsChunk {
  const input = new Cursor(body);
  const head = rowsHeadSchema.safeParse(parse(input.sized()));
  if (!head.success) throw new SnapshotError('damaged');
  const text = decode(input.sized());
  const bytes = input.rest();
  if (bytes.length !== head.data.bytes) throw new SnapshotError('damaged');
  const { table, count, blobs } = head.data;
  return { table, count, json: text, bytes, blobs };
}

/** Inside one chunk. */
class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  sized(): Uint8Array {
    const length = view(this.#take(4)).getUint32(0, true);
    return this.#take(length);
  }
  rest(): Uint8Array {
    return this.#take(this.#bytes.length - this.#at);
  }
  #take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new SnapshotError('damaged');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

/** Pieces of any size as a stream of bytes. */
class Input {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #length = 0;
  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }
  async take(count: number): Promise<Uint8Array> {
    while (this.#length < count) if (!(await this.#more())) throw new SnapshotError('cut');
    const all = this.#held.length === 1 ? (this.#held[0] as Uint8Array) : joined(this.#held);
    this.#held = [all.subarray(count)];
    this.#length -= count;
    return all.subarray(0, count);
  }
  async isAtEnd(): Promise<boolean> {
    return this.#length === 0 && !(await this.#more());
  }
  /** @returns false at the end */
  async #more(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#pieces.next();
      if (done) return false;
      if (value.length === 0) continue;
      this.#held.push(value);
      this.#length += value.length;
      return true;
    }
  }
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SnapshotError('damaged');
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decode(bytes));
  } catch {
    throw new SnapshotError('damaged');
  }
}

function size(count: number): Uint8Array {
  const bytes = new Uint8Array(4);
  view(bytes).setUint32(0, count, true);
  return bytes;
}

const frame = (kind: number, body: Uint8Array): Uint8Array => joined([Uint8Array.of(kind), size(body.length), body]);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const isSame = (a: Record<string, number>, b: Record<string, number>): boolean =>
  Object.keys({ ...a, ...b }).every((table) => (a[table] ?? 0) === (b[table] ?? 0));
