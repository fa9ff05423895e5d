/**
 * The profile remembers the newest form of data that was ever written into it. Chromium and Dexie would open newer data with an
 * older app without a word, and lose what it does not know.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const noteSchema = z.object({ dataVersion: z.int(), app: z.string() });
export type DataNote = z.infer<typeof noteSchema>;

/**
 * Call it before the page opens the data, whose form it then notes.
 *
 * @returns null: this app may open them; else what wrote them, and nothing was changed
 */
export function claimData(userData: string, own: DataNote): DataNote | null {
  const file = join(userData, 'data-version.json');
  const before = readNote(file);
  if (before && before.dataVersion > own.dataVersion) return before;
  if (before?.dataVersion !== own.dataVersion || before.app !== own.app) {
    try {
      mkdirSync(userData, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(own), { flush: true });
      renameSync(`${file}.new`, file);
    } catch (error) {
      // A full disk, say: the app must open all the same.
      console.error('the form of the data could not be noted', error);
    }
  }
  return null;
}

function readNote(file: string): DataNote | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
