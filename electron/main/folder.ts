/**
 * The folder that the user had watched, a stick's say: what bundles lie in it, one of them into a parcel, a parcel into it. The
 * renderer names files in it, never another place.
 */
import { constants, readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { copyFile, lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { POST_LIMITS } from '#core/wire/post.ts';
import { type FolderAnswer, isBundleFile } from '../contract.ts';
import { flushFile } from './disk.ts';
import { DiskFullError, type Parcels } from './post/parcels.ts';

/** A folder with more is not one of bundles. */
const MAX_FILES = 500;

const stateSchema = z.object({ path: z.string() });

export interface Folder {
  choose(path: string | null): void;
  /** @returns null when none was chosen; without `files` when it is not there: the stick is not in */
  list(): Promise<FolderAnswer>;
  /** @returns the parcel that it was copied into; null when it is gone, no file, or too large */
  take(name: string): Promise<string | null>;
  /** Whole or not at all, and on the stick when it returns. */
  put(name: string, parcel: string): Promise<'done' | 'gone' | 'full'>;
  remove(name: string): Promise<void>;
}

/** @param stateFile where it is remembered which one was chosen */
export function openFolder(stateFile: string, parcels: Parcels): Folder {
  let path = watchedPath(stateFile);
  const placeOf = (name: string): string => {
    if (path === null || !isBundleFile(name)) throw new Error('no such file');
    return join(path, name);
  };
  return {
    choose(next) {
      path = next;
      if (next === null) rmSync(stateFile, { force: true });
      else {
        writeFileSync(`${stateFile}.new`, JSON.stringify({ path: next }));
        renameSync(`${stateFile}.new`, stateFile);
      }
    },
    async list() {
      if (path === null) return null;
      const folder = path;
      const names = await readdir(folder).catch(() => null);
      if (names === null) return { path: folder };
      const found = await Promise.all(
        names
          .filter(isBundleFile)
          .slice(0, MAX_FILES)
          .map((name) => look(folder, name)),
      );
      return { path: folder, files: found.filter((file) => file !== null) };
    },
    async take(name) {
      const place = placeOf(name);
      return copyIntoParcel(parcels, place, await lstat(place).catch(() => null));
    },
    async put(name, parcel) {
      const place = placeOf(name);
      const part = `${place}.part`;
      try {
        // A link of this name that lies on the stick would lead the copy to another place.
        await rm(part, { force: true });
        await copyFile(parcels.pathOf(parcel), part, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
        await flushFile(part);
        await rename(part, place);
        return 'done';
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        return (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'full' : 'gone';
      }
    },
    async remove(name) {
      await rm(placeOf(name), { force: true }).catch(() => undefined);
    },
  };
}

/** @returns the parcel that the file was copied into; null when it is gone, no file, or too large */
export async function copyIntoParcel(parcels: Parcels, place: string, found: Stats | null): Promise<string | null> {
  if (!found?.isFile() || found.size === 0 || found.size > POST_LIMITS.bundleBytes) return null;
  const parcel = await parcels.create(found.size).catch((error: unknown) => {
    if (error instanceof DiskFullError) return null;
    throw error;
  });
  if (parcel === null) return null;
  try {
    await copyFile(place, parcels.pathOf(parcel));
    return parcel;
  } catch {
    // Pulled out in the middle.
    await parcels.drop(parcel);
    return null;
  }
}

async function look(folder: string, name: string) {
  const found = await lstat(join(folder, name)).catch(() => null);
  return found?.isFile() ? { name, size: found.size, modified: Math.round(found.mtimeMs) } : null;
}

/** The folder that is remembered; null: none. */
export function watchedPath(stateFile: string): string | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(stateFile, 'utf8'))).path;
  } catch {
    return null;
  }
}
