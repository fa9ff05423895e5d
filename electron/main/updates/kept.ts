/**
 * Takes an update in and keeps it until it is installed: the head is checked before anything else is read, the installer while
 * it comes, and once more before it is installed. A download that broke off goes on where it was.
 */
import { createHash, type Hash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readUpdateHead, type UpdateHead, type UpdateHeader } from '#core/wire/update.ts';
import { freeBytes } from '../disk.ts';
import { checkHead, type Running, UpdateError } from './verify.ts';

/** The disk keeps at least this much for everything else. */
const SPARE_BYTES = 500 * 1024 * 1024;
const KEPT = 'kept.json';

/** Where an update comes from. */
export interface UpdateSource {
  /** The start of the file. */
  head(signal: AbortSignal): Promise<Uint8Array>;
  /** The file from `at` on, or from an earlier place, which it tells. */
  read(at: number, signal: AbortSignal): Promise<{ at: number; bytes: AsyncIterable<Uint8Array> }>;
}

export interface KeptUpdate {
  header: UpdateHeader;
  file: string;
}

export interface Updates {
  /** What a source has. @throws UpdateError why it is nothing for this laptop */
  look(source: UpdateSource, signal: AbortSignal): Promise<UpdateHeader>;
  /** Keeps it, whole and checked. @throws UpdateError */
  take(source: UpdateSource, signal: AbortSignal, onMoved: (bytes: number, of: number) => void): Promise<UpdateHeader>;
  /** What was kept and may still be installed. */
  kept(): Promise<KeptUpdate | null>;
  /** The same, read from end to end. What is not as it was signed goes. @throws UpdateError */
  checked(): Promise<KeptUpdate>;
  forget(): Promise<void>;
}

const keptSchema = z.object({ head: z.string() });

/** @param free bytes that the disk of the folder has left */
export function openUpdates(
  folder: string,
  keys: readonly KeyObject[],
  running: Running,
  free: (folder: string) => Promise<number> = freeBytes,
): Updates {
  const fileOf = ({ version, platform }: UpdateHeader): string =>
    join(folder, `Pendamping-${version}.${EXTENSIONS[platform.split('-')[2] as keyof typeof EXTENSIONS]}`);
  const partOf = ({ sha512 }: UpdateHeader): string => join(folder, `${sha512.slice(0, 32)}.part`);

  const look = async (source: UpdateSource, signal: AbortSignal): Promise<UpdateHead> =>
    checkHead(readUpdateHead(await source.head(signal)), keys, running);
  const forget = async (): Promise<void> => rm(folder, { recursive: true, force: true });
  const keptHead = async (): Promise<UpdateHead | null> => {
    try {
      const { head } = keptSchema.parse(JSON.parse(await readFile(join(folder, KEPT), 'utf8')));
      return checkHead(readUpdateHead(Buffer.from(head, 'latin1')), keys, running);
    } catch {
      return null;
    }
  };
  const kept = async (): Promise<KeptUpdate | null> => {
    const head = await keptHead();
    if (!head) return null;
    const file = fileOf(head.header);
    return (await sizeOf(file)) === head.header.size ? { header: head.header, file } : null;
  };

  return {
    look: async (source, signal) => (await look(source, signal)).header,
    async take(source, signal, onMoved) {
      const head = await look(source, signal);
      const { header } = head;
      const part = partOf(header);
      await mkdir(folder, { recursive: true });
      for (const name of await readdir(folder)) if (join(folder, name) !== part) await rm(join(folder, name));
      if ((await sizeOf(part)) > header.size) await rm(part);
      if ((await free(folder)) - (header.size - (await sizeOf(part))) < SPARE_BYTES) throw new UpdateError('disk_full');
      const hash = createHash('sha512');
      await hashInto(hash, part);
      await bring(source, head, part, hash, signal, onMoved);
      if ((await sizeOf(part)) !== header.size) throw new UpdateError('cut');
      if (hash.digest('hex') !== header.sha512) {
        await rm(part);
        throw new UpdateError('tampered');
      }
      await rename(part, fileOf(header));
      const text = JSON.stringify({ head: `${head.signed}${head.signature}\n` });
      await writeFile(join(folder, `${KEPT}.new`), text, { flush: true });
      await rename(join(folder, `${KEPT}.new`), join(folder, KEPT));
      return header;
    },
    kept,
    async checked() {
      const found = await kept();
      const hash = createHash('sha512');
      if (found) await hashInto(hash, found.file);
      if (found && hash.digest('hex') === found.header.sha512) return found;
      await forget();
      throw new UpdateError('tampered');
    },
    forget,
  };
}

const EXTENSIONS = { deb: 'deb', appimage: 'AppImage', nsis: 'exe', dmg: 'dmg' };

/** Appends what is missing to the part, and not a byte more than was signed. */
async function bring(
  source: UpdateSource,
  { header, bytes: headBytes }: UpdateHead,
  part: string,
  hash: Hash,
  signal: AbortSignal,
  onMoved: (bytes: number, of: number) => void,
): Promise<void> {
  let have = await sizeOf(part);
  if (have === header.size) return;
  const from = headBytes + have;
  const { at, bytes } = await source.read(from, signal);
  let skip = from - at;
  const file = await open(part, 'a');
  try {
    for await (const piece of bytes) {
      signal.throwIfAborted();
      const wanted = piece.subarray(Math.min(skip, piece.length));
      skip -= piece.length - wanted.length;
      if (have + wanted.length > header.size) {
        await file.truncate(0);
        throw new UpdateError('tampered');
      }
      await file.appendFile(wanted);
      hash.update(wanted);
      have += wanted.length;
      onMoved(have, header.size);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function hashInto(hash: Hash, file: string): Promise<void> {
  if ((await sizeOf(file)) === 0) return;
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
