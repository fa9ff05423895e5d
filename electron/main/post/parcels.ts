/**
 * Files on their way between the network and the renderer, which gets and gives them in pieces. A parcel lives for one exchange;
 * what is left of the last run is cleared away at the next.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { appendFile, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PIECE_BYTES } from '../../contract.ts';
import { freeBytes } from '../disk.ts';

/** The disk keeps at least this much for everything else. */
const SPARE_BYTES = 500 * 1024 * 1024;

export class DiskFullError extends Error {}

export interface Parcels {
  /**
   * A new, empty one.
   *
   * @param size what is to come into it
   * @throws DiskFullError
   */
  create(size: number): Promise<string>;
  pathOf(parcel: string): string;
  append(parcel: string, bytes: Uint8Array): Promise<void>;
  /** The next piece from `at`; an empty one at the end. */
  read(parcel: string, at: number): Promise<Uint8Array<ArrayBuffer>>;
  sizeOf(parcel: string): Promise<number>;
  drop(parcel: string): Promise<void>;
}

/** @param free bytes that the disk of this folder has left */
export function openParcels(folder: string, free: (folder: string) => Promise<number> = freeBytes): Parcels {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  /** The sizes of those that exist: names that came from elsewhere never become a path. */
  const expected = new Map<string, number>();
  /** Pieces go into a parcel one after the other, so that each sees how much is there already. */
  const last = new Map<string, Promise<void>>();
  const pathOf = (parcel: string): string => {
    if (!expected.has(parcel)) throw new Error('no such parcel');
    return join(folder, parcel);
  };
  return {
    pathOf,
    async create(size) {
      const parcel = randomUUID();
      // Counted before the disk is looked at: others ask for their place at the same time.
      expected.set(parcel, size);
      const outstanding = [...expected.values()].reduce((sum, each) => sum + each, 0);
      try {
        if ((await free(folder)) - outstanding < SPARE_BYTES) throw new DiskFullError();
        await appendFile(pathOf(parcel), '');
      } catch (error) {
        expected.delete(parcel);
        throw error;
      }
      return parcel;
    },
    async append(parcel, bytes) {
      pathOf(parcel);
      const append = async (): Promise<void> => {
        const path = pathOf(parcel);
        if ((await stat(path)).size + bytes.length > (expected.get(parcel) as number))
          throw new Error('parcel too large');
        await appendFile(path, bytes);
      };
      const appended = (last.get(parcel) ?? Promise.resolve()).then(append);
      last.set(
        parcel,
        appended.catch(() => undefined),
      );
      await appended;
    },
    async read(parcel, at) {
      const file = await open(pathOf(parcel));
      try {
        const { buffer, bytesRead } = await file.read(new Uint8Array(PIECE_BYTES), 0, PIECE_BYTES, at);
        return buffer.slice(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    sizeOf: async (parcel) => (await stat(pathOf(parcel))).size,
    async drop(parcel) {
      if (!expected.has(parcel)) return;
      const path = pathOf(parcel);
      expected.delete(parcel);
      await last.get(parcel);
      last.delete(parcel);
      await rm(path, { force: true });
    },
  };
}
