/** From a file to rows of cells. Runs in the import's worker. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { unzipSync } from 'fflate';
import Papa from 'papaparse';
import readWorkbook from 'read-excel-file/universal';
import type { Cell } from '#core/import/cells.ts';

export interface Sheet {
  /** None for a CSV file. */
  name: string | null;
  rows: Cell[][];
}

export const FILE_PROBLEMS = ['too_large', 'old_workbook', 'damaged', 'empty'] as const;
export type FileProblem = (typeof FILE_PROBLEMS)[number];

/** The file is not taken. `message` is a `FileProblem`. */
export class FileError extends Error {
  constructor(code: FileProblem, options?: ErrorOptions) {
    super(code, options);
  }
}

const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** A list of 100,000 rows takes a fifth of it; far more was made to fill a memory. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

const ZIP = [0x50, 0x4b];
/** Workbooks before 2007, and such with a password. */
const OLD_WORKBOOK = [0xd0, 0xcf, 0x11, 0xe0];

/** @throws FileError */
export async function readSheets(file: Blob): Promise<{ sheets: Sheet[]; hash: string }> {
  if (file.size > MAX_FILE_BYTES) throw new FileError('too_large');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const beginsWith = (magic: number[]) => magic.every((byte, i) => bytes[i] === byte);
  if (beginsWith(OLD_WORKBOOK)) throw new FileError('old_workbook');
  const sheets = beginsWith(ZIP) ? await sheetsOf(bytes) : [readCsv(bytes)];
  const filled = sheets.filter(({ rows }) => rows.length > 1);
  if (filled.length === 0) throw new FileError('empty');
  return { sheets: filled, hash: bytesToHex(sha256(bytes)) };
}

async function sheetsOf(bytes: Uint8Array<ArrayBuffer>): Promise<Sheet[]> {
  try {
    let unpacked = 0;
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unpacked += originalSize;
        return false;
      },
    });
    if (unpacked > MAX_UNPACKED_BYTES) throw new FileError('too_large');
    const sheets = await readWorkbook(bytes.buffer);
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data as Cell[][] }));
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError('damaged', { cause: error });
  }
}

function readCsv(bytes: Uint8Array): Sheet {
  // Spreadsheets write this line for themselves.
  const text = decode(bytes).replace(/^sep=.\r?\n/i, '');
  // A list of names has no zeros: this is some other kind of file.
  if (text.includes('\0')) throw new FileError('damaged');
  const { data } = Papa.parse<string[]>(text, { delimitersToGuess: [';', ',', '\t', '|'] });
  return { name: null, rows: data };
}

/** UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252: what spreadsheets save as CSV. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
