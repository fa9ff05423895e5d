/**
 * Bundles that somebody opened with the app: by a double click (the command line, or that of a second start), or as macOS tells
 * it. They wait here until the page asks for them; of a path it only ever hears the file's name.
 */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyIntoParcel } from './folder.ts';
import type { Parcels } from './post/parcels.ts';

/** More are not opened by hand. */
const MAX_WAITING = 100;

export interface OpenedFiles {
  /** @returns whether there is one among these words of a command line */
  add(words: readonly string[], folder: string): boolean;
  isWaiting(): boolean;
  next(parcels: Parcels): Promise<{ name: string; parcel: string | null } | null>;
}

/** Desktops of Linux name files as `file:` addresses. */
function pathOf(word: string, folder: string): string[] {
  if (!word.startsWith('file:')) return [resolve(folder, word)];
  try {
    return [fileURLToPath(word)];
  } catch {
    return [];
  }
}

export function openedFiles(): OpenedFiles {
  const waiting: string[] = [];
  return {
    add(words, folder) {
      const bundles = words.filter((word) => !word.startsWith('-') && /\.plut$/i.test(word));
      const paths = bundles.flatMap((word) => pathOf(word, folder));
      waiting.push(...paths.slice(0, MAX_WAITING - waiting.length));
      return bundles.length > 0;
    },
    isWaiting: () => waiting.length > 0,
    async next(parcels) {
      const path = waiting.shift();
      if (path === undefined) return null;
      const found = await stat(path).catch(() => null);
      return { name: basename(path), parcel: await copyIntoParcel(parcels, path, found) };
    },
  };
}
