/**
 * The folder of snapshots (core/snapshot), beside the profile and not in it: who resets the profile, Chromium or a person, does not
 * take them along. The renderer writes and reads them in pieces and names them, never another place.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readSnapshotHeader, SnapshotError } from '#core/snapshot/format.ts';
import { expendable } from '#core/snapshot/rotation.ts';
import { type BackupEntry, isBackupFile, PIECE_BYTES } from '../contract.ts';
import { flushFolder, freeBytes } from './disk.ts';

/** Left free for everything else: a snapshot is never what fills the disk. */
const SPARE_BYTES = 500 * 1024 * 1024;
/** A header with all its tables is a fraction of this. */
const HEADER_BYTES = 256 * 1024;
/** Flushed from time to time: all at the end would make everybody wait. */
const SYNC_EVERY_BYTES = 16 * 1024 * 1024;

export interface Backups {
  /** The latest first. */
  list(): Promise<BackupEntry[]>;
  /** A new, empty one; one at a time. @returns null when the disk has no room for so much */
  begin(size: number): Promise<string | null>;
  /** @returns whether it fitted; if not, the backup is dropped */
  append(backup: string, bytes: Uint8Array): Promise<boolean>;
  /** Whole and on the disk when it returns, and what is expendable is gone. @returns its name; null when it did not fit */
  finish(backup: string): Promise<string | null>;
  drop(backup: string): Promise<void>;
  /** The next piece from `at`; an empty one at the end. */
  read(name: string, at: number): Promise<Uint8Array<ArrayBuffer>>;
  remove(name: string): Promise<void>;
}

/** Where the snapshots of a profile are. */
export const backupFolder = (userData: string): string => join(dirname(userData), `${basename(userData)} Cadangan`);

interface Writing {
  file: FileHandle;
  path: string;
  bytes: number;
  unsynced: number;
  /** Pieces go in one after the other. */
  last: Promise<unknown>;
}

/** @param free bytes that the disk of a folder has left */
export function openBackups(folder: string, free: (folder: string) => Promise<number> = freeBytes): Backups {
  const writing = new Map<string, Writing>();
  clearRemains(folder);
  const placeOf = (name: string): string => {
    if (!isBackupFile(name)) throw new Error('no such backup');
    return join(folder, name);
  };
  const drop = async (backup: string): Promise<void> => {
    const one = writing.get(backup);
    if (!one) return;
    writing.delete(backup);
    await one.file.close().catch(() => undefined);
    await rm(one.path, { force: true }).catch(() => undefined);
  };
  const inTurn = <T>(backup: string, work: (one: Writing) => Promise<T>): Promise<T> => {
    const one = writing.get(backup);
    if (!one) throw new Error('no such backup');
    const done = one.last.then(() => {
      if (!writing.has(backup)) throw new Error('no such backup');
      return work(one);
    });
    one.last = done.catch(() => undefined);
    return done;
  };
  const list = async (): Promise<BackupEntry[]> => {
    const names = (await readdir(folder).catch(() => [])).filter(isBackupFile);
    const entries = await Promise.all(names.map((name) => look(folder, name)));
    return entries.filter((entry) => entry !== null).sort((a, b) => b.created.localeCompare(a.created));
  };
  return {
    list,
    async begin(size) {
      mkdirSync(folder, { recursive: true });
      // The page that wrote the one before is gone.
      for (const left of writing.keys()) await drop(left);
      if ((await free(folder)) - size < SPARE_BYTES) return null;
      const backup = randomUUID();
      const path = join(folder, `${backup}${PART}`);
      const file = await open(path, 'wx').catch((error: unknown) => {
        if (isFull(error)) return null;
        throw error;
      });
      if (!file) return null;
      writing.set(backup, { file, path, bytes: 0, unsynced: 0, last: Promise.resolve() });
      return backup;
    },
    append: (backup, bytes) =>
      inTurn(backup, async (one) => {
        try {
          await one.file.write(bytes);
          one.bytes += bytes.length;
          one.unsynced += bytes.length;
          if (one.unsynced < SYNC_EVERY_BYTES) return true;
          one.unsynced = 0;
          await one.file.datasync();
          if ((await free(folder)) >= SPARE_BYTES) return true;
        } catch (error) {
          if (!isFull(error)) throw error;
        }
        await drop(backup);
        return false;
      }),
    finish: (backup) =>
      inTurn(backup, async (one) => {
        try {
          await one.file.sync();
          await one.file.close();
          const { created } = (await headerOf(one.path)) ?? { created: new Date(0).toISOString() };
          const name = `${created.replaceAll(/[-:.]/g, '')}${EXTENSION}`;
          await rename(one.path, placeOf(name));
          await flushFolder(folder);
          writing.delete(backup);
          for (const gone of expendable(await list())) await rm(placeOf(gone.name), { force: true });
          return name;
        } catch (error) {
          await drop(backup);
          if (isFull(error)) return null;
          throw error;
        }
      }),
    drop: (backup) => (writing.has(backup) ? inTurn(backup, () => drop(backup)) : Promise.resolve()),
    async read(name, at) {
      const place = placeOf(name);
      if (!(await lstat(place).catch(() => null))?.isFile()) throw new Error('no such backup');
      const file = await open(place);
      try {
        const { buffer, bytesRead } = await file.read(new Uint8Array(PIECE_BYTES), 0, PIECE_BYTES, at);
        return buffer.slice(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    async remove(name) {
      await rm(placeOf(name), { force: true });
    },
  };
}

const PART = '.part';
const EXTENSION = '.cadangan';

/** What an earlier run left half written. */
function clearRemains(folder: string): void {
  try {
    for (const name of readdirSync(folder)) if (name.endsWith(PART)) rmSync(join(folder, name), { force: true });
  } catch {
    // Not there yet.
  }
}

/** A file that nobody can read is listed with what its name says: the user may have nothing better. */
async function look(folder: string, name: string): Promise<BackupEntry | null> {
  const path = join(folder, name);
  const found = await lstat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const header = await headerOf(path).catch(() => undefined);
  const { created, database, version, app } = header ?? {
    created: found.mtime.toISOString(),
    database: '',
    version: 0,
    app: '',
  };
  return { name, size: found.size, created, database, version, app };
}

async function headerOf(path: string) {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return await readSnapshotHeader(buffer.subarray(0, bytesRead));
  } catch (error) {
    if (error instanceof SnapshotError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
