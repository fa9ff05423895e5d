/**
 * The folder with the files of attachments (docs/sync.md, "Attachments"). It holds ciphertext alone, by unit and SHA-256:
 * what stands under `units` is whole, was checked and is on the disk; what stands under `parts` is still coming.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileHash } from '#core/model/attachments.ts';

export interface FileFolder {
  root: string;
  /** So much of the disk stays free for the database, whatever laptops send. */
  keepFreeBytes: number;
}

export const KEEP_FREE_BYTES = 1024 * 1024 * 1024;

/** What came is not what its name says. */
export class WrongFileError extends Error {}

const UNITS = 'units';
/** A prefix, because a unit may be called `..`, or what Windows reserves for devices. */
const unitFolder = (unit: string): string => `unit-${unit}`;
const unitIn = (folder: string): string => folder.slice('unit-'.length);

export const partsFolder = ({ root }: FileFolder): string => join(root, 'parts');
/** The name of an upload in the folder of parts. */
export const partName = (unit: string, hash: string): string => `${unitFolder(unit)}/${fileHash.parse(hash)}`;
const partPath = (files: FileFolder, unit: string, hash: string): string =>
  join(partsFolder(files), partName(unit, hash));
/** Never built from anything but a hash: what comes from outside cannot name another path. */
const filePath = ({ root }: FileFolder, unit: string, hash: string): string =>
  join(root, UNITS, unitFolder(unit), fileHash.parse(hash));

/** @throws the system's error when the folder cannot be made */
export function makeFileFolder(files: FileFolder): void {
  for (const folder of [join(files.root, UNITS), partsFolder(files)])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** In bytes; undefined when the file is not there, whole. */
export async function sizeOfFile(files: FileFolder, unit: string, hash: string): Promise<number | undefined> {
  try {
    return (await stat(filePath(files, unit, hash))).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * A part that has all its bytes becomes the file, when it is what its name says; otherwise it goes. The file is on the disk
 * when this resolves.
 *
 * @returns its size
 * @throws WrongFileError
 */
export async function keepPart(files: FileFolder, unit: string, hash: string): Promise<number> {
  const size = await keep(files, unit, hash, partPath(files, unit, hash)).catch(async (error: unknown) => {
    if (error instanceof WrongFileError) await removePart(files, unit, hash);
    throw error;
  });
  await removePart(files, unit, hash);
  return size;
}

/**
 * The same with a file that comes in one piece.
 *
 * @throws WrongFileError, and whatever the stream fails with
 */
export async function keepStream(
  files: FileFolder,
  unit: string,
  hash: string,
  body: ReadableStream<Uint8Array>,
): Promise<number> {
  const path = `${partPath(files, unit, hash)}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await pipeline(Readable.fromWeb(body as never), createWriteStream(path, { mode: 0o600 }));
    return await keep(files, unit, hash, path);
  } finally {
    await rm(path, { force: true });
  }
}

async function keep(files: FileFolder, unit: string, hash: string, path: string): Promise<number> {
  const found = createHash('sha256');
  let size = 0;
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    found.update(bytes);
    size += bytes.length;
  }
  if (found.digest('hex') !== hash) throw new WrongFileError(`not the file ${hash}`);
  const to = filePath(files, unit, hash);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await flush(path, 'r+');
  await rename(path, to);
  await flushFolder(dirname(to));
  await flushFolder(dirname(dirname(to)));
  return size;
}

/** The whole file, checked; null when it is missing or was damaged since it came. */
export async function readWholeFile(files: FileFolder, unit: string, hash: string): Promise<Uint8Array | null> {
  try {
    const bytes = await readFile(filePath(files, unit, hash));
    return createHash('sha256').update(bytes).digest('hex') === hash ? bytes : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** @param range first and last byte */
export const streamFile = (files: FileFolder, unit: string, hash: string, range: { start: number; end: number }) =>
  createReadStream(filePath(files, unit, hash), range);

/** The file, and what has come of it. */
export async function removeFile(files: FileFolder, unit: string, hash: string): Promise<void> {
  await rm(filePath(files, unit, hash), { force: true });
  await removePart(files, unit, hash);
}

export async function removePart(files: FileFolder, unit: string, hash: string): Promise<void> {
  const path = partPath(files, unit, hash);
  for (const name of [path, `${path}.json`]) await rm(name, { force: true });
}

/** Is there room for so many bytes more? */
export const hasRoom = async (files: FileFolder, bytes: number): Promise<boolean> =>
  (await freeBytes(files)) - bytes >= files.keepFreeBytes;

export async function freeBytes({ root }: FileFolder): Promise<number> {
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize;
}

export interface FileOnDisk {
  unit: string;
  hash: string;
  bytes: number;
  changedAt: Date;
}

/** All whole files, one unit after the other. */
export const filesOnDisk = ({ root }: FileFolder): AsyncGenerator<FileOnDisk> => listed(join(root, UNITS));
/** All that is still coming. */
export const partsOnDisk = (files: FileFolder): AsyncGenerator<FileOnDisk> => listed(partsFolder(files));

async function* listed(folder: string): AsyncGenerator<FileOnDisk> {
  for (const unit of await readdir(folder)) {
    for (const name of await readdir(join(folder, unit))) {
      if (!fileHash.safeParse(name).success) continue;
      const { size, mtime } = await stat(join(folder, unit, name));
      yield { unit: unitIn(unit), hash: name, bytes: size, changedAt: mtime };
    }
  }
}

/**
 * Puts the files of one folder that another lacks there too: as links where that is possible, because a file never changes.
 *
 * @returns how many files and bytes stand in `to` that are also in `from`
 */
export async function copyFiles(from: string, to: string): Promise<{ count: number; bytes: number }> {
  const sum = { count: 0, bytes: 0 };
  for await (const { unit, hash, bytes } of filesOnDisk({ root: from, keepFreeBytes: 0 })) {
    const folder = join(to, UNITS, unitFolder(unit));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await sizeAt(join(folder, hash))) !== bytes) {
      const partial = join(folder, `${hash}.partial`);
      await rm(partial, { force: true });
      const source = join(from, UNITS, unitFolder(unit), hash);
      await link(source, partial).catch(() => copyFile(source, partial));
      await flush(partial, 'r+');
      await rename(partial, join(folder, hash));
      await flushFolder(folder);
    }
    sum.count += 1;
    sum.bytes += bytes;
  }
  return sum;
}

const sizeAt = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? -1;

/** What is in it is on the disk when it returns. */
export async function flush(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows opens no folders, and writes their entries down by itself. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform !== 'win32') await flush(path, 'r');
}

const isMissing = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT';
